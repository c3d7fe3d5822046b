// What the parts of the script share: elements, messages, and incidents as elements.
//
// The search engine (search.js) is loaded on first use. The script element has its address and the root of the site. pmsite puts
// `MESSAGES` in front: {language, locale, content, text}, where `text` has each message that is used here as `t('name')`.

const script = document.currentScript;
const { root } = script.dataset;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// make('p', {class: 'x', onclick: …}, 'text', child, …). Children that are null, false, '' or 0 are left out.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter((child) => child != null && child !== false && child !== '' && child !== 0));
  return element;
}

function stored(name, value) {
  // Browsers may refuse storage to pages opened from disk.
  try {
    if (value === undefined) return localStorage.getItem(`pmsite.${name}`);
    localStorage.setItem(`pmsite.${name}`, value);
  } catch { /* nothing is remembered */ }
  return null;
}

let loading;
function engine() {
  loading ||= new Promise((done, fail) => {
    const element = make('script', { src: root + script.dataset.search, 'data-root': root, onload: () => done(window.pmsite) });
    element.addEventListener('error', () => { loading = null; fail(new Error('search.js cannot be loaded')); });
    document.head.append(element);
  });
  return loading;
}

// Runs an action once typing pauses, so that results for every single letter are not fetched.
function rested(action) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(action, 100); };
}

async function find(query, options) {
  return (await engine()).search(query, options);
}

// A button that copies a text.
function copier(label, text, attributes) {
  const button = make('button', { type: 'button', ...attributes }, label);
  const said = make('span', { role: 'status', class: 'visually-hidden' });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      // Without a secure connection there is no clipboard.
      const area = make('textarea', { class: 'visually-hidden' }, text());
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
      button.focus();
    }
    button.textContent = said.textContent = t('site.copied');
    setTimeout(() => { button.textContent = label; said.textContent = ''; }, 2000);
  });
  return [button, said];
}

// ---- Messages

const { locale } = MESSAGES;
const plurals = new Intl.PluralRules(locale);
const number = (value) => value.toLocaleString(locale);

// A message with its {arguments} filled in, in the plural form for `count`.
function t(name, values = {}) {
  const message = MESSAGES.text[name];
  const text = message.other ? message[plurals.select(values.count)] || message.other : message;
  return text.replace(/{(\w+)}/g, (_, key) => (typeof values[key] === 'number' ? number(values[key]) : values[key]));
}

// Attributes of elements that show text of authors.
const author = { dir: 'auto', lang: MESSAGES.content };

// ---- Results

function mark({ level, key, shape = 'diamond' }) {
  const drawing = (tag, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const svg = drawing('svg', { class: `mark sev-${key} level-${level}`, viewBox: '0 0 16 16', 'aria-hidden': true });
  svg.append(drawing('use', { href: `#_shape-${shape}` }));
  return svg;
}

const severity = (hit) => make('span', { class: 'severity' }, mark(hit), hit.label);
const day = (iso) => iso && make('time', { datetime: iso, title: iso }, new Date(`${iso}T00:00Z`).toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }));

// The same as `Messages::minutes` in the program.
function length(minutes) {
  if (minutes < 60) return t('duration.minutes', { minutes });
  let [large, small, names] = [Math.floor(minutes / 60), minutes % 60, ['hours', 'minutes']];
  if (minutes >= 1440) {
    const hours = Math.round(minutes / 60);
    [large, small, names] = hours < 240 ? [Math.floor(hours / 24), hours % 24, ['days', 'hours']] : [Math.round(hours / 24), 0, ['days', 'hours']];
  }
  const values = { [names[0]]: large, [names[1]]: small };
  if (names[0] === 'hours') return small ? t('duration.hours_minutes', values) : t('duration.hours', values);
  return small ? t('duration.days_hours', values) : t('duration.days', values);
}

const id = (hit) => make('span', { class: 'id' }, hit.id);
// A result is an incident or a page, which has neither severity nor id.
const kind = (hit) => (hit.page ? make('span', { class: 'tagged' }, t('search.page')) : [severity(hit), id(hit)]);
const names = (hit) => (hit.page ? { 'data-page': hit.page } : { 'data-incident': hit.id });
const fix = (hit) => (hit.page ? [] : hit.fixed
  ? [make('span', { class: 'label' }, hit.probable ? t('label.probably_fixed_by') : t('label.fixed_by')), ' ', hit.fixed]
  : [make('span', { class: 'muted' }, t('search.no_fix')), hit.line && ` · ${hit.line}`]);

function item(hit) {
  return make('li', { class: 'card', ...names(hit) },
    make('p', { class: 'card-head' }, kind(hit), make('span', { class: 'card-date' }, day(hit.date) || '')),
    make('h3', {}, make('a', { href: hit.url + (hit.anchor ? `#${hit.anchor}` : ''), ...author }, hit.title)),
    !hit.page && make('p', { class: 'card-facts' }, hit.duration && make('span', {}, length(hit.duration)), hit.services && make('span', {}, hit.services), hit.open && make('span', {}, t('count.open', { count: hit.open }))),
    !hit.page && make('p', { class: 'card-fix', ...author }, fix(hit)),
    hit.snippet.length && make('p', { class: 'hit', ...author }, hit.heading && make('b', {}, `${hit.heading} › `),
      hit.snippet.map(([text, marked]) => (marked ? make('mark', {}, text) : text))));
}

function row(hit) {
  const cell = (name, label, ...children) => make('td', { role: 'cell', class: `c-${name}`, 'data-label': label }, ...children);
  return make('tr', { role: 'row', 'data-incident': hit.id },
    cell('severity', null, severity(hit)), cell('id', null, id(hit)),
    make('th', { role: 'rowheader', scope: 'row', class: 'c-title' }, make('a', { href: hit.url, title: hit.title, ...author }, hit.title), hit.services && make('span', { class: 'c-services' }, hit.services)),
    cell('date', null, day(hit.date) || make('span', { class: 'none' }, t('incident.undated'))),
    cell('lasted number', t('label.lasted'), hit.duration ? length(hit.duration) : ''),
    cell(hit.probable ? 'fixed probable' : 'fixed', hit.probable ? t('label.probably_fixed_by') : t('label.fixed_by'), hit.fixed ? make('span', { title: hit.fixed, ...author }, hit.fixed) : ''), cell('actions', t('label.actions'), hit.open ? t('count.open', { count: hit.open }) : ''));
}
