// Shows the pages of a packed archive (src/emit/pack.rs). The address of a page is the file's own with the path behind `#/`, and the
// scripts of the theme run as they do on a site: they get a `location` and a `history` that are about the page.
(() => {
'use strict';

const own = document.currentScript;
const { nonce } = own;
const words = { ...own.dataset };
const place = window.location;
const past = window.history;
const listen = EventTarget.prototype.addEventListener;

// A page with nothing but a sentence and a link to the first page.
function notice(sentence) {
  const [main, said, back, link] = ['main', 'p', 'p', 'a'].map((name) => document.createElement(name));
  main.className = 'pack-notice';
  said.textContent = sentence;
  link.textContent = words.home;
  link.href = `#/${directory?.start || ''}`;
  back.append(link);
  main.append(said, back);
  document.body.replaceChildren(main);
}

// ---- Files

// The byte of each character of windows-1252.
const BYTES = new Map([...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))].map((c, byte) => [c.charCodeAt(), byte]));

function unescaped(text) {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 61) bytes[length++] = text.charCodeAt(++at) - 64; else bytes[length++] = code < 128 ? code : BYTES.get(code);
  }
  return bytes.subarray(0, length);
}

async function inflated(text) {
  const stream = new Blob([unescaped(text)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// A server may send the file with another character set than it has; its bytes are the same.
async function texts() {
  const elements = [...document.querySelectorAll('script[type="text/plain"]')];
  const found = elements.map((element) => { element.remove(); return element.textContent; });
  if (document.characterSet === 'windows-1252') return found;
  const bytes = await (await fetch(place.href)).arrayBuffer();
  const opening = ['<script type=', '"text/plain">'].join('');
  return new TextDecoder('windows-1252').decode(bytes).split(opening).slice(1).map((part) => part.slice(0, part.indexOf('<')));
}

let packed;
let directory;
const MAX_PARTS = 24;
const parts = new Map();

// Parts that were used last stay in memory.
function part(number) {
  const bytes = parts.get(number) || inflated(packed[number]);
  parts.delete(number);
  parts.set(number, bytes);
  if (parts.size > MAX_PARTS) parts.delete(parts.keys().next().value);
  return bytes;
}

const has = (path) => Object.hasOwn(directory.files, path);

async function bytes(path) {
  const [number, from, length] = directory.files[path];
  return (await part(number)).subarray(from, from + length);
}

const text = async (path) => new TextDecoder().decode(await bytes(path));

const TYPES = { svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', avif: 'image/avif', mp4: 'video/mp4', webm: 'video/webm' };
const urls = new Map();

async function url(path) {
  if (!urls.has(path)) urls.set(path, URL.createObjectURL(new Blob([await bytes(path)], { type: TYPES[path.split('.').pop().toLowerCase()] || 'application/octet-stream' })));
  return urls.get(path);
}

// ---- Addresses

// {path, search, hash} of an address behind `#/`.
function parsed(hash) {
  const [, path, search = '', anchor = ''] = /^#\/([^?#]*)(\?[^#]*)?(#.*)?$/.exec(hash) || [null, '', '', ''];
  let name = path;
  try { name = decodeURIComponent(path); } catch { /* as it is written */ }
  return { path: name || directory.start, search, hash: anchor };
}

// An address that a page has, as one behind `#/`; null if it leads out of the archive.
function resolved(address, from = shown.path) {
  if (address.startsWith('#/')) return address;
  if (address.startsWith(place.href.replace(/#.*/, '') + '#/')) return address.slice(address.indexOf('#'));
  const base = 'https://pack.invalid/';
  const target = URL.canParse(address, base + from) ? new URL(address, base + from) : null;
  return target?.origin === base.slice(0, -1) ? `#${target.pathname}${target.search}${target.hash}` : null;
}

let shown = { path: '', search: '', hash: '' };
let current;

const location = {
  get href() { return place.href; },
  get pathname() { return `/${shown.path}`; },
  get search() { return shown.search; },
  get hash() { return shown.hash; },
  assign(address) { const target = resolved(address); if (target) place.hash = target; else place.assign(address); },
  reload() { place.reload(); },
};

const moved = (name) => (state, title, address) => {
  const target = resolved(address);
  past[name](state, title, target);
  current = target;
  shown = parsed(target);
};
const history = { pushState: moved('pushState'), replaceState: moved('replaceState'), back() { past.back(); } };

// ---- Scripts of the theme

// What they listen for on the page as a whole ends with the page.
const listening = [];
for (const target of [window, document]) {
  target.addEventListener = (type, listener, options) => {
    listening.push([target, type, listener, options]);
    listen.call(target, type, listener, options);
  };
}

window.pmsitePack = { location, history };

function run(source, dataset) {
  const element = document.createElement('script');
  element.nonce = nonce;
  Object.assign(element.dataset, dataset);
  element.textContent = `((location, history) => {${source}\n})(pmsitePack.location, pmsitePack.history);`;
  Element.prototype.append.call(document.head, element);
  element.remove();
}

// Scripts that are loaded later. Those of the search index are data.
document.head.append = (...nodes) => {
  for (const node of nodes) {
    const source = node.localName === 'script' && node.getAttribute('src');
    if (source) load(node, parsed(resolved(source)).path); else Element.prototype.append.call(document.head, node);
  }
};

async function load(element, path) {
  try {
    const source = await text(path);
    if (path.startsWith('search/')) {
      const comma = source.indexOf(',');
      window.pmsite.put(JSON.parse(source.slice(source.indexOf('(') + 1, comma)), JSON.parse(source.slice(comma + 1, source.lastIndexOf(')'))));
    } else run(source, element.dataset);
    element.dispatchEvent(new Event('load'));
  } catch {
    element.dispatchEvent(new Event('error'));
  }
}

// ---- Pages

const styles = new Map();

async function style(path) {
  if (!styles.has(path)) {
    const made = new CSSStyleSheet();
    made.replaceSync(await text(path));
    styles.set(path, made);
  }
  return styles.get(path);
}

// Links lead to pages of this file. Links to files of the site that it does not have are left out, and items of lists with them.
function linked(page, from) {
  for (const link of page.querySelectorAll('a[href]')) {
    const target = resolved(link.getAttribute('href'), from);
    if (!target) continue;
    const { path } = parsed(target);
    if (has(path)) link.setAttribute('href', target);
    else if (path.endsWith('.html')) link.replaceWith(...link.childNodes);
    else (link.parentElement.matches('li') && link.parentElement.childElementCount === 1 ? link.parentElement : link).remove();
  }
  for (const form of page.querySelectorAll('form[action]')) form.setAttribute('action', resolved(form.getAttribute('action'), from));
  const media = [...page.querySelectorAll('img[src], source[src], video[src], audio[src]')];
  return Promise.all(media.map(async (element) => {
    const target = resolved(element.getAttribute('src'), from);
    if (target && has(parsed(target).path)) element.src = await url(parsed(target).path);
  }));
}

async function show({ path }) {
  const page = new DOMParser().parseFromString(await text(path), 'text/html');
  const target = (element, name) => parsed(resolved(element.getAttribute(name), path)).path;
  const scripts = [...page.querySelectorAll('head script[src]')].map((element) => ({ path: target(element, 'src'), late: element.defer, dataset: { ...element.dataset, root: '#/' } }));
  const links = [...page.querySelectorAll('link[rel=stylesheet]')].map((element) => target(element, 'href'));
  await linked(page, path);
  const [sources, sheets] = await Promise.all([Promise.all(scripts.map((script) => text(script.path))), Promise.all(links.map(style))]);
  // The reader has gone on.
  if (shown.path !== path) return;
  document.adoptedStyleSheets = sheets;
  for (const [from, type, listener, options] of listening.splice(0)) from.removeEventListener(type, listener, options);
  delete window.pmsite;
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  scripts.forEach((script, at) => { if (!script.late) run(sources[at], script.dataset); });
  document.body.replaceWith(document.adoptNode(page.body));
  scripts.forEach((script, at) => { if (script.late) run(sources[at], script.dataset); });
  await linked(document.body, path);
  document.querySelector('[autofocus]')?.focus();
}

// A file that is no page is saved.
async function save(path) {
  const link = document.createElement('a');
  link.href = await url(path);
  link.download = path.split('/').pop();
  link.click();
}

let followed = false;
const positions = new Map();

async function go() {
  // A link within the page, as scripts make them.
  if (place.hash && !place.hash.startsWith('#/')) past.replaceState(null, '', `#/${shown.path || directory.start}${shown.search}${place.hash}`);
  if (place.hash === current) return;
  const target = parsed(place.hash);
  const before = shown.path;
  positions.set(current, scrollY);
  current = place.hash;
  shown = target;
  if (!has(target.path)) { notice(words.missing); return; }
  if (target.path !== before) await show(target);
  if (target.hash) {
    // So that the browser takes it for the target of the address.
    place.replace(target.hash);
    past.replaceState(past.state, '', current);
  } else if (target.path !== before) scrollTo(0, followed ? 0 : positions.get(current) || 0);
  followed = false;
}

listen.call(window, 'hashchange', () => go().catch(failed));
listen.call(document, 'click', (event) => {
  const link = event.target.closest?.('a[href]');
  const target = link && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && resolved(link.getAttribute('href'));
  if (!target) return;
  event.preventDefault();
  const { path } = parsed(target);
  if (has(path) && !path.endsWith('.html')) { save(path); return; }
  followed = true;
  if (target === current) { current = null; go().catch(failed); } else place.hash = target;
});
listen.call(document, 'submit', (event) => {
  const action = event.target.getAttribute('action');
  if (event.defaultPrevented || !action?.startsWith('#/')) return;
  event.preventDefault();
  followed = true;
  place.hash = `${action}?${new URLSearchParams(new FormData(event.target))}`;
});

function failed(error) {
  console.error(error);
  notice(words.damaged);
}

async function open() {
  if (!window.DecompressionStream || !URL.canParse) { notice(words.tooOld); return; }
  past.scrollRestoration = 'manual';
  packed = await texts();
  directory = JSON.parse(new TextDecoder().decode(await inflated(packed[packed.length - 1])));
  await go();
}

open().catch(failed);
})();
