// Measures the ranking: searches for known items in other words, and compares it with MiniSearch and Pagefind.
//
//   node tests/search/relevance.mjs CONTENT QUERIES [--all] [--misses]
//
// CONTENT is a folder of documents, QUERIES a list of [kind, query, [id …]]; a query finds its item at the first of these ids. `--all`
// also runs the others, which npm installs into a temporary folder. Needs target/release/pmsite, or PMSITE.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { open } from './engine.mjs';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const PMSITE = process.env.PMSITE ?? join(process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target'), 'release', 'pmsite');
const [content, list, ...options] = process.argv.slice(2);
const queries = JSON.parse(readFileSync(list, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'pmsite-relevance-'));
const site = join(folder, 'site');
try {
  execFileSync(PMSITE, ['build', content, '-o', site, '--as-of', '2026-11-23', '-q'], { stdio: ['ignore', 'ignore', 'ignore'] });
  const documents = JSON.parse(readFileSync(join(site, 'api/incidents.json'), 'utf8')).incidents;
  const known = new Set(documents.map(({ id }) => id));
  for (const id of queries.flatMap(([, , ids]) => ids)) if (!known.has(id)) throw new Error(`${id} is not in the archive`);
  const systems = { pmsite: own() };
  if (options.includes('--all')) {
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', 'minisearch@7', 'pagefind@1'], { stdio: 'ignore' });
    const texts = documents.map((one) => ({ ...one, text: plain(readFileSync(join(site, one.url), 'utf8')) }));
    systems.MiniSearch = mini(texts);
    systems.Pagefind = await pagefind(texts);
  }
  await report(systems);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function own() {
  const { pmsite } = open(site);
  return async (query) => (await pmsite.search(query, { limit: 10 })).hits.map(({ id }) => id);
}

/** The text of the page of an incident. */
function plain(html) {
  return html.replace(/^[\s\S]*<main[^>]*>|<\/main>[\s\S]*$/g, '').replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39|#x27|#x2f);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#x2f': '/' })[name] ?? "'");
}

/** As its documentation recommends: prefixes, fuzzy search, boosted fields. */
function mini(texts) {
  const MiniSearch = createRequire(join(folder, 'x.js'))('minisearch');
  const index = new MiniSearch({ idField: 'url', fields: ['id', 'title', 'summary', 'services', 'text'], storeFields: ['id'] });
  index.addAll(texts.map((one) => ({ ...one, summary: one.summary ?? '', services: one.services.join(' ') })));
  return async (query) => index.search(query, { prefix: true, fuzzy: 0.2, boost: { id: 5, title: 3, summary: 2, services: 2 } }).slice(0, 10).map(({ id }) => id);
}

async function pagefind(texts) {
  const ids = new Map(texts.map(({ url, id }) => [url.split('/').pop(), id]));
  execFileSync(join(folder, 'node_modules/.bin/pagefind'), ['--site', site, '--glob', 'incidents/*.html'], { stdio: 'ignore' });
  globalThis.document = undefined;
  globalThis.fetch = async (url) => {
    const bytes = readFileSync(fileURLToPath(String(url).replace(/\?.*/, '')));
    return new Response(bytes, { status: 200, headers: { 'content-type': String(url).endsWith('.json') ? 'application/json' : 'application/wasm' } });
  };
  const base = pathToFileURL(join(site, 'pagefind') + '/').href;
  globalThis.window = undefined;
  const engine = await import(base + 'pagefind.js');
  await engine.options({ basePath: base, baseUrl: '/' });
  await engine.init();
  return async (query) => {
    const { results } = await engine.search(query);
    const pages = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return pages.map(({ url }) => ids.get(decodeURIComponent(url.split('/').pop())));
  };
}

async function report(systems) {
  const ranks = {};
  for (const [name, search] of Object.entries(systems)) {
    ranks[name] = [];
    for (const [kind, query, ids] of queries) {
      const at = (await search(query)).findIndex((id) => ids.includes(id));
      ranks[name].push(at);
      if (name === 'pmsite' && at !== 0 && options.includes('--misses')) console.log(`${at < 0 ? 'none' : at + 1}\t${kind}\t${query}\t${ids}`);
    }
  }
  const kinds = [...new Set(queries.map(([kind]) => kind))];
  const reciprocal = (at) => (at < 0 ? 0 : 1 / (at + 1));
  const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
  console.log(['', 'MRR@10', 'recall@5', ...kinds].map((text) => text.padEnd(11)).join(''));
  for (const [name, all] of Object.entries(ranks)) {
    const by = kinds.map((kind) => mean(all.filter((_, at) => queries[at][0] === kind).map(reciprocal)));
    const row = [mean(all.map(reciprocal)), mean(all.map((at) => (at >= 0 && at < 5 ? 1 : 0))), ...by];
    console.log(name.padEnd(11) + row.map((value) => value.toFixed(3).padEnd(11)).join(''));
  }
  for (const name of Object.keys(ranks).slice(1)) {
    const differences = ranks.pmsite.map((at, query) => reciprocal(at) - reciprocal(ranks[name][query]));
    const [low, high] = interval(differences, mean);
    console.log(`pmsite ahead of ${name} by ${mean(differences).toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)} (paired bootstrap, ${queries.length} queries)`);
  }
}

/** The percentiles of resampled means. The generator is fixed, so that a run can be repeated. */
function interval(values, mean) {
  let state = 42;
  const random = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; };
  const means = Array.from({ length: 10_000 }, () => mean(values.map(() => values[Math.floor(random() * values.length)]))).sort((a, b) => a - b);
  return [means[250], means[9_749]];
}
