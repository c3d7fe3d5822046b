// Search, filters and keyboard shortcuts; previews.js is the rest of the script. Pages are complete without it.
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
    make('th', { role: 'rowheader', scope: 'row', class: 'c-title' }, make('a', { href: hit.url, ...author }, hit.title)),
    cell('date', null, day(hit.date) || make('span', { class: 'none' }, t('incident.undated'))),
    cell('lasted number', t('label.lasted'), hit.duration ? length(hit.duration) : ''), cell('services', t('label.services'), hit.services),
    cell(hit.probable ? 'fixed probable' : 'fixed', hit.probable ? t('label.probably_fixed_by') : t('label.fixed_by'), hit.fixed || ''), cell('actions', t('label.actions'), hit.open ? t('count.open', { count: hit.open }) : ''));
}

// ---- The search field in the header: the ARIA combobox pattern with a list box

function combobox(form) {
  const field = $('input', form);
  const list = make('ul', { id: 'found', role: 'listbox', 'aria-label': t('site.incidents'), class: 'found', hidden: true });
  const status = make('p', { role: 'status', class: 'visually-hidden' });
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': false, 'aria-controls': 'found', 'aria-autocomplete': 'list' })) field.setAttribute(name, value);
  let active = -1;
  let running;

  const close = () => { list.hidden = true; field.setAttribute('aria-expanded', false); choose(-1); };
  const choose = (at) => {
    active = at;
    [...list.children].forEach((option, index) => option.setAttribute('aria-selected', index === at));
    const option = list.children[at];
    if (option) { field.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }); } else field.removeAttribute('aria-activedescendant');
  };
  const go = (option, event) => {
    if (event.ctrlKey || event.metaKey) window.open(option.dataset.url); else location.assign(option.dataset.url);
  };
  const option = (at, url, attributes, ...children) => make('li', { role: 'option', id: `found-${at}`, 'aria-selected': false, 'data-url': url, onpointermove: () => active !== at && choose(at), onclick: (event) => go(event.currentTarget, event), ...attributes }, ...children);

  async function update() {
    running?.abort();
    const query = field.value.trim();
    if (!query) { close(); status.textContent = ''; return; }
    running = new AbortController();
    try {
      const { hits, total, suggestions } = await find(query, { limit: 6, typing: true, signal: running.signal });
      const all = `${form.action}?q=${encodeURIComponent(query)}`;
      const options = hits.map((hit, at) => option(at, hit.url, names(hit),
        make('span', { class: 'found-head' }, kind(hit), make('b', author, hit.title), day(hit.date) || ''), make('span', { class: 'found-fix', ...author }, fix(hit))));
      options.push(...suggestions.map(({ text, query: other }, at) => option(at, `${form.action}?q=${encodeURIComponent(other)}`, {}, make('span', { class: 'found-head' }, t('search.did_you_mean'), ' ', make('b', {}, text)))));
      if (total > hits.length) options.push(option(options.length, all, {}, t('search.all_results', { results: t('count.results', { count: total }) })));
      list.replaceChildren(...options);
      status.textContent = total ? t('search.first_result', { results: t('count.results', { count: total }), title: hits[0].title }) : t('search.no_results');
      if (!options.length) list.append(make('li', { role: 'option', 'aria-disabled': true, 'aria-selected': false, id: 'found-0', class: 'none' }, t('search.no_results')));
      choose(-1);
      list.hidden = document.activeElement !== field;
      field.setAttribute('aria-expanded', !list.hidden);
    } catch (error) {
      if (error.name !== 'AbortError') status.textContent = t('search.failed');
    }
  }
  field.addEventListener('focus', () => { engine().catch(() => {}); });
  field.addEventListener('input', rested(update));
  field.addEventListener('blur', () => setTimeout(close, 150));
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  field.addEventListener('keydown', (event) => {
    const last = list.children.length - 1;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) update(); else if (event.key === 'ArrowDown') choose(active < last ? active + 1 : -1); else choose(active < 0 ? last : active - 1);
    } else if (event.key === 'Enter' && active >= 0 && list.children[active].dataset.url) {
      event.preventDefault();
      go(list.children[active], event);
    } else if (event.key === 'Escape') {
      if (list.hidden) { field.value = ''; field.blur(); } else { event.preventDefault(); close(); }
    }
  });
}

// ---- The search page and the list of incidents: query, filters and order, all of them in the address

const LABELS = {
  severity: t('label.severity'), date: t('label.year'), service: t('label.service'), status: t('label.status'), owner: t('label.owner'), tag: t('label.tag'), has: t('label.actions'),
};
// Words of the query language that are not text of authors, as people read them.
const VALUES = { 'severity:unrated': t('severity.unrated'), 'date:undated': t('incident.undated_group'), 'has:open-actions': t('search.has_open_actions') };

// Why a filter is ignored, or finds nothing.
const REASONS = { date: t('search.not_a_date'), duration: t('search.not_a_duration'), order: t('search.not_ordered'), value: t('search.unknown_value') };

function finder(place) {
  const table = place.dataset.finder === 'table';
  const page = table ? 30 : 10;
  const field = $('input[type=search]', place);
  const order = $('select', place);
  const status = $('[role=status]', place);
  const active = $('.active', place);
  const facets = $('.found-facets', place);
  const results = $('.results', place);
  const instead = $$('[data-instead]');
  let shown = page;
  // Only input makes the last word incomplete: an address and the focus do not.
  let typing = false;
  let running;

  const token = (name, value) => `${name}:${/[\s"]/.test(value) ? `"${value.replace(/"/g, '')}"` : value}`;
  const includes = (query, one) => ` ${query} `.includes(` ${one} `);
  const without = (query, one) => query.replace(one, '').replace(/\s+/g, ' ').trim();

  function toggle(one) {
    field.value = includes(field.value, one) ? without(field.value, one) : `${field.value.trim()} ${one}`.trim();
    shown = page;
    run(true);
  }

  function address(push) {
    const query = new URLSearchParams();
    if (field.value.trim()) query.set('q', field.value.trim());
    if (order.value) query.set('sort', order.value);
    if (shown > page) query.set('n', shown);
    const url = location.pathname + (query.size ? `?${query}` : '');
    if (url !== location.pathname + location.search) history[push ? 'pushState' : 'replaceState'](null, '', url);
  }

  function read() {
    const query = new URLSearchParams(location.search);
    // A field has one line, and a browser would join the words around a line break.
    field.value = (query.get('q') || '').replace(/\s+/g, ' ');
    order.value = query.get('sort') || '';
    shown = Math.min(Number(query.get('n')) || page, 1000);
    typing = false;
    return Boolean(field.value || order.value);
  }

  async function run(push) {
    running?.abort();
    running = new AbortController();
    address(push);
    const query = field.value.trim();
    const idle = !query && !order.value;
    for (const element of instead) element.hidden = !idle;
    facets.hidden = idle;
    if (idle) { results.replaceChildren(); active.replaceChildren(); status.textContent = ''; place.removeAttribute('aria-busy'); return; }
    place.setAttribute('aria-busy', 'true');
    try {
      // The counts of filters are fetched only while the filters are open.
      show(query, await find(query, { limit: shown, typing, facets: facets.open, sort: order.value, kind: table ? 'incident' : '', signal: running.signal }));
    } catch (error) {
      if (error.name === 'AbortError') return;
      status.textContent = t('search.failed');
      for (const element of instead) element.hidden = false;
    }
    place.removeAttribute('aria-busy');
  }

  function chip({ text, problem, day }) {
    const note = problem ? REASONS[problem] : day;
    return make('li', {}, make('button', { type: 'button', class: problem && 'ignored', 'aria-label': [t('search.remove', { filter: text }), note].filter(Boolean).join(', '), onclick: () => toggle(text) }, text, note && make('span', { class: 'note' }, note), make('span', { 'aria-hidden': true }, '×')));
  }

  function show(query, { query: { filters }, hits, total, facets: counted, fields, suggestions }) {
    active.replaceChildren(...filters.map(chip));
    const labels = { ...fields, ...LABELS };
    const found = table ? t('count.incidents', { count: total }) : t('count.results', { count: total });
    status.textContent = total ? found : t('search.no_results');
    const groups = Object.entries(counted || {}).filter(([, values]) => values.length).map(([name, values]) => make('section', {},
      make('h3', {}, labels[name]),
      make('ul', { class: 'chips' }, values.slice(0, 12).map(({ label, count }) => {
        const one = token(name === 'date' ? 'year' : name, label);
        return make('li', {}, make('button', { type: 'button', 'aria-pressed': includes(query, one), onclick: () => toggle(one) }, VALUES[`${name}:${label}`] || label, make('b', {}, number(count))));
      }))));
    const focused = document.activeElement?.closest('.found-facets') && document.activeElement.textContent;
    $('.facets', facets).replaceChildren(...groups);
    if (focused) $$('button', facets).find((button) => button.textContent.replace(/[\d,]+$/, '') === focused.replace(/[\d,]+$/, ''))?.focus();
    const parts = [];
    const meant = suggestions.map(({ text, query: other }, at) => [at ? ', ' : '', make('a', { href: `?q=${encodeURIComponent(other)}` }, text)]);
    if (total && meant.length) parts.push(make('p', {}, t('search.did_you_mean'), ' ', meant));
    if (hits.length && table) {
      const head = $('table.incidents thead')?.cloneNode(true);
      parts.push(make('table', { class: 'rows incidents', role: 'table' }, head || '', make('tbody', { role: 'rowgroup' }, hits.map(row))));
    } else if (hits.length) parts.push(make('ol', { class: 'plain hits' }, hits.map(item)));
    if (!total) {
      parts.push(make('p', {}, t('search.no_match'), ' ', meant.length ? [t('search.did_you_mean'), ' ', meant] : t('search.try_fewer')));
      for (const element of instead) element.hidden = false;
    }
    if (total > hits.length) parts.push(make('p', {}, make('button', { type: 'button', class: 'button', onclick: () => { shown += page; run(false); } }, t('search.show_more', { count: total - hits.length }))));
    results.replaceChildren(...parts);
  }

  place.hidden = false;
  facets.open &&= matchMedia('(min-width: 64rem)').matches;
  facets.addEventListener('toggle', () => facets.open && !facets.hidden && run(false));
  $('form', place).addEventListener('submit', (event) => { event.preventDefault(); run(true); });
  field.addEventListener('input', () => { typing = true; });
  field.addEventListener('input', rested(() => { shown = page; run(false); }));
  order.addEventListener('change', () => run(true));
  // Links of the facets on this page set a filter instead of opening the page of their value.
  for (const group of instead.flatMap((element) => $$('[data-facet]', element))) {
    group.addEventListener('click', (event) => {
      const value = event.target.closest('.chips a') && $('span', event.target.closest('.chips a'));
      if (!value || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      toggle(token(group.dataset.facet, value.textContent));
      field.focus();
    });
  }
  window.addEventListener('popstate', () => { read(); run(false); });
  if (read()) run(false);
}

// ---- Keyboard shortcuts

function shortcuts() {
  const rows = () => $$('main :is(.rows tbody tr, .hits > li, .latest .card)').map((one) => $('a', one)).filter((one) => one && one.offsetParent);
  const step = (by) => {
    const all = rows();
    const at = all.findIndex((one) => one === document.activeElement);
    all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };
  const follow = (relation) => $(`main a[rel=${relation}]`)?.click();
  const help = make('dialog', { class: 'help', 'aria-labelledby': 'help' },
    make('h2', { id: 'help' }, t('shortcuts.title')),
    make('dl', {}, [['/', t('shortcuts.search')], ['j k', t('shortcuts.rows')], ['[ ]', t('shortcuts.neighbors')], ['?', t('shortcuts.help')]].map(([key, what]) => make('div', {}, make('dt', {}, key.split(' ').map((one) => make('kbd', {}, one))), make('dd', {}, what)))),
    make('label', {}, make('input', { type: 'checkbox', checked: stored('keys') !== 'off', onchange: (event) => stored('keys', event.target.checked ? 'on' : 'off') }), ' ', t('shortcuts.enabled')),
    make('form', { method: 'dialog' }, make('button', { class: 'button' }, t('shortcuts.close'))));
  document.body.append(help);
  const search = () => { const field = $('.results') ? $('.finder input') : $('.site-search input'); field?.focus(); field?.select(); };
  const actions = { '/': search, j: () => step(1), k: () => step(-1), '[': () => follow('next'), ']': () => follow('prev'), '?': () => help.showModal() };
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') { event.preventDefault(); search(); return; }
    const writing = event.target.closest('input, textarea, select, [contenteditable], dialog');
    if (writing || event.ctrlKey || event.metaKey || event.altKey || stored('keys') === 'off' || !actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
  $('[data-help]')?.addEventListener('click', () => help.showModal());
}

const header = $('form.site-search');
if (header) combobox(header);
$$('[data-finder]').forEach(finder);
previews();
shortcuts();
zones();
