// Loads the files of the search index (src/search) on demand and finds entries in them. The files of the engine share one scope.

const script = globalThis.document && document.currentScript;
const root = script ? script.dataset.root : '';

// ---- Files

const arrivals = new Map();
const files = new Map();

const pmsite = globalThis.pmsite = {
  root,
  put(name, data) { const done = arrivals.get(name); if (done) done(data); },
  // Loads a script of the site; tests replace it.
  load(path, fail) {
    const element = document.createElement('script');
    element.src = root + path;
    element.onload = () => element.remove();
    element.onerror = () => { element.remove(); fail(new Error(`${path} cannot be loaded`)); };
    document.head.append(element);
  },
};

function file(name, fresh = '') {
  if (!files.has(name)) {
    const loading = new Promise((done, fail) => { arrivals.set(name, done); pmsite.load(`search/${name}.js${fresh}`, fail); });
    loading.catch(() => files.delete(name));
    files.set(name, loading);
  }
  return files.get(name);
}

// Sixteen files share a digest in their names: see src/search/write.rs.
function part({ names }, kind, number) {
  const start = (number >> 4) * 6;
  return file(`${kind}${number}-${names[kind].slice(start, start + 6)}`);
}

async function directory(fresh) {
  const index = await file('index', fresh);
  index.starts ||= index.from.split(' ');
  index.entries ||= [];
  return index;
}

// ---- Shards

const DIGITS = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((c, at) => [c.charCodeAt(), at]));

function place(index, key) {
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (index.starts[middle] <= key) low = middle; else high = middle - 1;
  }
  return low;
}

// The entries of a shard, by key.
async function shard(index, at) {
  const text = await part(index, 's', at);
  if (!index.entries[at]) {
    const entries = index.entries[at] = new Map();
    let before = '';
    for (const entry of text.split(' ')) {
      const [key, bits, concepts] = entry.split('|');
      const shared = parseInt(key[0], 36);
      before = (shared ? [...before].slice(0, shared).join('') : '') + key.slice(1);
      entries.set(before, { key: before, bits, concepts: concepts ? concepts.split(',') : [] });
    }
  }
  return index.entries[at];
}

async function entry(index, key) {
  const found = (await shard(index, place(index, key))).get(key);
  return found && { ...found, list: decode(found, index) };
}

// The entries whose keys have this prefix, from at most two shards.
async function range(index, prefix) {
  const at = place(index, prefix);
  const places = [at, at + 1].filter((at) => at < index.starts.length && index.starts[at] <= prefix + '\uffff');
  const found = await Promise.all(places.map((at) => shard(index, at)));
  return found.flatMap((entries) => [...entries.values()].filter(({ key }) => key.startsWith(prefix)));
}

// The documents of an entry: {count, incidents, documents, levels, passages}. `incidents` counts those that are not pages.
function decode(entry, { documents: total, pages, levels: levelBits }) {
  if (entry.list) return entry.list;
  const { bits } = entry;
  let at = 0;
  const bit = () => { const one = (DIGITS.get(bits.charCodeAt(at / 6 | 0)) >> (5 - at % 6)) & 1; at++; return one; };
  const take = (width) => { let value = 0; while (width--) value = value * 2 + bit(); return value; };
  let count = 0;
  if (bits) {
    let width = 0;
    while (!bit()) width++;
    count = 2 ** width + take(width);
  }
  const documents = new Uint32Array(count);
  const levels = new Uint8Array(count);
  const passages = new Uint8Array(count);
  const kept = total <= 4096 || count <= (total / 4 | 0);
  const parameter = 31 - Math.clz32(Math.max(1, total / (count || 1) | 0));
  for (let i = 0, next = 0; i < count; i++) {
    let gap = 0;
    while (bit()) gap++;
    documents[i] = next + gap * 2 ** parameter + take(parameter);
    levels[i] = take(levelBits) << (4 - levelBits);
    passages[i] = kept ? bit() && take(5) : 255;
    next = documents[i] + 1;
  }
  return entry.list = { count, incidents: documents.filter((document) => document >= pages).length, documents, levels, passages };
}

// ---- Spelling

// Whether the words differ by one inserted, missing, changed or swapped letter.
function near(one, other) {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let a = one.length;
  let b = other.length;
  while (a > start && b > start && one[a - 1] === other[b - 1]) { a--; b--; }
  return (a - start <= 1 && b - start <= 1) || (a - start === 2 && b - start === 2 && one[start] === other[start + 1] && one[start + 1] === other[start]);
}

// Whether the words have at least six letters in common at the beginning and at most two others at the end, as `innløpet` and `innløp`.
function differByEnding(one, other) {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  return start > 5 && Math.max(one.length, other.length) <= start + 2;
}

// Words of the archive that differ from this one by one error, which is not both at its beginning and at its end, or by their ending.
async function spellings(index, word) {
  const length = word.length > 6 ? 3 : 2;
  const backwards = [...word].reverse().join('');
  const [some, others] = await Promise.all([range(index, '<' + word.slice(0, length)), range(index, '>' + backwards.slice(0, length))]);
  const found = [...some.map(({ key }) => key.slice(1)), ...others.map(({ key }) => [...key.slice(1)].reverse().join(''))];
  return [...new Set(found)].filter((other) => other !== word && (near(word, other) || differByEnding(word, other)));
}

