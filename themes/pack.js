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

// {path, search, hash} of an address behind `#/`; null if it leads out of the archive.
function parsed(hash) {
  if (hash === null) return null;
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
  try {
    const target = new URL(address, base + from);
    return target.origin === base.slice(0, -1) ? `#${target.pathname}${target.search}${target.hash}` : null;
  } catch {
    return null;
  }
}

// The path of a file that is in the archive.
function inside(address, from) {
  const target = parsed(resolved(address, from));
  return target && has(target.path) ? target.path : null;
}

// The address that is shown, as parsed and behind `#/`, and the path of the page.
let shown = { path: '', search: '', hash: '' };
let current;
let page;

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
  // Scripts of a page that was left may be late.
  if (parsed(target).path !== page) return;
  past[name](state, title, target);
  current = target;
  shown = parsed(target);
};
const history = { pushState: moved('pushState'), replaceState: moved('replaceState'), back() { past.back(); } };

// ---- Scripts of the theme

// Listeners on the whole page are removed when it is left.
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
    if (source) load(node, inside(source)); else Element.prototype.append.call(document.head, node);
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

// The style sheet with this address, which may be the sheet itself.
async function style(address, from) {
  const path = inside(address, from);
  const [, own] = /^data:text\/css[^,]*,(.*)$/s.exec(address) || [];
  if (!path && own === undefined) return null;
  if (!styles.has(path || own)) {
    const made = new CSSStyleSheet();
    made.replaceSync(path ? await text(path) : decodeURIComponent(own));
    styles.set(path || own, made);
  }
  return styles.get(path || own);
}

// Links lead to pages of this file; those within a page stay as they are, unless they are to be copied. A link to what the file does not have is its text, or left
// out where nothing but such links stand.
function linked(root, from) {
  for (const link of root.querySelectorAll('a[href]:not([href^="#"]), a.anchor[href]')) {
    const target = resolved(link.getAttribute('href'), from);
    if (!target) continue;
    if (has(parsed(target).path)) link.setAttribute('href', target);
    else if (link.parentElement.matches('li') && link.parentElement.childElementCount === 1) link.parentElement.remove();
    else if (link.closest('.twins')) link.remove();
    else link.replaceWith(...link.childNodes);
  }
  for (const form of root.querySelectorAll('form[action]')) form.setAttribute('action', resolved(form.getAttribute('action'), from));
  const media = [...root.querySelectorAll('img[src], source[src], video[src], audio[src]')];
  return Promise.all(media.map(async (element) => {
    const path = inside(element.getAttribute('src'), from);
    if (path) element.src = await url(path);
  }));
}

// Shows a page, unless another is asked for meanwhile.
async function show({ path }, isLast) {
  const made = new DOMParser().parseFromString(await text(path), 'text/html');
  const scripts = [...made.querySelectorAll('head script[src]')]
    .map((element) => ({ path: inside(element.getAttribute('src'), path), late: element.defer, dataset: { ...element.dataset, root: '#/' } }))
    .filter((script) => script.path);
  const links = [...made.querySelectorAll('link[rel=stylesheet]')].map((element) => element.getAttribute('href'));
  await linked(made, path);
  const [sources, sheets] = await Promise.all([Promise.all(scripts.map((script) => text(script.path))), Promise.all(links.map((link) => style(link, path)))]);
  if (!isLast()) return false;
  page = path;
  document.adoptedStyleSheets = sheets.filter(Boolean);
  for (const [from, type, listener, options] of listening.splice(0)) from.removeEventListener(type, listener, options);
  delete window.pmsite;
  document.title = made.title;
  document.documentElement.lang = made.documentElement.lang;
  document.head.querySelector('link[rel=canonical]')?.remove();
  const canonical = made.querySelector('link[rel=canonical]');
  if (canonical) Element.prototype.append.call(document.head, document.adoptNode(canonical));
  scripts.forEach((script, at) => { if (!script.late) run(sources[at], script.dataset); });
  document.body.replaceWith(document.adoptNode(made.body));
  scripts.forEach((script, at) => { if (script.late) run(sources[at], script.dataset); });
  await linked(document.body, path);
  document.querySelector('[autofocus]')?.focus();
  return isLast();
}

// A file that is no page is saved.
async function save(path) {
  const link = document.createElement('a');
  link.href = await url(path);
  link.download = path.split('/').pop();
  link.click();
}

let followed = false;
let going = 0;
const positions = new Map();

async function go() {
  if (place.hash === current) return;
  const target = parsed(place.hash);
  const number = ++going;
  const isLast = () => number === going;
  const isLink = followed;
  followed = false;
  positions.set(current, scrollY);
  current = place.hash;
  shown = target;
  if (!has(target.path)) { page = null; notice(words.missing); return; }
  const isNew = target.path !== page;
  if (isNew && !await show(target, isLast)) return;
  if (target.hash) {
    // So that the browser takes it for the target of the address.
    place.replace(target.hash);
    past.replaceState(past.state, '', current);
  } else if (isNew) scrollTo(0, isLink ? 0 : positions.get(current) || 0);
}

// Before the scripts of a page, which ask for the address when this happens.
listen.call(window, 'popstate', () => {
  // A link within the page.
  if (place.hash && !place.hash.startsWith('#/')) past.replaceState(past.state, '', `#/${shown.path || directory.start}${shown.search}${place.hash}`);
  if (parsed(place.hash).path === page) shown = parsed(place.hash);
});
listen.call(window, 'hashchange', () => go().catch(failed));
listen.call(document, 'click', (event) => {
  const link = event.target.closest?.('a[href]');
  const address = link?.getAttribute('href');
  if (!address || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const isWithin = address.startsWith('#') && !address.startsWith('#/');
  const target = isWithin ? `#/${shown.path}${shown.search}${address}` : resolved(address);
  if (!target) return;
  event.preventDefault();
  const { path } = parsed(target);
  if (has(path) && !path.endsWith('.html')) { save(path).catch(failed); return; }
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
  try { new DecompressionStream('deflate-raw'); } catch { notice(words.tooOld); return; }
  past.scrollRestoration = 'manual';
  packed = await texts();
  directory = JSON.parse(new TextDecoder().decode(await inflated(packed[packed.length - 1])));
  await go();
}

open().catch(failed);
})();
