// Filters: reads their values, applies and counts them, and says why one cannot be applied.

// ---- Values of filters: the same as src/search/values.rs

// The days that a value names: {first, next, ago}; `next` is the day after the last. `today`: the as-of date of the site.
function period(value, today) {
  value = value.trim().toLowerCase();
  const [year, month, day] = today.split('-').map(Number);
  const iso = (date) => date.toISOString().slice(0, 10);
  const at = (y, m, d) => iso(new Date(Date.UTC(y, m - 1, d)));
  const calendar = /^([12]\d{3})(?:[-/](?:q([1-4])|(\d{1,2})(?:[-/](\d{1,2}))?))?$/.exec(value);
  if (calendar) {
    const [y, q, m, d] = calendar.slice(1).map((part) => part && +part);
    if (q) return { first: at(y, q * 3 - 2, 1), next: at(y, q * 3 + 1, 1) };
    if (m === undefined) return { first: at(y, 1, 1), next: at(y + 1, 1, 1) };
    const first = at(y, m, d ?? 1);
    if (first !== [y, String(m).padStart(2, '0'), String(d ?? 1).padStart(2, '0')].join('-')) return null;
    return { first, next: d ? at(y, m, d + 1) : at(y, m + 1, 1) };
  }
  const [, number, unit] = /^(\d{1,4})([hdwmy])$/.exec(value) || [];
  if (unit) {
    const months = { m: 1, y: 12 }[unit] * number;
    let date = new Date(Date.UTC(year, month - 1, day - (unit === 'h' ? Math.ceil(number / 24) : unit === 'w' ? number * 7 : number)));
    // The last day of a shorter month.
    if (months) date = new Date(Math.min(Date.UTC(year, month - 1 - months, day), Date.UTC(year, month - months, 0)));
    const first = iso(date);
    return first > '1' && { first, next: at(+first.slice(0, 4), +first.slice(5, 7), +first.slice(8) + 1), ago: true };
  }
  if (value === 'today') return { first: today, next: at(year, month, day + 1) };
  if (value === 'yesterday') return { first: at(year, month, day - 1), next: today };
  const [, which, length] = /^(this|last)-(week|month|quarter|year)$/.exec(value) || [];
  const back = which === 'last' ? 1 : 0;
  const months = { month: 1, quarter: 3, year: 12 }[length];
  if (months) {
    const begin = month - (month - 1) % months - months * back;
    return { first: at(year, begin, 1), next: at(year, begin + months, 1) };
  }
  const monday = day - (new Date(today).getUTCDay() + 6) % 7 - 7 * back;
  return length ? { first: at(year, month, monday), next: at(year, month, monday + 7) } : null;
}

// A duration in minutes, or null.
function minutes(value) {
  value = value.toLowerCase().replace(/\s+/g, '');
  const found = value && /^(?:(\d+(?:\.\d+)?)d(?:ays?)?)?(?:(\d+(?:\.\d+)?)h(?:(?:ou)?rs?)?)?(?:(\d+(?:\.\d+)?)(?:m(?:in(?:ute)?s?)?)?)?$/.exec(value);
  return found ? (+found[1] || 0) * 1440 + (+found[2] || 0) * 60 + (+found[3] || 0) : null;
}

// The names that a value could mean, at most three. All are normalized.
function nearest(value, names) {
  const tests = [
    (name) => name.startsWith(value + '-'),
    (name) => `-${name}-`.includes(`-${value}-`),
    (name) => value.length > 2 && name.startsWith(value),
    (name) => [name, ...name.split('-')].some((part) => part.length > 2 && near(part, value)),
  ];
  return tests.map((test) => names.filter(test)).find((found) => found.length)?.slice(0, 3) || [];
}

// ---- Filters that cannot be applied or find nothing

// Why a filter cannot be applied: 'date', 'duration', 'order', or undefined.
function problem(filter, facets) {
  const facet = facets.find(({ key }) => key === filter.field);
  const all = (test) => values(filter).length && values(filter).every(test);
  const isDate = (value) => period(value, '2000-02-28');
  if (facet.kind === 'severity') return undefined;
  if (facet.kind === 'date') return all((value) => isDate(value) || value.toLowerCase() === 'undated') ? undefined : 'date';
  if (facet.kind === 'duration') return all((value) => minutes(value) !== null) ? undefined : 'duration';
  if (filter.op !== ':') return 'order';
  return /after|before/.test(facet.kind) && !all(isDate) ? 'date' : undefined;
}

// Words that look like filters with an unknown name, and the filters that were probably meant: [[typed, meant]].
function misspelledFilters({ words, pasted }, facets) {
  const letters = (word) => [...word].sort().join('');
  return words.filter(({ phrase }) => !phrase && !pasted).flatMap(({ text }) => {
    const [, name, rest] = /^([^:=<>]*)([:=<>].*)$/su.exec(text) || [];
    if (!name) return [];
    const folded = name.toLowerCase();
    const resembles = (known) => near(folded, known) && (Math.min(folded.length, known.length) > 4 || letters(folded) === letters(known));
    const known = facets.find(({ nicknames }) => nicknames && nicknames.includes(folded))?.key ?? facets.flatMap(({ names }) => names).find(resembles);
    const { filters } = parse(known + rest, facets);
    return known && filters.length === 1 && !problem(filters[0], facets) ? [[text, known + rest]] : [];
  });
}

// A filter with what its chip shows: why it is ignored or finds nothing, or the day that it stands for; and values that could be meant.
function explain(filter, data, { scale, facets, today }) {
  const reason = problem(filter, facets);
  const { key, kind } = facets.find(({ key }) => key === filter.field);
  if (reason) return { ...filter, problem: reason, near: [] };
  if (/after|before/.test(kind)) return { ...filter, near: [], day: /^[12]\d{3}/.test(filter.value) ? '' : values(filter).map((value) => period(value, today).first).join(', ') };
  const names = kind === 'severity' ? scale.map(([, label]) => label) : kind === 'names' ? data.names[key]
    : kind === 'has' ? ['open-actions', 'overdue-actions', 'overdue', ...facets.filter(({ kind }) => kind === 'names').map(({ key }) => key)] : null;
  if (!names) return { ...filter, near: [] };
  const normalized = names.map(normal);
  const known = kind === 'severity' ? [...normalized, 'unrated', 'none', ...scale.flatMap(([key, , , aliases]) => [key, ...(aliases || [])]).map(normal)] : normalized;
  const unknown = values(filter).filter((value) => !known.includes(normal(value)) && !(kind === 'severity' && /^[1-9]\d*$/.test(value)));
  const near = unknown.map((value) => [value, nearest(normal(value), normalized).map((name) => names[normalized.indexOf(name)])]);
  return { ...filter, near, problem: near.length ? 'value' : undefined };
}

function suggestValues({ text, near }, query) {
  const name = /^-?[\p{L}\p{N}_-]+[:<>=]+/u.exec(text)[0];
  return near.flatMap(([value, names]) => names.map((meant) => {
    const list = text.slice(name.length).replace(/"/g, '').replace(value, () => meant);
    const filter = name + (/\s/.test(list) ? `"${list}"` : list);
    return { text: filter, query: query.replace(text, () => filter) };
  }));
}

// ---- Facets

const normal = (text) => fold(String(text)).replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

async function columns(index) {
  const blocks = await Promise.all(Array.from({ length: index.columns }, (_, at) => part(index, 'f', at)));
  const joined = {};
  for (const key of Object.keys(blocks[0] || {})) if (key !== 'names') joined[key] = blocks.flatMap((block) => block[key]);
  return { ...joined, names: blocks[0].names };
}

const compare = (one, op, other) => (op === '<' ? one < other : op === '>' ? one > other : op === '<=' ? one <= other : op === '>=' ? one >= other : one === other);
// Whether a document matches a filter.
function test({ field, op, value }, data, { scale, facets, today }) {
  const wanted = normal(value);
  const { kind } = facets.find(({ key }) => key === field);
  if (kind === 'severity') {
    let level = scale.findIndex(([key, label, , aliases]) => [key, label, ...(aliases || [])].some((name) => normal(name) === wanted)) + 1;
    if (!level && /^\d+$/.test(wanted)) level = +wanted;
    if (!level && wanted !== 'unrated' && wanted !== 'none') return () => false;
    return (at) => (data.severity[at] || op === ':') && compare(data.severity[at], op, level);
  }
  if (/after|before|date/.test(kind)) {
    const days = period(value, today);
    if (!days) return (at) => op === ':' && !data.date[at];
    const { first, next, ago } = days;
    const sign = { after: '>=', before: '<' }[kind] || op;
    return (at) => {
      const day = data.date[at];
      if (!day) return false;
      if (sign === ':') return day >= first && (ago || day < next);
      return sign === '>=' ? day >= first : sign === '<' ? day < first : sign === '>' ? day >= next : day < next;
    };
  }
  if (kind === 'duration') return (at) => data.duration[at] && compare(data.duration[at], op, minutes(value));
  if (kind === 'has') {
    const counts = { 'open-actions': data.open, 'overdue-actions': data.overdue, overdue: data.overdue };
    const count = Object.hasOwn(counts, wanted) ? counts[wanted] : data[Object.keys(data.names).find((key) => normal(key) === wanted)];
    return (at) => count && (count[at].length ?? count[at]) > 0;
  }
  const numbers = new Set(data.names[field].flatMap((name, at) => (normal(name) === wanted ? [at] : [])));
  return (at) => data[field][at].some((number) => numbers.has(number));
}

// Kinds of facets whose values are counted.
const COUNTED = ['severity', 'date', 'names', 'has'];

// Documents that match all filters. Filters of one field are alternatives, except comparisons and negations. The counts of a facet
// ignore its own filters.
function select(found, filters, data, index, counting) {
  const { scale, facets } = index;
  const groups = new Map();
  filters.forEach((filter, at) => {
    const tests = values(filter).map((value) => test({ ...filter, value }, data, index));
    const key = filter.op === ':' && !filter.not && filter.field !== 'has' ? filter.field : `${filter.field} ${at}`;
    groups.set(key, [...(groups.get(key) || []), (document) => tests.some((test) => test(document)) !== filter.not]);
  });
  const counts = new Map(facets.filter(({ kind }) => COUNTED.includes(kind)).map(({ key }) => [key, new Map()]));
  const own = {
    severity: (at) => [(scale[data.severity[at] - 1] || ['unrated'])[0]], date: (at) => [data.date[at].slice(0, 4) || 'undated'],
    has: (at) => (data.open[at] ? ['open-actions'] : []),
  };
  const kept = found.filter((document) => {
    const failing = [...groups].filter(([, tests]) => !tests.some((test) => test(document))).map(([key]) => key.split(' ')[0]);
    const only = failing.every((field) => field === failing[0]);
    if (counting && only && document >= index.pages) {
      for (const [field, count] of counts) {
        if (failing.length && field !== failing[0]) continue;
        for (const value of Object.hasOwn(own, field) ? own[field](document) : data[field][document]) count.set(value, (count.get(value) || 0) + 1);
      }
    }
    return !failing.length;
  });
  const counted = {};
  for (const [field, count] of counts) {
    const label = (value) => (field === 'severity' ? (scale.find(([key]) => key === value) || ['', 'unrated'])[1] : (data.names[field] || {})[value] ?? value);
    counted[field] = [...count].map(([value, count]) => ({ value: normal(label(value)), label: label(value), count }));
    counted[field].sort(field === 'severity' ? (a, b) => rank(a) - rank(b) : (a, b) => (field === 'date' ? b.label - a.label : b.count - a.count) || (a.label < b.label ? -1 : 1));
  }
  function rank({ label }) { const at = scale.findIndex(([, one]) => one === label); return at < 0 ? 99 : at; }
  return { kept, facets: counting ? counted : null };
}
