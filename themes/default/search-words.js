// Splits text into index terms, and parses queries. The other files of the engine are search-index.js, search-filters.js and search.js.

// ---- Words: the same as src/search/words.rs and stem.rs

const WORD = '[\\p{Alphabetic}\\p{N}\\p{M}]+';
const JOINER = "[-_.'’‐‑－＿．]";
const CHUNK = new RegExp(`${WORD}(?:${JOINER}${WORD})*`, 'gu');
const UNSPACED = /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{3ffff}]+)/u;
const STOP = new Set(('a an and are as at be been but by can did do for from had has have he her his i if in into is it its me my no not of on or our '
  + 'she so than that the their them then there these they this to too was we were what when which who will with would you your').split(' '));
const SPECIAL = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', ς: 'σ' };

function fold(text) {
  const bare = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  return bare(bare(text).toLowerCase()).normalize('NFC').replace(/[ßæœøłđıς]/g, (c) => SPECIAL[c]);
}

const ENDINGS = ('ification2if ization3 ability4 ibility4 ation3 ating3 izing3 ated3 ator3 ized3 able4 ible4 ance4 ence4 ancy4 ency4 ment4 ness4 sion3s '
  + 'tion3t ing3 ied2 ity4 ive4 ful4 ure4 ize4 ise4 ate3 ant4 ent4 ed3 er4 or4 al4 ic5 ly4 e3').split(' ').map((rule) => rule.split(/(\d)/));
const undouble = (word) => word.length > 3 ? word.replace(/([^aeiouy])\1$/, '$1') : word;

function stem(word) {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  if (/..ies$/.test(word)) word = word.slice(0, -3) + 'y';
  else if (/(ss|sh|ch|x|z)es$/.test(word)) word = word.slice(0, -2);
  else if (/[^sui]s$/.test(word)) word = word.slice(0, -1);
  for (let time = 0; time < 2; time++) {
    const rule = ENDINGS.find(([ending, least]) => {
      if (!word.endsWith(ending)) return false;
      const rest = word.slice(0, -ending.length);
      return rest.length >= least && /[aeiouy]/.test(rest) && !rest.endsWith('e');
    });
    if (!rule) break;
    word = undouble(word.slice(0, -rule[0].length) + rule[2]);
  }
  if (word.length > 3) word = word.replace(/([^aeiouy])y$/, '$1');
  return undouble(word);
}

const splitter = new RegExp(JOINER, 'u');
const runs = (word) => word.match(/[0-9]+|[^0-9]+/g) || [];
const chunks = (text) => text.match(CHUNK) || [];

// The term of a whole identifier.
function whole(folded) {
  let all = '';
  for (const run of folded.split(splitter).flatMap(runs)) {
    all += /^\d/.test(run) ? (/\d$/.test(all) ? '-' : '') + (run.replace(/^0+/, '') || '0') : run;
  }
  return stem(all);
}

// The terms of a chunk, the whole before its parts. Words repeat, so they are cached.
const cache = new Map();

function terms(chunk) {
  if (!cache.has(chunk)) {
    if (cache.size > 20000) cache.clear();
    cache.set(chunk, cutTerms(chunk));
  }
  return cache.get(chunk);
}

function cutTerms(chunk) {
  const out = new Set();
  const push = (term) => { if (term) out.add([...term].slice(0, 48).join('')); };
  const number = (digits) => { digits = digits.replace(/^0+/, ''); if (digits.length > 2) push(digits); };
  const part = (folded, ofMore) => {
    if (!/[0-9]/.test(folded)) {
      if (!STOP.has(folded) && !(ofMore && [...folded].length < 2)) push(stem(folded));
    } else if (/^[0-9]+$/.test(folded)) {
      number(folded);
    } else {
      push(whole(folded));
      for (const run of runs(folded)) {
        if (/^[0-9]/.test(run)) number(run);
        else if ([...run].length > 2 && !STOP.has(run)) push(stem(run));
      }
    }
  };
  chunk.split(UNSPACED).forEach((run, at) => {
    if (at % 2) {
      const chars = [...fold(run)];
      if (chars.length === 1) push(chars[0]);
      for (let i = 1; i < chars.length; i++) push(chars[i - 1] + chars[i]);
      return;
    }
    run = run.replace(new RegExp(`^${JOINER}+|${JOINER}+$`, 'gu'), '').replace(/['’]s$/i, '');
    const pieces = run.split(splitter).filter(Boolean).map((piece) => piece.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/));
    const single = pieces.length < 2 && pieces.every((piece) => piece.length < 2);
    if (!single) push(whole(fold(run)));
    for (const piece of pieces) {
      if (piece.length > 1) push(whole(fold(piece.join(''))));
      for (const one of piece) part(fold(one), !single);
    }
  });
  return [...out];
}

// ---- The query language: the same as src/search/query.rs

const MAX_TYPED = 200;
const LOG_WORDS = 4;
// The alternatives of a filter.
const values = ({ value }) => value.split(',').map((one) => one.trim()).filter(Boolean);
const fieldNamed = (facets, name) => facets.find(({ names }) => names.includes(name.toLowerCase()));

// Whether words look like a line of a log: `ERROR: relation "users" does not exist`. A field without its value is being typed.
const isLogLine = (tokens, facets) => tokens.length >= LOG_WORDS && tokens.some(({ word }) => (
  word && !word.phrase && word.text.endsWith(':') && !fieldNamed(facets, word.text.slice(0, -1))));

// Reads the plain words of a query as a question; anything else between them is an empty word. The same as src/search/question.rs, which
// says what each list is for.
const listed = (list) => new Set(list.split(' '));
const BEGINNINGS = listed("what what's which when where who why how last");
const WEAK_BEGINNINGS = listed('has have had did was were is are any all show list find latest newest');
const ASKING = listed("what what's which when where who why how show list find any all every last latest newest recent recently most time times ever before "
  + 'again incident incidents outage outages postmortem postmortems happen happened happens happening occurred seen break breaks broke cause caused causes '
  + 'fix fixed fixes solve solved resolve resolved mitigate mitigated');
const NEWEST = listed('last latest newest recent');
const UNITS = new Map([['day', [1, 'd']], ['week', [1, 'w']], ['month', [1, 'm']], ['quarter', [3, 'm']], ['year', [1, 'y']]]);

// The period at the beginning of some words: [number of words, field, value].
function periodOf(words) {
  const preposition = /^(of|in|from|during|over|within|since|for)$/.test(words[0]) ? words[0] : '';
  let at = preposition ? 1 : 0;
  const the = words[at] === 'the';
  if (the) at++;
  const [first = '', second = '', third = ''] = words.slice(at);
  const back = /^(last|past|previous)$/.test(first);
  if (back && /^\d{1,3}$/.test(second)) {
    const [count, letter] = UNITS.get(third.replace(/s+$/, '')) || [];
    return letter && [at + 3, 'after', second * count + letter];
  }
  if (back || first === 'this') {
    const [count, letter] = UNITS.get(second) || [];
    if (!letter || letter === 'd') return null;
    if ((the && first === 'last') || first === 'past') return [at + 2, 'after', count + letter];
    return [at + 2, 'date', `${back ? 'last' : 'this'}-${second}`];
  }
  const field = { since: 'after', of: 'date', in: 'date', from: 'date', during: 'date' }[preposition];
  return field && /^20[123]\d$/.test(first) && !second && !the && [at + 1, field, first];
}

function question(typed) {
  const words = typed.map((word) => word.replace(/^[^\p{Alphabetic}\p{N}]+|[^\p{Alphabetic}\p{N}]+$/gu, '').toLowerCase().replace(/’/g, "'"));
  const filters = [];
  for (let at = 0; at < words.length; at++) {
    const found = periodOf(words.slice(at)) || (/^sev-*\d$/.test(words[at]) && [1, 'severity', words[at]]);
    if (!found) continue;
    const [length, field, value] = found;
    filters.push({ at, length, field, value });
    at += length - 1;
  }
  const others = () => [...words.keys()].filter((at) => !filters.some((one) => at >= one.at && at < one.at + one.length));
  const first = words.findIndex(Boolean);
  const all = others().filter((at) => at === first || ASKING.has(words[at]));
  const asking = BEGINNINGS.has(words[first]) || (WEAK_BEGINNINGS.has(words[first]) && (all.length > 1 || filters.length)) ? all : [];
  // `SEV1` alone can be a word of an archive with another scale.
  if (!asking.length && filters.every(({ field }) => field === 'severity')) filters.length = 0;
  const rest = others();
  const keeps = filters.length || rest.some((at) => !asking.includes(at) && terms(words[at]).length);
  return { filters, asking: keeps ? asking : [], newest: Boolean(keeps) && asking.some((at) => NEWEST.has(words[at])) };
}

// A text without the words that ask.
function subject(text) {
  const words = text.split(/\s+/u).filter(Boolean);
  const { asking } = text.length > MAX_TYPED ? { asking: [] } : question(words);
  return asking.length ? words.filter((_, at) => !asking.includes(at)).join(' ') : text;
}

// `facets`: the table of src/search/facets.rs, as the directory of the index has it.
function parse(query, facets) {
  const token = /(-?)(?:([\p{L}\p{N}_-]+)(:?(?:<=|>=|[<>])|[:=])(?:"([^"]*)"?|([^\s"]+))|"([^"]*)"?|([^\s"]+))/gu;
  const tokens = [...query.matchAll(token)].map((match) => {
    const [text, minus, name, sign, quoted, bare, phrase, word] = match;
    const not = minus === '-';
    const facet = name && fieldNamed(facets, name);
    const value = quoted ?? bare;
    const one = { start: match.index, end: match.index + text.length };
    if (facet) {
      // The value is empty while it is being typed.
      if (value) Object.assign(one, { typed: sign !== '=', filter: { field: facet.key, op: /^[:=]$/.test(sign) ? ':' : sign.replace(':', ''), value, not, text } });
    } else if (phrase === undefined) one.word = { text: word ?? text.slice(minus.length), phrase: false, not };
    else if (phrase.trim()) one.word = { text: phrase.trim(), phrase: true, not };
    return one;
  });
  // A long text, a log line or an alert, between filters at the beginning and at the end, is pasted. Logs have fields like `status=500`.
  const others = tokens.filter(({ typed }) => !typed);
  const [start, end] = others.length ? [others[0].start, others.at(-1).end] : [0, 0];
  const rest = query.slice(start, end);
  const text = alertText(rest) || (rest.length > MAX_TYPED || isLogLine(others, facets) ? rest : '');
  const read = tokens.filter((one) => !text || one.start < start || one.start >= end);
  const isPlain = ({ word }) => word && !word.phrase && !word.not;
  const asked = question(text ? [] : read.map((one) => (isPlain(one) ? query.slice(one.start, one.end) : '')));
  const kept = read.flatMap((one, place) => {
    const found = asked.filters.find(({ at, length }) => place >= at && place < at + length);
    if (!found) return asked.asking.includes(place) ? [] : one;
    const { at, length, field, value } = found;
    return place > at ? [] : { filter: { field, op: ':', value, not: false, text: query.slice(one.start, read[at + length - 1].end) } };
  });
  const words = kept.flatMap(({ word }) => word || []);
  if (text) words.push({ text, phrase: false, not: false });
  return { words, filters: kept.flatMap(({ filter }) => filter || []), pasted: Boolean(text), newest: asked.newest };
}

// ---- Alerts: the same as src/search/alert.rs

const IGNORED = /^(urls?|uri|links?|href|self|ids?|uuid|guid|key|fingerprint|hash|checksum|token|secret|signature|timestamp|time|at|date|version|type|receiver|icon|avatar|image|colou?r|email|phone|severity|status|state|priority|urgency|level|locale|zone|timezone)$/i;

function isForMachines(text) {
  text = text.trim();
  const digits = text.replace(/\D/g, '').length;
  const digest = text.length > 15 && digits && /^[\da-f:-]+$/i.test(text);
  return !text || (!/\s/.test(text) && (text.includes('://') || digest || (digits * 2 > text.length && !text.includes('_'))));
}

// The strings of an alert in JSON, one per line; empty for any other text.
function alertText(text) {
  const found = new Set();
  const walk = (value) => {
    if (typeof value === 'string') { if (!isForMachines(value)) found.add(value); } else if (value && typeof value === 'object') {
      for (const [key, one] of Object.entries(value)) {
        if (Array.isArray(value) || !IGNORED.test(key.split(/[^A-Za-z0-9]/).pop().split(/(?<=[a-z])(?=[A-Z])/).pop())) walk(one);
      }
    }
  };
  if (/^[{[]/.test(text)) try { walk(JSON.parse(text)); } catch { return ''; }
  return [...found].join('\n');
}
