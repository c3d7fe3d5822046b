// What search costs: the size of the index, and what a first query loads, gzipped, with nothing in the cache.
//
//   node tests/search/budget.mjs SITE [QUERY …]
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { open } from './engine.mjs';

const [site, ...queries] = process.argv.slice(2);
const size = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
const folder = join(site, 'search');
const on = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
const asset = (ending) => size(join(site, 'assets', readdirSync(join(site, 'assets')).find((name) => name.endsWith(ending))));
const script = asset('.js');
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const { documents } = await open(site).pmsite.directory();

console.log(`${documents} incidents; index on disk ${(on / 1e6).toFixed(1)} MB in ${readdirSync(folder).length} files; script ${kb(script)}, style ${kb(asset('.css'))}`);
console.log('query                          all        directory  shards     cards      facets     files  ms');
for (const query of queries.length ? queries : ['latency', 'exhaustion', 'the database', 'E1A2B3C', 'timeout', 'retry storm', 'severity<=1 year:2025', 'exhuastion']) {
  const { pmsite, loaded } = open(site);
  const start = performance.now();
  await pmsite.search(query, { limit: 10, typing: true });
  const time = performance.now() - start;
  const of = (letter) => loaded.filter(({ path }) => path.startsWith(`search/${letter}`)).reduce((sum, { bytes }) => sum + bytes, 0);
  const parts = [of('index'), of('s'), of('c'), of('f')];
  const all = script + parts.reduce((sum, one) => sum + one, 0);
  console.log(query.padEnd(31) + [all, ...parts].map((bytes) => kb(bytes).padEnd(11)).join('') + String(loaded.length).padEnd(7) + time.toFixed(0));
}
