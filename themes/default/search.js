// The search engine: ranks, filters and cuts snippets. site.js shows the results.
//
//   pmsite.search(query, {limit, offset, typing, facets, sort, kind, signal}) -> Promise<{hits, total, pages, query, facets, fields, suggestions}>
//   pmsite.parse(query, facets) -> {words: [{text, phrase, not}], filters: [{field, op, value, not, text}], pasted, newest}
//
// `kind`: 'incident' for incidents only. `typing`: the last word may be incomplete, because somebody is typing it; without it, a query has the same results everywhere. `facets`: also count the values of every facet. A search whose `signal` is aborted
// rejects with an AbortError. A hit: {id, page, url, title, level, key, label, date, line, fixed, probable, services, status, duration, open, shape, score,
// anchor, heading, snippet: [[text, marked]]}; `url` is relative to the page. A facet: {severity: [{value, label, count}], …}; `fields` has the labels
// of configured fields.
// A suggestion: {text, query}. The filters of a result also have `problem`: date, duration or order if they are ignored, value if no incident
// has it; and `day`: the day that `after:1y` stands for.

// ---- Ranking

const SYNONYM = 0.5;
const PREFIX = 0.75;
const MISSPELT = 0.7;
const AS_GOOD = 0.75;
// A level counts from 1.5 to 16.5, so a word that only begins like the last one always counts less than the word itself.
const LONGER = 1 / 12;
// Of incidents, because a word that all of them contain distinguishes none, however many pages there are.
const rarity = (count, total) => Math.log(1 + (total - count + 0.5) / (count + 0.5));

// The meaning of a chunk of the query: lists of documents with weights. Scores of `parts` add up; within a part, the best counts.
async function meaning(index, chunk, { typing, alone, pasted }) {
  const total = index.documents - index.pages;
  const own = terms(chunk);
  const found = await Promise.all(own.map((term) => entry(index, term)));
  const one = (entry, factor, exact) => ({ key: entry.key, list: entry.list, factor: factor * rarity(entry.list.incidents, total), exact });
  const parts = await Promise.all(own.map(async (term, at) => {
    const lists = [];
    const hit = found[at];
    if (hit && hit.list.count) lists.push(one(hit, 1, true));
    if (hit && (!alone || hit.list.count < 10)) {
      const concepts = await Promise.all(hit.concepts.map((concept) => entry(index, '~' + concept)));
      for (const concept of concepts) if (concept) lists.push(one(concept, SYNONYM, false));
    }
    return lists;
  }));
  const folded = fold(chunk);
  const itself = parts.flat().find(({ exact }) => exact);
  if (typing && folded.length > 1) {
    const last = folded.split(splitter).pop();
    const single = last === folded || !last;
    const wanted = single ? folded : own[0];
    const longer = (await range(index, wanted)).filter(({ key }) => key !== wanted).slice(0, 60).map((entry) => ({ ...entry, list: decode(entry, index) }));
    const count = Math.max(...longer.map(({ list }) => list.incidents), 0);
    const factor = Math.min(PREFIX * rarity(count, total), itself ? itself.factor * LONGER : Infinity);
    const lists = longer.filter(({ list }) => list.count).map(({ key, list }) => ({ key, list, factor, exact: false }));
    // `exhausti` is longer than the indexed stem `exhaust`.
    if (!longer.length && !itself && own.length < 2) {
      for (let cut = 1; cut < 4 && folded.length - cut > 3; cut++) {
        const shorter = await entry(index, folded.slice(0, -cut));
        if (shorter && shorter.list.count) lists.push(one(shorter, PREFIX, false));
      }
    }
    if (parts.length) parts[0].push(...lists); else if (lists.length) parts.push(lists);
  }
  let corrected = '';
  // A pasted text has no typing errors.
  for (const word of pasted ? [] : folded.split(splitter)) {
    const at = own.indexOf(stem(word));
    if (at < 0 || !/^\p{L}{5,}$/u.test(word) || UNSPACED.test(word) || parts[at].some(({ exact }) => exact)) continue;
    for (const other of await spellings(index, word)) {
      const meant = await entry(index, stem(other));
      if (!meant || !meant.list.count) continue;
      parts[at].push(one(meant, MISSPELT, false));
      if (!corrected || other[0] === word[0]) corrected = folded.replace(word, other);
    }
  }
  return { chunk, parts: parts.filter((lists) => lists.length), corrected };
}

// Adds up the score of each document.
function rank(meanings, total) {
  const scores = new Float32Array(total);
  const best = new Float32Array(total);
  for (const { parts } of meanings) {
    for (const lists of parts) {
      best.fill(0);
      const touched = [];
      for (const { list, factor } of lists) {
        for (let i = 0; i < list.count; i++) {
          const document = list.documents[i];
          const value = factor * (list.levels[i] + 1.5);
          if (!best[document]) touched.push(document);
          if (value > best[document]) best[document] = value;
        }
      }
      for (const document of touched) scores[document] += best[document];
    }
  }
  // A document that shares only a common word is not a hit.
  const least = scores.reduce((most, score) => Math.max(most, score), 0) / 25;
  const found = [];
  scores.forEach((score, document) => { if (score > least) found.push(document); });
  return { found, scores };
}

// ---- Results

async function card(index, document) {
  const block = await part(index, 'c', document / index.block | 0);
  const [id, stem, title, level, label, date, line, fixed, services, status, duration, open, partial, outline, own, ...texts] = block[document % index.block];
  const others = own.split('\n');
  const passages = [...outline].map((c) => {
    const code = c.charCodeAt();
    const [anchor, heading = ''] = (code === 33 ? others.shift() : index.headings[code - 35 - (code > 92)]).split(/\|(.*)/s);
    return { anchor, heading, text: '' };
  });
  for (let at = 0; at < texts.length; at += 2) passages[texts[at]].text = texts[at + 1];
  const [key, step, shape] = index.scale[level - 1] || ['unrated', 'unrated'];
  const probable = Array.isArray(fixed);
  const page = document < index.pages && stem;
  return { id, page, url: `${root}${page || `incidents/${stem || id}`}.html`, title, level, key, label: label || step, shape, date, line, fixed: probable ? fixed[0] : fixed, probable, services, status, duration, open, partial, passages };
}

// The best stretch of a text: [[text, marked]].
function cut(text, wanted) {
  const hits = [];
  for (const match of text.matchAll(CHUNK)) {
    const weight = Math.max(0, ...terms(match[0]).map((term) => wanted.get(term) || 0));
    if (weight) hits.push({ at: match.index, end: match.index + match[0].length, weight });
  }
  if (!hits.length) return null;
  let best = 0;
  let most = 0;
  hits.forEach((hit, first) => {
    let sum = 0;
    for (let i = first; i < hits.length && hits[i].end < hit.at + 150; i++) sum += hits[i].weight;
    if (sum > most) [most, best] = [sum, first];
  });
  let start = Math.max(0, hits[best].at - 40);
  if (start) start = Math.min(hits[best].at, text.indexOf(' ', start) + 1 || start);
  let end = Math.min(text.length, start + 190);
  if (end < text.length) end = Math.max(hits[best].end, text.lastIndexOf(' ', end));
  const out = start ? [['… ', false]] : [];
  let at = start;
  for (const hit of hits) {
    if (hit.at < at || hit.end > end) continue;
    out.push([text.slice(at, hit.at), false], [text.slice(hit.at, hit.end), true]);
    at = hit.end;
  }
  out.push([text.slice(at, end) + (end < text.length ? ' …' : ''), false]);
  return { parts: out.filter(([text]) => text), weight: most };
}

// Where a document contains the words of the query.
function show(hit, document, meanings) {
  const wanted = new Map();
  const votes = new Map();
  for (const { parts } of meanings) {
    for (const { key, list, factor } of parts.flat()) {
      const at = find(list.documents, document);
      if (at < 0) continue;
      if (!/^[~=]/.test(key)) wanted.set(key, Math.max(factor, wanted.get(key) || 0));
      if (list.passages[at] < 255) votes.set(list.passages[at], (votes.get(list.passages[at]) || 0) + factor);
    }
  }
  const voted = [...votes].sort((a, b) => b[1] - a[1]).map(([passage]) => hit.passages[passage]).filter(Boolean);
  let best = null;
  for (const passage of [...voted, ...hit.passages]) {
    // Passages that the index does not name are searched only if it names none.
    if (best && !voted.includes(passage)) break;
    const found = passage.text && cut(passage.text, wanted);
    if (found && (!best || found.weight > best.weight * 1.01)) best = { ...found, passage };
  }
  const { anchor, heading } = (best && best.passage) || voted[0] || { anchor: '', heading: '' };
  const { passages, partial, ...rest } = hit;
  return { ...rest, anchor, heading, snippet: best ? best.parts : [] };
}

function find(sorted, value) {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] === value) return middle;
    if (sorted[middle] < value) low = middle + 1; else high = middle - 1;
  }
  return -1;
}

// Whether a document contains a phrase: true, false, or undefined if the index does not have its whole text.
function holds(hit, phrase) {
  const plain = (text) => ` ${fold(text).replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')} `;
  const all = plain([hit.title, hit.line, hit.fixed, hit.services, ...hit.passages.flatMap(({ heading, text }) => [heading, text])].join(' \u0001 '));
  const sought = plain(phrase);
  if (all.includes(UNSPACED.test(phrase) ? sought.trim() : sought.trimEnd())) return true;
  return hit.partial ? undefined : false;
}

// Sort keys, highest first; ties are newest first.
const ORDERS = {
  newest: ({ date }) => date,
  oldest: ({ date }) => date.map((one) => -(one.replaceAll('-', '') || Infinity)),
  severity: ({ severity }) => severity.map((level) => -(level || Infinity)),
  duration: ({ duration }) => duration,
  open: ({ open }) => open,
};

const ID = /^\p{L}+[-_.]?\p{N}+$/u;

// A pasted text has the date of today and not that of the incident.
const DATE = /^(\d{4}-\d\d-\d\d.*|(19|20)\d\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|utc|gmt)$/i;

// The different words of a pasted text without dates. There can be many.
function distinct(text) {
  const seen = new Map();
  for (const chunk of chunks(text)) {
    const key = whole(fold(chunk));
    if (seen.size < 100 && !seen.has(key) && !DATE.test(chunk) && terms(chunk).length) seen.set(key, chunk);
  }
  return [...seen.values()];
}

async function run(index, query, { limit = 10, offset = 0, typing = false, facets = false, sort = '', kind = '', signal } = {}) {
  const check = () => { if (signal && signal.aborted) throw new DOMException('superseded', 'AbortError'); };
  const { words, filters: typed, pasted, newest } = parse(query, index.facets);
  const filters = typed.filter((filter) => !problem(filter, index.facets));
  const wanted = words.filter(({ not }) => !not);
  const all = pasted ? distinct(wanted[0].text) : wanted.flatMap(({ text }) => chunks(text));
  const open = typing && /[\p{L}\p{N}_-]$/u.test(query);
  const meanings = await Promise.all(all.map((chunk, at) => meaning(index, chunk, { typing: open && at === all.length - 1, alone: all.length === 1, pasted })));
  check();
  // The letters of an unknown ID alone would find everything.
  const known = meanings.filter(({ chunk, parts }) => parts.length && (!ID.test(chunk) || parts.flat().some(({ key }) => /\p{N}/u.test(key))));
  if (pasted) {
    const seen = new Set();
    for (const one of known) one.parts = one.parts.filter(([{ key }]) => !seen.has(key) && seen.add(key));
  }
  const ids = [all.join('-'), ...all].filter((text) => (pasted ? ID.test(text) : /\d/.test(text) && (text.length > all[0].length || all.length === 1 || /\D/.test(text))));
  for (const key of new Set(ids.map((text) => '=' + whole(fold(text))))) {
    const id = await entry(index, key);
    if (id) known.push({ chunk: '', parts: [[{ key, list: id.list, factor: 20, exact: true }]] });
  }
  let { found, scores } = all.length ? rank(known, index.documents) : { found: [...Array(index.documents).keys()], scores: [] };
  for (const { text, phrase } of words.filter(({ not }) => not)) {
    const unwanted = await Promise.all(chunks(text).flatMap(terms).map((term) => entry(index, term)));
    if (!phrase || unwanted.length === 1) found = found.filter((document) => !unwanted.every((entry) => entry && find(entry.list.documents, document) >= 0) || !unwanted.length);
  }
  // Pages have no properties, so they satisfy no filter.
  if (filters.length || kind === 'incident') found = found.filter((document) => document >= index.pages);
  const data = filters.length || facets || sort ? await columns(index) : null;
  check();
  let counted = null;
  if (data) ({ kept: found, facets: counted } = select(found, filters, data, index, facets));
  found.sort((a, b) => (scores[b] || 0) - (scores[a] || 0) || (data ? (data.date[a] < data.date[b] ? 1 : data.date[a] > data.date[b] ? -1 : 0) : 0) || b - a);
  if (ORDERS[sort]) {
    const keys = ORDERS[sort](data);
    found.sort((a, b) => (keys[a] < keys[b] ? 1 : keys[a] > keys[b] ? -1 : b - a));
  }
  const phrases = wanted.filter(({ phrase }) => phrase);
  if (phrases.length) {
    // Only documents with all words can contain it; the best of them are checked.
    const needed = phrases.flatMap(({ text }) => chunks(text)).flatMap((chunk) => known.filter((one) => one.chunk === chunk));
    const complete = (document) => needed.every(({ parts }) => parts.every((lists) => lists.some(({ exact, list }) => exact && find(list.documents, document) >= 0)));
    const candidates = found.filter(complete).slice(0, 60);
    const cards = await Promise.all(candidates.map((document) => card(index, document)));
    const matches = cards.map((hit) => phrases.map(({ text }) => holds(hit, text)));
    const sure = candidates.filter((_, at) => matches[at].every((match) => match));
    found = sure.length ? sure : candidates.filter((_, at) => matches[at].every((match) => match !== false));
  }
  if (newest && !sort && all.length) {
    // Asked for the last incident, those that are nearly as good as the best one come first, newest first: src/search/find.rs.
    const count = found.findIndex((document) => scores[document] < Math.fround(scores[found[0]] * Math.fround(AS_GOOD)));
    const best = found.splice(0, count < 0 ? found.length : count);
    found.unshift(...best.sort((a, b) => b - a));
  }
  const shown = await Promise.all(found.slice(offset, offset + limit).map(async (document) => (
    { ...show(await card(index, document), document, known), score: scores[document] || 0 })));
  check();
  const shownFilters = typed.map((filter) => explain(filter, data, index));
  const meant = misspelledFilters({ words, pasted }, index.facets).map(([text, filter]) => ({ text: filter, query: query.replace(text, () => filter) }));
  if (!found.length) meant.push(...shownFilters.flatMap((filter) => suggestValues(filter, query)));
  return {
    query: { words, filters: shownFilters }, hits: shown, total: found.length, pages: found.filter((document) => document < index.pages).length, facets: counted,
    fields: Object.fromEntries(index.facets.filter(({ label }) => label).map(({ key, label }) => [key, label])),
    suggestions: found.length || meant.length ? meant : await suggest(index, query, meanings),
  };
}

// Suggestions for other queries.
async function suggest(index, query, meanings) {
  const out = [];
  for (const { chunk, corrected } of meanings) if (corrected) out.push({ text: corrected, query: query.replace(chunk, corrected) });
  for (const { chunk } of meanings) {
    const digits = /[1-9]\d*/.exec(chunk);
    if (digits) for (const { key } of (await range(index, '=' + digits[0])).slice(0, 5)) out.push({ text: key.slice(1), query: key.slice(1) });
    const folded = fold(chunk);
    if (folded.length > 3) {
      const alike = (await range(index, '<' + folded.slice(0, 3))).map(({ key }) => key.slice(1));
      for (const word of alike.filter((word) => word !== folded && word.slice(0, 4) === folded.slice(0, 4)).slice(0, 3)) out.push({ text: word, query: query.replace(chunk, word) });
    }
  }
  return out.filter(({ query: one }, at) => out.findIndex(({ query: other }) => other === one) === at).slice(0, 6);
}

async function search(query, options) {
  try {
    return await run(await directory(), query, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    // The site was published again and its files have new names: retry with a fresh directory.
    files.delete('index');
    return run(await directory(`?${Date.now()}`), query, options);
  }
}

// `inner` is for search-answer.js.
Object.assign(pmsite, { search, parse, directory, words: { fold, stem, chunks, terms, subject }, filters: { period, minutes, nearest, problem, misspelledFilters, alertText }, inner: { meaning, entry, rank, rarity, part, card, find, whole, normal, compare, UNSPACED } });
