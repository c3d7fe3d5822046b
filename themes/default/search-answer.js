// Answers above the results of the search page. Loaded with the first query there, after the engine (search.js).
//
//   pmsite.answer(query, ui) -> Promise<[element, …]>: whether this happened before, and the action items that a query asks for
//
// `ui` has the functions of site.js that make elements. The measure and the thresholds are those of `pmsite similar`: src/search/similar.rs
// and src/search/recurrence.rs.

const { pmsite } = globalThis;
const { meaning, entry, rank, rarity, part, card, find, whole, normal, compare, UNSPACED } = pmsite.inner;
const { fold, chunks, terms, subject } = pmsite.words;

const SIMILAR_SCORE = 0.33;
const MIN_FRACTION = 0.75;
const MAX_SHARE = 3;
const MAX_SERVICES = 10;
const ID = /^\p{Alphabetic}+[-_.]?\p{N}+$/u;
const FULL_LEVEL = 12;
const MAX_WORDS = 600;
const MAX_COUNTED = 100;

// ---- Has this happened before?

// Function words and words of the calendar, as in src/search/similar.rs.
const COMMON = new Set((' about above after again all also although always am another any anything around because before began being '
  + 'below between both cannot could day days down during each either else enough even ever every everyone few first for further get '
  + 'gets getting got hour hours how however instead itself just last later least less like little long made make makes many may maybe '
  + 'might minute minutes month months more most much must near need needs never next nor nothing now off often once one only other '
  + 'others out over own per perhaps please quite rather really same see shall should since some somebody something still such take than '
  + 'thing things though three through together tried turned two under until up upon us use used using very via want way week weeks well '
  + 'where whether while whole whose why within without yes yesterday yet today tomorrow year years morning afternoon evening night '
  + 'monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november '
  + 'december ').split(' '));

// The different words of a text with their weights, and lists of their terms.
async function weighted(index, text) {
  const different = new Map();
  for (const chunk of chunks(text)) {
    const folded = fold(chunk);
    const key = whole(folded);
    if (different.size < MAX_WORDS && !COMMON.has(folded) && !different.has(key) && terms(chunk).length) different.set(key, chunk);
  }
  const unknown = rarity(0, index.documents - index.pages);
  return Promise.all([...different.values()].map(async (chunk) => {
    const own = await Promise.all(terms(chunk).map((term) => entry(index, term)));
    const { parts } = await meaning(index, chunk, { typing: false, alone: different.size === 1 });
    const rarest = Math.max(0, ...parts.flat().filter(({ exact }) => exact).map(({ factor }) => factor));
    const plain = /^\p{Alphabetic}+$/u.test(chunk) && !UNSPACED.test(chunk);
    // An unknown identifier is the name of a machine, a request or a time. An incident without the word `timeout` can still be similar
    // to one with a timeout.
    const ofOperations = own[0]?.concepts.length;
    return { chunk, parts, own, weight: rarest || (plain ? unknown / (ofOperations ? 2 : 1) : 0) };
  }));
}

// How much of the weight of a word a document accounts for.
function held({ parts, weight }, document) {
  let most = 0;
  for (const { list, factor } of parts.flat()) {
    const at = find(list.documents, document);
    if (at >= 0) most = Math.max(most, factor * Math.min(1, (list.levels[at] + 1.5) / FULL_LEVEL));
  }
  return Math.min(most, weight);
}

// How much a word that a document contains says about a symptom: an identifier as much as two words, a common word nothing.
function evidence({ chunk, own }, document, index) {
  const [first] = own;
  if (!first || find(first.list.documents, document) < 0 || first.list.incidents > Math.max(2, (index.documents - index.pages) / MAX_SHARE) || ID.test(chunk)) return 0;
  return Math.min(2, own.length);
}

// The documents that are the same problem as a text describes, newest first: the number of a document grows with its date.
async function same(index, text) {
  const words = await weighted(index, subject(text));
  const all = words.reduce((sum, { weight }) => sum + weight, 0);
  // One plain word is no symptom.
  if (!all || (words.length < 2 && words[0].own.length < 2)) return [];
  const { found, scores } = rank(words, index.documents);
  found.sort((a, b) => scores[b] - scores[a] || b - a);
  const near = [];
  for (const document of found) {
    if (document < index.pages) continue;
    const score = words.reduce((sum, word) => sum + held(word, document), 0) / all;
    if (score >= SIMILAR_SCORE) near.push({ document, score });
    if (near.length === MAX_COUNTED) break;
  }
  const least = Math.max(...near.map(({ score }) => score)) * MIN_FRACTION;
  // The name of a service is as much as one word, and alone no symptom.
  const cards = await Promise.all(near.slice(0, MAX_SERVICES).map(({ document }) => card(index, document)));
  const services = new Set(cards.flatMap(({ services }) => services.split(', ').map(fold)));
  const isSymptom = ({ document }) => {
    const weights = words.map((word) => [evidence(word, document, index), services.has(fold(word.chunk))]);
    return weights.some(([weight, service]) => weight && !service) && weights.reduce((sum, [weight, service]) => sum + (service ? Math.min(1, weight) : weight), 0) > 1;
  };
  return near.filter((one) => one.score >= least && isSymptom(one)).map(({ document }) => document).sort((a, b) => b - a);
}

// ---- Action items

// The minutes until an incident was mitigated, and its open action items.
async function followUps(index, document) {
  const incident = document - index.pages;
  const [minutes, ...items] = (await part(index, 'a', incident / index.follow_ups | 0))[incident % index.follow_ups] || [0];
  return { minutes, items: items.map(([anchor, text, owner, due, state]) => ({ document, anchor, text, owner, due: due || '', state })) };
}

const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text);
const lateness = ({ due }, index) => (isDay(due) ? Math.round((Date.parse(index.as_of) - Date.parse(due)) / 864e5) : -Infinity);
const byLateness = (index) => (a, b) => lateness(b, index) - lateness(a, index) || b.document - a.document;

// What an item must fulfil if the query asks for action items, otherwise null: the same as src/search/action_query.rs.
function wanted(query, index) {
  const tests = [];
  const words = [];
  let asked = false;
  for (const [token, key, op, quoted, bare] of query.matchAll(/([a-z]+)(<=|>=|[:=<>])(?:"([^"]*)"?|([^\s"]+))|[^\s"]+/giu)) {
    const field = key?.toLowerCase();
    const value = quoted ?? bare;
    const values = value?.split(',').map(normal);
    if (field === 'owner') tests.push(({ owner }) => values.includes(owner ? normal(owner) : 'nobody'));
    else if (field === 'state') tests.push(({ state }) => values.includes(state));
    else if (field === 'due') {
      const day = value === 'today' ? index.as_of : value;
      tests.push(({ due }) => isDay(due) && compare(due.slice(0, day.length), op, day));
    } else if (field === 'has' && /^overdue(-actions)?$/.test(values[0])) tests.push((item) => lateness(item, index) > 0);
    else if (field === 'has' && values[0] === 'open-actions') tests.push(() => true);
    else if (key) return null;
    else if (/^(actions?|action-items?|items|follow-?ups?)$/iu.test(token)) asked = true;
    else if (/^(overdue|late)$/iu.test(token)) tests.push((item) => lateness(item, index) > 0);
    else if (!/^(open|of|by|for|from|with|the|all|what|which|are|is)$/iu.test(token)) words.push(normal(token));
  }
  const plain = !query.match(/[:=<>]/);
  if (!tests.length && !asked || plain && !asked && words.length) return null;
  tests.push(({ owner, text }) => words.every((word) => `-${normal(`${owner || ''} ${text}`)}`.includes(`-${word}`)));
  return (item) => tests.every((test) => test(item));
}

async function items(index, query) {
  const test = wanted(query, index);
  if (!test) return [];
  const blocks = await Promise.all(Array.from({ length: Math.ceil((index.documents - index.pages) / index.follow_ups) }, (_, at) => part(index, 'a', at)));
  const all = await Promise.all(blocks.flatMap((block, at) => block.map((entry, place) => entry && followUps(index, index.pages + at * index.follow_ups + place))));
  return all.flatMap((one) => (one ? one.items.filter(test) : [])).sort(byLateness(index));
}

// ---- Elements

const SHOWN = 5;

// A list of action items, the first ones at once.
async function list(index, all, { make, author, t, link }, shown) {
  const row = async (item) => {
    const hit = await card(index, item.document);
    const late = lateness(item, index);
    // The same as `Messages::days` in the program.
    const days = (count) => (count < 120 ? t('count.days', { count }) : count < 730 ? t('count.months', { count: Math.floor(count / 30) }) : t('count.years', { count: Math.floor(count / 365) }));
    const due = late > 0 ? t('action.days_late', { days: days(late) }) : late === 0 ? t('action.due_today') : late > -Infinity ? t('action.due_in', { days: days(-late) }) : item.due;
    return make('li', {}, make('a', { href: `${hit.url}#${item.anchor}`, ...author }, item.text || t('action.no_text')),
      make('span', { class: 'follow-up-facts' }, make('span', author, item.owner || t('action.nobody')), due && make('span', { class: late > 0 && 'late' }, due), link({ ...hit, date: '' })));
  };
  const place = make('ul', { class: 'follow-ups' }, await Promise.all(all.slice(0, shown).map(row)));
  const rest = all.slice(shown);
  const more = make('button', { type: 'button', class: 'button', onclick: async () => {
    const rows = await Promise.all(rest.map(row));
    place.append(...rows);
    more.remove();
    rows[0].querySelector('a').focus();
  } }, t('search.show_more', { count: rest.length }));
  return [place, rest.length && more];
}

async function recurrence(index, query, ui) {
  const { make, t, day, length, author, link } = ui;
  const documents = await same(index, query);
  if (!documents.length) return null;
  const newest = documents.slice(0, 20);
  const hits = await Promise.all(newest.map((document) => card(index, document)));
  const open = await Promise.all(newest.map((document, at) => hits[at].open && followUps(index, document)));
  const rest = open.flatMap((one) => (one ? one.items : [])).sort(byLateness(index));
  const at = hits.findIndex(({ fixed }) => fixed);
  const fixed = hits[at];
  const { minutes } = fixed ? await followUps(index, newest[at]) : {};
  const [{ date }] = hits;
  const count = documents.length;
  const title = date ? t('answer.seen', { count, date: day(date).textContent }) : t('answer.seen_undated', { count });
  return make('section', { class: 'answer', 'aria-labelledby': 'answer' }, make('h2', { id: 'answer' }, title),
    fixed && make('p', { class: 'answer-fix' }, make('span', { class: 'label' }, fixed.probable ? t('answer.probably_fixed') : t('answer.fixed')), ' ',
      make('span', author, fixed.fixed), ' ', make('span', { class: 'follow-up-facts' }, minutes && make('span', {}, t('answer.after', { duration: length(minutes) })), link(fixed))),
    rest.length && [make('h3', {}, t('answer.follow_ups')), await list(index, rest, ui, 3)],
    make('p', { class: 'answer-links' }, make('span', { class: 'label' }, t('answer.incidents')), hits.slice(0, SHOWN).map((hit) => [' ', link(hit)]),
      count > SHOWN && [' ', t('count.more', { count: count - SHOWN })]));
}

async function actionItems(index, query, ui) {
  const { make, t, number } = ui;
  const found = await items(index, query);
  return found.length ? make('section', { class: 'answer', 'aria-labelledby': 'items' },
    make('h2', { id: 'items' }, t('answer.items'), ' ', make('span', { class: 'count' }, number(found.length))), await list(index, found, ui, 10)) : null;
}

pmsite.answer = async (query, ui) => {
  Object.assign(ui.messages, MESSAGES.text);
  const index = await pmsite.directory();
  const made = await Promise.all([actionItems(index, query, ui), /[:<>=]/.test(query.replace(/\S+:\/\/\S+|\d:\d/g, '')) && wanted(query, index) ? null : recurrence(index, query, ui)]);
  return made.filter(Boolean);
};
