// Measures the ranking: searches for known items in other words, and compares it with MiniSearch, lunr and Pagefind.
//
//   node tests/search/relevance.mjs CONTENT QUERIES [--all] [--apart] [--misses]
//
// CONTENT is a folder of documents. QUERIES is a list of [kind, query, [id …]], or JSON lines {"class", "query", "relevant":
// {"path": grade}}. A query finds its item at the first of these ids or of the paths with grade 2. `--all` also runs the others, which npm
// installs into a temporary folder. They index title and Markdown of the same documents. `--apart` makes each folder in CONTENT an archive
// of its own. Needs target/release/pmsite, or PMSITE.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { open } from './engine.mjs';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const PMSITE = process.env.PMSITE ?? join(process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target'), 'release', 'pmsite');
const [content, list, ...options] = process.argv.slice(2);
const queries = read(readFileSync(list, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'pmsite-relevance-'));
const ranks = {};
try {
  if (options.includes('--all')) {
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', 'minisearch@7', 'lunr@2', 'pagefind@1'], { stdio: 'ignore' });
  }
  if (options.includes('--apart')) {
    const folders = new Set(queries.flatMap(({ wanted }) => wanted.map((path) => path.split('/')[0])));
    for (const one of folders) {
      const inside = (path) => path.startsWith(`${one}/`);
      const own = queries.filter(({ wanted }) => inside(wanted[0])).map((query) => ({ ...query, wanted: query.wanted.filter(inside).map((path) => path.slice(one.length + 1)) }));
      if (own.length) await run(join(content, one), own);
    }
  } else await run(content, queries);
  report();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function read(text) {
  if (text.startsWith('[')) return JSON.parse(text).map(([kind, query, wanted]) => ({ kind, query, wanted }));
  const grade2 = (relevant) => Object.keys(relevant).filter((path) => relevant[path] > 1);
  return text.trim().split('\n').map((line) => JSON.parse(line)).map((one) => ({ kind: one.class, query: one.query, wanted: grade2(one.relevant) }));
}

/** Runs queries on an archive. */
async function run(archive, queries) {
  const site = mkdtempSync(join(folder, 'site-'));
  execFileSync(PMSITE, ['build', archive, '-o', site, '--as-of', '2026-11-23', '-q', '--no-cache'], { stdio: 'ignore' });
  const { incidents, pages } = JSON.parse(readFileSync(join(site, 'api/incidents.json'), 'utf8'));
  const documents = [...incidents, ...pages];
  const known = new Set(documents.flatMap(({ id, source }) => [id, source]));
  for (const name of queries.flatMap(({ wanted }) => wanted)) if (!known.has(name)) throw new Error(`${name} is not in the archive`);
  const systems = { pmsite: own(site) };
  if (options.includes('--all')) {
    const texts = documents.map((one) => ({ ...one, text: readFileSync(join(archive, one.source), 'utf8') }));
    Object.assign(systems, { MiniSearch: mini(texts), lunr: lunr(texts), Pagefind: await pagefind(texts, site) });
  }
  const byUrl = new Map(documents.map((one) => [one.url, one]));
  for (const [name, search] of Object.entries(systems)) {
    for (const { kind, query, wanted } of queries) {
      const found = (await search(query)).map((url) => byUrl.get(url));
      const right = (one) => one && (wanted.includes(one.id) || wanted.includes(one.source));
      const at = found.findIndex(right);
      const recall = found.slice(0, 5).filter(right).length / Math.min(5, wanted.length);
      (ranks[name] ??= []).push({ kind, reciprocal: at < 0 ? 0 : 1 / (at + 1), recall });
      if (name === 'pmsite' && at !== 0 && options.includes('--misses')) console.log(`${at < 0 ? 'none' : at + 1}\t${kind}\t${query}\t${wanted}`);
    }
  }
}

function own(site) {
  const { pmsite } = open(site);
  return async (query) => (await pmsite.search(query, { limit: 10 })).hits.map(({ url }) => decodeURI(url));
}

function load(name) {
  return createRequire(join(folder, 'x.js'))(name);
}

/** As its documentation recommends: prefixes, fuzzy search, a boosted title. */
function mini(texts) {
  const index = new (load('minisearch'))({ idField: 'url', fields: ['title', 'text'] });
  index.addAll(texts);
  return async (query) => index.search(query, { prefix: true, fuzzy: 0.2, boost: { title: 2 } }).slice(0, 10).map(({ id }) => id);
}

/** Exact words count most, then prefixes, then words with a typing error. */
function lunr(texts) {
  const engine = load('lunr');
  const index = engine(function build() {
    this.ref('url');
    this.field('title', { boost: 3 });
    this.field('text');
    for (const one of texts) this.add(one);
  });
  return async (query) => index.query((wanted) => {
    for (const word of engine.tokenizer(query).slice(0, 100)) {
      wanted.term(word, { boost: 100 });
      wanted.term(word, { boost: 10, usePipeline: false, wildcard: engine.Query.wildcard.TRAILING });
      if (word.str.length > 3 && word.str.length < 30) wanted.term(word, { boost: 1, usePipeline: false, editDistance: 1 });
    }
  }).slice(0, 10).map(({ ref }) => ref);
}

/** Over plain pages made from the Markdown. */
async function pagefind(texts, site) {
  const plain = `${site}-plain`;
  const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  mkdirSync(plain);
  for (const [at, { title, text }] of texts.entries()) {
    const lines = escape(text).replace(/^#+ (.*)$/gm, '</p><h2>$1</h2><p>').replace(/\n\n+/g, '</p><p>');
    writeFileSync(join(plain, `${at}.html`), `<!doctype html><html lang=en><title>${escape(title)}</title><main data-pagefind-body><h1>${escape(title)}</h1><p>${lines}</p></main>`);
  }
  execFileSync(join(folder, 'node_modules/.bin/pagefind'), ['--site', plain], { stdio: 'ignore' });
  writeFileSync(join(plain, 'package.json'), '{"type":"module"}');
  globalThis.document = undefined;
  globalThis.window = undefined;
  globalThis.fetch = async (url) => {
    const bytes = readFileSync(fileURLToPath(String(url).replace(/\?.*/, '')));
    return new Response(bytes, { status: 200, headers: { 'content-type': String(url).endsWith('.json') ? 'application/json' : 'application/wasm' } });
  };
  const base = pathToFileURL(join(plain, 'pagefind') + '/').href;
  const engine = await import(base + 'pagefind.js');
  await engine.options({ basePath: base, baseUrl: '/' });
  await engine.init();
  return async (query) => {
    const { results } = await engine.search(query);
    const pages = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return pages.map(({ url }) => texts[parseInt(url.split('/').pop(), 10)].url);
  };
}

function report() {
  const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const names = Object.keys(ranks);
  const others = names.slice(1);
  const row = (cells) => console.log(cells.map((text, at) => String(text).padEnd(at ? 12 : 14)).join('').trimEnd());
  row(['MRR@10', 'n', ...names, ...(others.length ? ['ahead of MiniSearch, 95 % interval'] : [])]);
  const kinds = [...new Set(queries.map(({ kind }) => kind))];
  for (const kind of ['all', ...kinds]) {
    const of = (name) => ranks[name].filter((one) => kind === 'all' || one.kind === kind).map(({ reciprocal }) => reciprocal);
    const values = Object.fromEntries(names.map((name) => [name, of(name)]));
    const cells = [kind, values.pmsite.length, ...names.map((name) => mean(values[name]).toFixed(3))];
    if (others.length) {
      const differences = values.pmsite.map((value, at) => value - values.MiniSearch[at]);
      cells.push([mean(differences), ...interval(differences, mean)].map((value) => value.toFixed(3)).join(' '));
    }
    row(cells);
  }
  row(['recall@5', '', ...names.map((name) => mean(ranks[name].map(({ recall }) => recall)).toFixed(3))]);
}

/** The percentiles of resampled means (paired bootstrap). The generator is fixed, so that a run can be repeated. */
function interval(values, mean) {
  let state = 42;
  const random = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; };
  const means = Array.from({ length: 10_000 }, () => mean(values.map(() => values[Math.floor(random() * values.length)]))).sort((a, b) => a - b);
  return [means[250], means[9_749]];
}
