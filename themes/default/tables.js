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

// Where rows are cards, there are no headings to press.
function sortable(table) {
  if (!matchMedia('(min-width: 48.01rem)').matches) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const order = (head, column) => {
    const down = head.getAttribute('aria-sort') === 'ascending';
    heads.forEach((one) => one.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const rows = [...body.rows].map((one) => [cellValue(one.cells[column]), one]);
    // Empty cells are last in both orders.
    rows.sort(([one], [other]) => (down && one !== '' && other !== '' ? compareCells(other, one) : compareCells(one, other)));
    body.append(...rows.map(([, one]) => one));
  };
  heads.forEach((head, column) => {
    head.removeAttribute('aria-sort');
    head.replaceChildren(make('button', { type: 'button', class: 'sort', onclick: () => order(head, column) }, head.textContent));
  });
}

// ---- Filters and groups of action items

const FACETS = {
  owner: (row) => [$('.c-owner', row).textContent.trim()],
  priority: (row) => [$('.c-priority', row).textContent.trim()],
  severity: (row) => [$('.c-incident .visually-hidden', row).textContent.trim()],
  service: (row) => (row.dataset.services || '').split('|'),
  state: (row) => [$('.c-state', row).textContent.trim()],
};

function actionFilters(place) {
  const groups = $$('main [class^=group-]').map((group) => ({ group, rows: $$('tbody tr', group), total: $('.count', group).textContent }));
  const rows = groups.flatMap((one) => one.rows);
  const facts = new Map(rows.map((row) => [row, Object.fromEntries(Object.entries(FACETS).map(([name, read]) => [name, read(row).filter(Boolean)]))]));
  // An item that is in two groups counts once.
  const items = [...new Map(rows.map((row) => [$('a', row).href, row])).values()];
  const chosen = {};
  const fits = (row, except) => Object.entries(chosen).every(([name, value]) => name === except || !value || facts.get(row)[name].includes(value));
  const buttons = [];
  let shown = groups;

  const update = () => {
    for (const row of rows) row.hidden = !fits(row);
    for (const [name, value, button] of buttons) {
      const count = items.filter((row) => fits(row, name) && facts.get(row)[name].includes(value)).length;
      button.setAttribute('aria-pressed', chosen[name] === value);
      button.disabled = !count;
      $('b', button).textContent = number(count);
    }
    for (const { group, rows: own, total } of shown) {
      const left = own.filter((row) => !row.hidden).length;
      group.hidden = !left;
      $('.count', group).textContent = left === own.length ? total : number(left);
    }
  };

  for (const section of $$('[data-facet]', place)) {
    const name = section.dataset.facet;
    const values = new Map();
    for (const row of items) for (const value of facts.get(row)[name]) values.set(value, (values.get(value) || 0) + 1);
    const sorted = [...values].sort(([one, count], [other, most]) => (name === 'owner' || name === 'service' ? most - count : compareCells(one, other)));
    $('.chips', section).replaceChildren(...sorted.map(([value, count]) => {
      const press = () => { chosen[name] = chosen[name] === value ? '' : value; update(); };
      const button = make('button', { type: 'button', 'aria-pressed': false, onclick: press }, name === 'severity' && $('.c-incident .mark', items.find((row) => facts.get(row).severity[0] === value)).cloneNode(true), make('span', author, value), make('b', {}, number(count)));
      buttons.push([name, value, button]);
      return make('li', {}, button);
    }));
  }

  const end = make('div', { hidden: true });
  groups[groups.length - 1].group.after(end);
  const byOwner = () => [...new Set(items.map((row) => facts.get(row).owner[0]))].sort(compareCells).map((owner) => {
    const own = items.filter((row) => facts.get(row).owner[0] === owner);
    const table = $('table', groups[0].group).cloneNode();
    table.append(make('caption', { class: 'visually-hidden' }, owner), $('thead', groups[0].group).cloneNode(true), make('tbody', { role: 'rowgroup' }, own));
    sortable(table);
    return { group: make('section', { class: 'group-owner' }, make('h2', {}, make('span', author, owner), ' ', make('span', { class: 'count' }, number(own.length))), table), rows: own, total: number(own.length) };
  });
  $('[name=group]', place)?.addEventListener('change', ({ target }) => {
    for (const { group } of shown) group.remove();
    if (target.value === 'owner') shown = byOwner();
    else {
      shown = groups;
      for (const { group, rows: own } of groups) $('tbody', group).append(...own);
    }
    end.before(...shown.map(({ group }) => group));
    update();
  });
}

function tables() {
  if (!$('main .pager')) $$('main table:is(.incidents, .actions, .own-actions)').forEach(sortable);
  $$('[data-action-filters]').forEach(actionFilters);
}
