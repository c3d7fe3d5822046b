// What pages do beyond being read: searching, filtering, previews, keys, zones. Nothing here is needed for any content.
//
// The engine (search.js) is loaded when it is first needed. Its address, and the root of the site, stand on the script element.

const script = document.currentScript;
const { root } = script.dataset;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// make('p', {class: 'x', onclick: …}, 'text', child, …); what is nothing, also a count of none, is left out.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false && child !== '' && child !== 0));
  return element;
}

function stored(name, value) {
  // Pages from the disk may be refused any memory; then nothing is remembered.
  try {
    if (value === undefined) return localStorage.getItem(`pmsite.${name}`);
    localStorage.setItem(`pmsite.${name}`, value);
  } catch { /* as if it were the first visit */ }
  return null;
}

let loading;
function engine() {
  loading ||= new Promise((done, fail) => {
    const element = make('script', { src: root + script.dataset.search, 'data-root': root, onload: () => done(window.pmsite) });
    element.addEventListener('error', () => { loading = null; fail(new Error('the search cannot be loaded')); });
    document.head.append(element);
  });
  return loading;
}

// Runs an action when nobody has typed for a moment: what stands between two letters need not be fetched.
function rested(action) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(action, 100); };
}

async function find(query, options) {
  return (await engine()).search(query, options);
}

// ---- What a result looks like

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
const day = (iso) => iso && make('time', { datetime: iso, title: iso }, new Date(`${iso}T00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }));
const length = (minutes) => (minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}` : `${Math.round(minutes / 1440)} days`);
const id = (hit) => make('span', { class: 'id' }, hit.id);
const fix = (hit) => (hit.fixed ? [make('span', { class: 'label' }, 'Fixed by '), hit.fixed] : hit.line);

function item(hit) {
  return make('li', { class: 'card', 'data-incident': hit.id },
    make('p', { class: 'card-head' }, severity(hit), id(hit), make('span', { class: 'card-date' }, day(hit.date) || '')),
    make('h3', {}, make('a', { href: hit.url + (hit.anchor ? `#${hit.anchor}` : ''), dir: 'auto' }, hit.title)),
    make('p', { class: 'card-facts' }, hit.duration && make('span', {}, length(hit.duration)), hit.services && make('span', {}, hit.services), hit.open && make('span', {}, `${hit.open} open`)),
    make('p', { class: 'card-fix', dir: 'auto' }, fix(hit)),
    hit.snippet.length && make('p', { class: 'hit', dir: 'auto' }, hit.heading && make('b', {}, `${hit.heading} › `),
      hit.snippet.map(([text, marked]) => (marked ? make('mark', {}, text) : text))));
}

function row(hit) {
  const cell = (name, label, ...children) => make('td', { role: 'cell', class: `c-${name}`, 'data-label': label }, ...children);
  return make('tr', { role: 'row', 'data-incident': hit.id },
    cell('severity', null, severity(hit)), cell('id', null, id(hit)),
    make('th', { role: 'rowheader', scope: 'row', class: 'c-title' }, make('a', { href: hit.url, dir: 'auto' }, hit.title)),
    cell('date', null, day(hit.date) || make('span', { class: 'none' }, 'undated')),
    cell('lasted number', 'Lasted', hit.duration ? length(hit.duration) : ''), cell('services', 'Services', hit.services),
    cell('fixed', 'Fixed by', hit.fixed || ''), cell('actions', 'Actions', hit.open ? `${hit.open} open` : ''));
}

const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

// ---- The field in the header: the ARIA combobox pattern with a list box

function combobox(form) {
  const field = $('input', form);
  const list = make('ul', { id: 'found', role: 'listbox', 'aria-label': 'Incidents', class: 'found', hidden: true });
  const said = make('p', { role: 'status', class: 'visually-hidden' });
  form.append(list, said);
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
    if (!query) { close(); said.textContent = ''; return; }
    running = new AbortController();
    try {
      const { hits, total, suggestions } = await find(query, { limit: 6, typing: true, signal: running.signal });
      const all = `${form.action}?q=${encodeURIComponent(query)}`;
      const options = hits.map((hit, at) => option(at, hit.url, { 'data-incident': hit.id },
        make('span', { class: 'found-head' }, severity(hit), id(hit), make('b', { dir: 'auto' }, hit.title), day(hit.date) || ''), make('span', { class: 'found-fix', dir: 'auto' }, fix(hit))));
      options.push(...suggestions.map(({ text, query: other }, at) => option(at, `${form.action}?q=${encodeURIComponent(other)}`, {}, make('span', { class: 'found-head' }, 'Did you mean ', make('b', {}, text)))));
      if (total > hits.length) options.push(option(options.length, all, {}, `All ${count(total, 'result')}`));
      list.replaceChildren(...options);
      said.textContent = total ? `${count(total, 'result')}; the first: ${hits[0].title}` : 'No results';
      if (!options.length) list.append(make('li', { role: 'option', 'aria-disabled': true, 'aria-selected': false, id: 'found-0', class: 'none' }, 'Nothing found'));
      choose(-1);
      list.hidden = document.activeElement !== field;
      field.setAttribute('aria-expanded', !list.hidden);
    } catch (error) {
      if (error.name !== 'AbortError') said.textContent = error.message;
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

// ---- The search page and the list of incidents: words, facets and order, all of it in the address

const LABELS = { severity: 'Severity', date: 'Year', service: 'Service', status: 'Status', owner: 'Owner', tag: 'Tag', has: 'Actions' };

function finder(place) {
  const table = place.dataset.finder === 'table';
  const page = table ? 30 : 10;
  const field = $('input[type=search]', place);
  const order = $('select', place);
  const said = $('[role=status]', place);
  const active = $('.active', place);
  const facets = $('.found-facets', place);
  const results = $('.results', place);
  const instead = $$('[data-instead]');
  let shown = page;
  let running;

  const token = (name, value) => `${name}:${/[\s"]/.test(value) ? `"${value.replace(/"/g, '')}"` : value}`;
  const tokens = (query) => query.match(/-?[\p{L}\p{N}_-]+(?:<=|>=|[:<>=])(?:"[^"]*"|\S+)/gu) || [];
  const without = (query, one) => query.replace(one, '').replace(/\s+/g, ' ').trim();

  function toggle(one) {
    field.value = tokens(field.value).includes(one) ? without(field.value, one) : `${field.value.trim()} ${one}`.trim();
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
    field.value = query.get('q') || '';
    order.value = query.get('sort') || '';
    shown = Math.min(Number(query.get('n')) || page, 1000);
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
    active.replaceChildren(...tokens(query).map((one) => make('li', {}, make('button', { type: 'button', 'aria-label': `Remove ${one}`, onclick: () => toggle(one) }, one, make('span', { 'aria-hidden': true }, '×')))));
    if (idle) { results.replaceChildren(); said.textContent = ''; place.removeAttribute('aria-busy'); return; }
    place.setAttribute('aria-busy', 'true');
    try {
      // What facets count is fetched when somebody looks at them.
      show(query, await find(query, { limit: shown, typing: document.activeElement === field, facets: facets.open, sort: order.value, signal: running.signal }));
    } catch (error) {
      if (error.name === 'AbortError') return;
      said.textContent = `${error.message}. The lists below lead to everything.`;
      for (const element of instead) element.hidden = false;
    }
    place.removeAttribute('aria-busy');
  }

  function show(query, { hits, total, facets: counted, fields, suggestions }) {
    const labels = { ...fields, ...LABELS };
    said.textContent = total ? count(total, table ? 'incident' : 'result') : 'Nothing found';
    const groups = Object.entries(counted || {}).filter(([, values]) => values.length).map(([name, values]) => make('section', {},
      make('h3', {}, labels[name]),
      make('ul', { class: 'chips' }, values.slice(0, 12).map(({ label, count: number }) => {
        const one = token(name === 'date' ? 'year' : name, label);
        return make('li', {}, make('button', { type: 'button', 'aria-pressed': tokens(query).includes(one), onclick: () => toggle(one) }, label, make('b', {}, number.toLocaleString('en'))));
      }))));
    const focused = document.activeElement?.closest('.found-facets') && document.activeElement.textContent;
    $('.facets', facets).replaceChildren(...groups);
    if (focused) $$('button', facets).find((button) => button.textContent.replace(/[\d,]+$/, '') === focused.replace(/[\d,]+$/, ''))?.focus();
    const parts = [];
    if (hits.length && table) {
      const head = $('table.incidents thead')?.cloneNode(true);
      parts.push(make('table', { class: 'rows incidents', role: 'table' }, head || '', make('tbody', { role: 'rowgroup' }, hits.map(row))));
    } else if (hits.length) parts.push(make('ol', { class: 'plain hits' }, hits.map(item)));
    if (!total) {
      parts.push(make('p', {}, 'No incident matches. ', suggestions.length ? 'Nearest: ' : 'Fewer words or filters may find more; the lists below lead to everything.',
        suggestions.map(({ text, query: other }, at) => [at ? ', ' : '', make('a', { href: `?q=${encodeURIComponent(other)}` }, text)])));
      for (const element of instead) element.hidden = false;
    }
    if (total > hits.length) parts.push(make('p', {}, make('button', { type: 'button', class: 'button', onclick: () => { shown += page; run(false); } }, `Show more of ${total.toLocaleString('en')}`)));
    results.replaceChildren(...parts);
  }

  place.hidden = false;
  facets.open &&= matchMedia('(min-width: 64rem)').matches;
  facets.addEventListener('toggle', () => facets.open && !facets.hidden && run(false));
  $('form', place).addEventListener('submit', (event) => { event.preventDefault(); run(true); });
  field.addEventListener('input', rested(() => { shown = page; run(false); }));
  order.addEventListener('change', () => run(true));
  // The facets of the page filter here instead of leading to the pages of their values.
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

// ---- A linked incident in short, beside the link

function previews() {
  const box = make('div', { class: 'preview', role: 'tooltip', id: 'preview', hidden: true });
  document.body.append(box);
  let link;
  let timer;
  const hide = () => {
    clearTimeout(timer);
    box.hidden = true;
    link?.removeAttribute('aria-describedby');
    link = null;
  };
  const show = (one) => {
    const { id: name, severity: grave, date, line } = one.dataset;
    if (one.title) { one.dataset.title = one.title; one.removeAttribute('title'); }
    link = one;
    box.replaceChildren(make('p', { class: 'muted' }, [grave, name, date].filter(Boolean).join(' · ')), make('p', { dir: 'auto' }, make('b', {}, one.dataset.title || '')), line ? make('p', { dir: 'auto' }, line) : '');
    box.hidden = false;
    one.setAttribute('aria-describedby', 'preview');
    const at = one.getBoundingClientRect();
    const below = at.bottom + box.offsetHeight + 12 < innerHeight;
    Object.assign(box.style, {
      left: `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8)) + scrollX}px`,
      top: `${(below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + scrollY}px`,
    });
  };
  const later = (wait, action) => { clearTimeout(timer); timer = setTimeout(action, wait); };
  document.addEventListener('pointerover', ({ target, pointerType }) => {
    const one = pointerType !== 'touch' && target.closest?.('a.ref[data-id]');
    if (one) { if (one !== link) later(250, () => show(one)); } else if (box.contains(target)) clearTimeout(timer); else if (link) later(200, hide); else clearTimeout(timer);
  });
  document.addEventListener('focusin', ({ target }) => {
    const one = target.matches('a.ref[data-id]:focus-visible');
    if (one) show(target); else if (link) hide();
  });
  document.addEventListener('keydown', (event) => event.key === 'Escape' && link && hide());
}

// ---- Keys

function keys() {
  const rows = () => $$('main :is(.rows tbody tr, .hits > li, .latest .card)').map((one) => $('a', one)).filter((one) => one && one.offsetParent);
  const step = (by) => {
    const all = rows();
    const at = all.findIndex((one) => one === document.activeElement);
    all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };
  const follow = (relation) => $(`main a[rel=${relation}]`)?.click();
  const help = make('dialog', { class: 'help', 'aria-labelledby': 'help' },
    make('h2', { id: 'help' }, 'Keys'),
    make('dl', {}, [['/', 'search (Ctrl-K, too)'], ['j k', 'next, previous row'], ['[ ]', 'older, newer'], ['?', 'this help']].map(([key, what]) => make('div', {}, make('dt', {}, key.split(' ').map((one) => make('kbd', {}, one))), make('dd', {}, what)))),
    make('label', {}, make('input', { type: 'checkbox', checked: stored('keys') !== 'off', onchange: (event) => stored('keys', event.target.checked ? 'on' : 'off') }), ' Keys without Ctrl do this'),
    make('form', { method: 'dialog' }, make('button', { class: 'button' }, 'Close')));
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

// ---- Zones: as the document has it, UTC, or that of the reader

function zones() {
  const times = $$('main time[datetime*="T"]').filter((one) => /T\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(one.dateTime));
  const place = $('.incident .twins');
  if (!times.length || !place) return;
  const written = new Map(times.map((one) => [one, one.textContent]));
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const apply = (zone) => {
    for (const [one, text] of written) {
      const dated = /\d{4}/.test(text);
      const format = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone === 'utc' ? 'UTC' : own, timeZoneName: 'short', ...(dated && { day: 'numeric', month: 'short', year: 'numeric' }) };
      one.textContent = zone ? new Date(one.dateTime).toLocaleString('en-GB', format) : text;
    }
  };
  const choice = make('select', { id: 'zone', 'aria-label': 'Zone of times', onchange: () => { apply(choice.value); stored('zone', choice.value); } },
    [['', 'Times as written'], ['utc', 'Times in UTC'], ['own', `Times here (${own})`]].map(([value, label]) => make('option', { value, selected: stored('zone') === value }, label)));
  place.append(choice);
  if (choice.value) apply(choice.value);
}

const header = $('form.site-search');
if (header) combobox(header);
$$('[data-finder]').forEach(finder);
previews();
keys();
zones();
