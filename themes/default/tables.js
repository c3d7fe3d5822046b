// Tables: order by a column, and filters and groups of action items. This file shares one scope with the others of the script.

// ---- Order by a column

// What a cell is ordered by: a number, or a text.
function cellValue(cell) {
  const time = $('time', cell)?.dateTime;
  const minutes = time?.match(/^PT(\d+)M$/);
  if (minutes) return Number(minutes[1]);
  const level = $('.mark', cell)?.className.baseVal.match(/level-(\d)/);
  if (level) return Number(level[1]) || 9;
  return time || cell.innerText.trim();
}

function compareCells(one, other) {
  if (one === '' || other === '') return (one === '') - (other === '');
  return typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other), locale, { numeric: true });
}

function sortable(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = make('button', { type: 'button', class: 'sort', onclick: () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach((one) => one.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const rows = [...body.rows].map((one) => [cellValue(one.cells[column]), one]);
      rows.sort(([one], [other]) => (down && one !== '' && other !== '' ? compareCells(other, one) : compareCells(one, other)));
      body.append(...rows.map(([, one]) => one));
    } }, ...head.childNodes);
    head.append(button);
  });
}

// ---- Filters and groups of action items

const FACETS = {
  owner: (row) => [$('.c-owner', row).innerText.trim()],
  priority: (row) => [$('.c-priority', row).innerText.trim()],
  severity: (row) => [$('.c-incident .visually-hidden', row).textContent.trim()],
  service: (row) => (row.dataset.services || '').split('|'),
  state: (row) => [$('.c-state', row).innerText.trim()],
};

function actionFilters(place) {
  const groups = $$('main [class^=group-]');
  const rows = [...new Set(groups.flatMap((group) => $$('tbody tr', group)))];
  const facts = new Map(rows.map((row) => [row, Object.fromEntries(Object.entries(FACETS).map(([name, read]) => [name, read(row).filter(Boolean)]))]));
  const chosen = {};
  const fits = (row, except) => Object.entries(chosen).every(([name, value]) => name === except || !value || facts.get(row)[name].includes(value));
  const buttons = [];
  const update = () => {
    for (const row of rows) row.hidden = !fits(row);
    for (const [name, value, button] of buttons) {
      const count = rows.filter((row) => fits(row, name) && facts.get(row)[name].includes(value)).length;
      button.setAttribute('aria-pressed', chosen[name] === value);
      button.disabled = !count;
      $('b', button).textContent = number(count);
    }
    for (const group of $$('main [class^=group-]')) {
      const shown = $$('tbody tr:not([hidden])', group).length;
      group.hidden = !shown;
      if (group.dataset.total === undefined) group.dataset.total = $('.count', group).textContent;
      $('.count', group).textContent = shown === $$('tbody tr', group).length ? group.dataset.total : number(shown);
    }
  };
  for (const section of $$('[data-facet]', place)) {
    const name = section.dataset.facet;
    const counts = new Map();
    for (const row of rows) for (const value of facts.get(row)[name]) counts.set(value, (counts.get(value) || 0) + 1);
    const values = [...counts.keys()].sort((one, other) => (name === 'owner' || name === 'service' ? counts.get(other) - counts.get(one) : compareCells(one, other)));
    $('.chips', section).replaceChildren(...values.map((value) => {
      const button = make('button', { type: 'button', 'aria-pressed': false, onclick: () => { chosen[name] = chosen[name] === value ? '' : value; update(); } }, make('span', author, value), ' ', make('b', {}, number(counts.get(value))));
      buttons.push([name, value, button]);
      return make('li', {}, button);
    }));
  }
  const by = $('[name=group]', place);
  by?.addEventListener('change', () => {
    $$('.by-owner').forEach((one) => one.remove());
    const owners = by.value === 'owner';
    if (owners) groups.forEach((group) => group.remove());
    else { for (const [group, ...own] of places) { $('tbody', group).append(...own); after.before(group); } }
    if (owners) {
      const all = new Map();
      for (const row of rows) { const [owner] = facts.get(row).owner; if (!all.has(owner)) all.set(owner, []); if (!all.get(owner).includes(row)) all.get(owner).push(row); }
      for (const owner of [...all.keys()].sort(compareCells)) {
        const table = groups[0].querySelector('table').cloneNode(true);
        table.tBodies[0].replaceChildren(...all.get(owner));
        $('caption', table).textContent = owner;
        $$('th', table.tHead).forEach((head) => head.replaceChildren(head.innerText));
        sortable(table);
        after.before(make('section', { class: 'group-owner by-owner' }, make('h2', {}, make('span', author, owner), ' ', make('span', { class: 'count' }, number(all.get(owner).length))), table));
      }
    }
    update();
  });
  const places = groups.map((group) => [group, ...$$('tbody tr', group)]);
  const after = make('span', { hidden: true });
  groups[groups.length - 1]?.after(after);
}

function tables() {
  if (!$('main .pager')) $$('main table:is(.incidents, .actions, .own-actions)').forEach(sortable);
  $$('[data-action-filters]').forEach(actionFilters);
}
