// The search field in the header, keyboard shortcuts and copying. Pages are complete without this script. Its other files are
// site-elements.js, site-finder.js, previews.js, document.js and tables.js.

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

// ---- An incident for a chat: severity, title, what fixed it, address

function chat() {
  const place = $('.incident .twins');
  if (!place) return;
  const text = (selector) => $(selector, place.closest('.incident'))?.innerText.replace(/\s+/g, ' ').trim();
  const fixed = () => text('.in-short .fixed dd > span');
  const all = () => [
    [text('.incident-line .severity') && `*${text('.incident-line .severity')}*`, text('.incident-line .id'), text('h1')].filter(Boolean).join(' '),
    fixed() && `${text('.in-short .fixed dt')}: ${fixed()}`,
    $('link[rel=canonical]')?.href || location.href.replace(/#.*/, ''),
  ].filter(Boolean).join('\n');
  place.append(...copier(t('incident.copy_slack'), all, { class: 'plain-button copy-slack' }));
}

const header = $('form.site-search');
if (header) combobox(header);
$$('[data-finder]').forEach(finder);
previews();
shortcuts();
zones();
chat();
sections();
copying();
unfold();
ago();
themes();
internal();
tables();
