// The search page and the list of incidents: query, filters and order, all of them in the address; answers above the results; recent
// searches.

// The answers above the results: one element for each.
let answering;
async function answers(query) {
  const { answer } = script.dataset;
  if (!answer) return [];
  await engine();
  answering ||= new Promise((done, fail) => {
    const element = make('script', { src: root + answer, onload: done });
    element.addEventListener('error', () => { answering = null; fail(new Error('answer.js cannot be loaded')); });
    document.head.append(element);
  });
  await answering;
  const link = (hit) => make('a', { class: 'answer-link', href: hit.url, title: hit.title }, mark(hit), make('span', { class: 'visually-hidden' }, hit.label), ' ', id(hit), ' ', day(hit.date) || '');
  return window.pmsite.answer(query, { make, t, day, length, number, author, link, messages: MESSAGES.text });
}

// ---- Query, filters and order

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
  const above = make('div', { class: 'answers' });
  if (!table) active.after(above);
  const instead = () => $$('[data-instead]');
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
    for (const element of instead()) element.hidden = !idle;
    facets.hidden = idle;
    active.classList.toggle('expected', /\p{L}[:<>=]\S/u.test(query));
    if (idle) { above.replaceChildren(); results.replaceChildren(); active.replaceChildren(); status.textContent = ''; place.removeAttribute('aria-busy'); return; }
    place.setAttribute('aria-busy', 'true');
    try {
      // The counts of filters are fetched only while the filters are open.
      const { signal } = running;
      const answer = table || !query ? [] : answers(query).catch(() => []);
      const found = await find(query, { limit: shown, typing, facets: facets.open, sort: order.value, kind: table ? 'incident' : '', signal });
      // A late answer must not move the results for long.
      await Promise.race([answer, new Promise((done) => { setTimeout(done, 200); })]);
      if (signal.aborted) return;
      show(query, found);
      const made = await answer;
      if (!signal.aborted) above.replaceChildren(...made);
    } catch (error) {
      if (error.name === 'AbortError') return;
      status.textContent = t('search.failed');
      for (const element of instead()) element.hidden = false;
    }
    place.removeAttribute('aria-busy');
  }

  function chip({ text, problem, day }) {
    const note = problem ? REASONS[problem] : day;
    return make('li', {}, make('button', { type: 'button', class: problem && 'ignored', 'aria-label': [t('search.remove', { filter: text }), note].filter(Boolean).join(', '), onclick: () => toggle(text) }, text, note && make('span', { class: 'note' }, note), make('span', { 'aria-hidden': true }, '×')));
  }

  function show(query, { query: { filters }, hits, total, facets: counted, fields, suggestions }) {
    active.replaceChildren(...filters.map(chip));
    active.classList.toggle('expected', filters.length > 0);
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
      const found = make('table', { class: 'rows incidents', role: 'table' }, head || '', make('tbody', { role: 'rowgroup' }, hits.map(row)));
      if (head) sortable(found);
      parts.push(found);
    } else if (hits.length) parts.push(make('ol', { class: 'plain hits' }, hits.map(item)));
    if (!total) {
      parts.push(make('p', {}, t('search.no_match'), ' ', meant.length ? [t('search.did_you_mean'), ' ', meant] : t('search.try_fewer')));
      for (const element of instead()) element.hidden = false;
    }
    if (total > hits.length) parts.push(make('p', {}, make('button', { type: 'button', class: 'button', onclick: () => { shown += page; run(false); } }, t('search.show_more', { count: total - hits.length }))));
    results.replaceChildren(...parts);
  }

  place.hidden = false;
  facets.open &&= matchMedia('(min-width: 64rem)').matches;
  facets.addEventListener('toggle', () => facets.open && !facets.hidden && run(false));
  $('form', place).addEventListener('submit', (event) => { event.preventDefault(); place.dispatchEvent(new Event('keep')); run(true); });
  field.addEventListener('input', () => { typing = true; });
  field.addEventListener('input', rested(() => { shown = page; run(false); }));
  order.addEventListener('change', () => run(true));
  // Links of the facets on this page set a filter instead of opening the page of their value.
  for (const group of instead().flatMap((element) => $$('[data-facet]', element))) {
    group.addEventListener('click', (event) => {
      const value = event.target.closest('.chips a') && $('span', event.target.closest('.chips a'));
      if (!value || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      toggle(token(group.dataset.facet, value.textContent));
      field.focus();
    });
  }
  if (!table) {
    const kept = recent(place, (query) => { field.value = query; shown = page; run(true); });
    place.addEventListener('keep', () => kept(field.value.trim()));
    results.addEventListener('click', ({ target }) => target.closest('a') && kept(field.value.trim()));
    $('form', place).append(...copier(t('search.copy_link'), () => location.href, { class: 'button copy-link' }));
  }
  window.addEventListener('popstate', () => { read(); run(false); });
  if (read()) run(false);
}

// ---- Recent searches, which stay in the browser

const MAX_RECENT = 8;

// Shows recent searches below the field while it is empty. Returns the function that keeps one.
function recent(place, search) {
  let all;
  try { all = JSON.parse(stored('recent')).map(String); } catch { all = []; }
  const box = make('section', { class: 'recent', 'data-instead': true, 'aria-labelledby': 'recent' });
  const update = (queries) => {
    all = queries;
    stored('recent', JSON.stringify(all));
    box.replaceChildren(...(all.length ? [
      make('h2', { id: 'recent' }, t('search.recent'), ' ', make('button', { type: 'button', class: 'plain-button', onclick: () => { update([]); $('input', place).focus(); } }, t('search.clear_recent'))),
      make('ul', { class: 'chips' }, all.map((query) => make('li', {}, make('a', { href: `?q=${encodeURIComponent(query)}`, dir: 'auto', onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        search(query);
      } }, query))))] : []));
  };
  update(all);
  $('.results', place).before(box);
  return (query) => query && update([query, ...all.filter((one) => one !== query)].slice(0, MAX_RECENT));
}
