// Compares what a site costs its readers with the budgets: gzipped sizes with an empty cache and, with --browser, how long Chromium is busy.
//
//   node tests/search/budget.mjs SITE [--browser] [QUERY …]
//
// Exits with 1 if a budget is exceeded. --browser needs the packages of tests/browser; times are only meaningful on an idle machine.
// `cargo bench --bench build` measures what the index adds to a build.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { browse } from './browse.mjs';
import { open } from './engine.mjs';

const [site, ...rest] = process.argv.slice(2);
const browser = rest.includes('--browser');
const queries = rest.filter((one) => one !== '--browser');
const ONE_WORD = ['latency', 'exhaustion', 'timeout', 'database', 'exhuastion', 'E1A2B3C', 'INC-0042'];
const OTHERS = ['the database', 'retry storm', 'disk full node', 'severity<=1 year:2025'];

const size = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
let failed = false;

/** Prints a line with a value and its budget. */
function check(name, value, most, show = kb) {
  const over = value > most;
  failed ||= over;
  console.log(`${over ? 'OVER' : 'ok  '}  ${name.padEnd(58)}${show(value).padStart(10)}  of ${show(most)}`);
}

const names = readdirSync(join(site, 'assets'));
const assets = (ending) => names.filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + size(join(site, 'assets', name)), 0);
const index = readdirSync(join(site, 'search'));
const { documents } = await open(site).pmsite.directory();
const answer = names.filter((name) => name.startsWith('answer.')).reduce((sum, name) => sum + size(join(site, 'assets', name)), 0);
const script = assets('.js') - answer;

console.log(`${documents} documents, ${index.length} files of the index`);
check('search script', names.filter((name) => /^search\..*js$/.test(name)).reduce((sum, name) => sum + size(join(site, 'assets', name)), 0), 14_000);
check('all scripts but that of answers', script, 18_000);
check('the script of answers, on the search page', answer, 4_000);
check('style', assets('.css'), 12_000);
check('an ordinary incident page (the median)', median(pages()), 20_000);
check('the index on disk, for 10,000 incidents', onDisk() / Math.max(1, documents / 10_000), 12_000_000);
const facets = index.filter((name) => name.startsWith('f')).reduce((sum, name) => sum + size(join(site, 'search', name)), 0);
check('facets, for 1,000 incidents', facets / Math.max(1, documents / 1000), 40_000);

const most = documents > 10_000 ? 100_000 : 60_000;
for (const query of queries.length ? queries : ONE_WORD) await first(query, most);
if (!queries.length) for (const query of OTHERS) await first(query, Infinity);
if (browser) {
  for (const { query, after, longest } of await browse(resolve(site), queries.length ? queries : [...ONE_WORD, ...OTHERS])) {
    check(`${query}: from the last file to the results`, after, 50, ms);
    check(`${query}: the longest task, in processor time`, longest, 50, ms);
  }
}
process.exitCode = failed ? 1 : 0;

function ms(value) {
  return `${value.toFixed(0)} ms`;
}

function onDisk() {
  return index.reduce((sum, name) => sum + statSync(join(site, 'search', name)).size, 0);
}

/** The sizes of up to two hundred incident pages, spread evenly. */
function pages() {
  const all = readdirSync(join(site, 'incidents')).filter((name) => name.endsWith('.html'));
  const step = Math.ceil(all.length / 200);
  return all.filter((_, at) => at % step === 0).map((name) => size(join(site, 'incidents', name)));
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** What a first query loads: the scripts, the directory, shards, cards, and columns. */
async function first(query, most) {
  const { pmsite, loaded } = open(site);
  await pmsite.search(query, { limit: 10, typing: true });
  const of = (letter) => loaded.filter(({ path }) => path.startsWith(`search/${letter}`)).reduce((sum, { bytes }) => sum + bytes, 0);
  const parts = { directory: of('index'), shards: of('s'), cards: of('c'), facets: of('f') };
  const all = Object.values(parts).reduce((sum, one) => sum + one, script + answer);
  const details = Object.entries(parts).filter(([, bytes]) => bytes).map(([name, bytes]) => `${name} ${(bytes / 1000).toFixed(1)}`);
  const name = `first query: ${query} (${details.join(', ')})`;
  if (most === Infinity) console.log(`      ${name.padEnd(58)}${kb(all).padStart(10)}`);
  else check(name, all, most);
}
