// The search engine on the example archive, in Node: results, their order, and what a hit shows.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open } from '../search/engine.mjs';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const PMSITE = process.env.PMSITE ?? join(process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target'), 'release', 'pmsite');
const read = (name) => JSON.parse(readFileSync(join(REPOSITORY, 'tests/search', name), 'utf8'));
// Values from the context of the engine have other prototypes.
const plain = (value) => JSON.parse(JSON.stringify(value));

suite('search', () => {
  let folder;
  let engine;
  const find = (query, options) => engine.pmsite.search(query, options);
  const ids = async (query, options) => plain((await find(query, options)).hits).map(({ id }) => id);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'pmsite-search-'));
    execFileSync(PMSITE, ['build', join(REPOSITORY, 'content-example'), '-o', folder, '--as-of', '2026-11-23', '-q', '--force'], { stdio: 'pipe' });
    engine = open(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('words and queries give the same terms as in the program', async () => {
    const { facets } = await engine.pmsite.directory();
    const { fold, chunks, terms, queries } = read('vectors.json');
    for (const [text, expected] of fold) assert.equal(engine.pmsite.words.fold(text), expected, text);
    for (const [text, expected] of chunks) assert.deepEqual(plain(engine.pmsite.words.chunks(text)), expected, text);
    for (const [text, expected] of terms) assert.deepEqual(plain(engine.pmsite.words.terms(text)), expected, text);
    for (const [text, expected] of queries) assert.deepEqual(plain(engine.pmsite.parse(text, facets)), expected, text);
  });

  test('filters and alerts are read as in the program', async () => {
    const { facets, today } = await engine.pmsite.directory();
    const { parse, filters: { period, minutes, nearest, problem, misspelledFilters, alertText } } = engine.pmsite;
    const vectors = read('vectors.json');
    assert.equal(today, vectors.today);
    const periods = [...vectors.periods.map(([text, expected]) => [text, today, expected]), ...vectors.periods_of_leap_day.map(([text, expected]) => [text, '2024-02-29', expected])];
    for (const [text, day, expected] of periods) {
      const found = period(text, day);
      assert.deepEqual(found ? [found.first, found.next, Boolean(found.ago)] : null, expected, text);
    }
    for (const [text, expected] of vectors.durations) assert.equal(minutes(text), expected, text);
    for (const [value, names, expected] of vectors.nearest) assert.deepEqual(plain(nearest(value, names)), expected, value);
    for (const [text, expected] of vectors.problems) assert.equal(problem(parse(text, facets).filters[0], facets) ?? null, expected, text);
    for (const [text, expected] of vectors.misspelled) assert.deepEqual(plain(misspelledFilters(parse(text, facets), facets)), expected, text);
    for (const [text, expected] of vectors.alerts) assert.deepEqual(alertText(text).split('\n').filter(Boolean).sort(), expected, text);
  });

  test('known items rank first or nearly so', async () => {
    let sum = 0;
    const queries = read('queries-example.json');
    for (const [, query, wanted] of queries) {
      const at = (await ids(query)).findIndex((id) => wanted.includes(id));
      assert.ok(at >= 0 && at < 5, `${query}: ${at}`);
      sum += 1 / (at + 1);
    }
    assert.ok(sum / queries.length >= 0.95, `MRR ${sum / queries.length}`);
  });

  test('the terminal gives the same results in the same order', async () => {
    for (const [query, incidents, pages, first] of read('ranking.json')) {
      const found = await find(query, { limit: 8 });
      assert.deepEqual([found.total - found.pages, found.pages, plain(found.hits.map(({ id, page }) => page || id))], [incidents, pages, first], query);
    }
  });

  test('an engineer on call finds what a question asks for', async () => {
    for (const [question, first] of [
      ['which incident last broke checkout', ['INC-0027']],
      ['what fixed the pool exhaustion last time', ['INC-0017', 'INC-0027']],
      ['when did the client certificate expire', ['INC-0011']],
      ['all SEV1 of 2025', ['INC-0014']],
      ['last deadlock in the tracking database', ['INC-0026']],
    ]) assert.deepEqual((await ids(question)).slice(0, first.length), first, question);
  });

  test('the answer is about the same incidents as in the terminal', async () => {
    const make = (tag, attributes, ...children) => ({ tag, attributes, children });
    const ui = { make, t: (name, values) => ({ name, ...values }), day: (iso) => ({ textContent: iso }), length: String, number: String, author: {}, messages: {}, link: ({ id }) => id };
    const answer = async (query) => {
      const [section] = await engine.pmsite.answer(query, ui);
      if (!section) return null;
      const links = section.children.find((child) => child?.attributes?.class === 'answer-links').children[1];
      return plain([section.children[0].children[0].count, links.map(([, id]) => id)]);
    };
    const queries = read('queries-example.json').map(([, query]) => query).filter((query) => !/[":<>=]/.test(query)).filter((_, at) => at % 4 === 0);
    let answered = 0;
    for (const query of [...queries, 'pool exhausted', 'checkout-api', 'checkout slow', 'how to bake bread', 'what fixed the pool exhaustion last time']) {
      const { stdout } = spawnSync(PMSITE, ['similar', '-C', join(REPOSITORY, 'content-example'), '--as-of', '2026-11-23', '--format', 'json', '--', query], { encoding: 'utf8' });
      const { seen } = JSON.parse(stdout);
      assert.deepEqual(await answer(query), seen && [seen.count, seen.incidents.slice(0, 5)], query);
      answered += seen ? 1 : 0;
    }
    assert.ok(answered > 5, `${answered} answers`);
  });

  test('every word of a document finds it', async () => {
    const records = JSON.parse(readFileSync(join(folder, 'api/incidents.json'), 'utf8')).incidents;
    const { id, summary, root_cause: cause, timeline } = records.find((one) => one.id === 'INC-0029');
    const words = new Set(engine.pmsite.words.chunks([summary, cause, ...timeline.map(({ text }) => text)].join(' ')));
    for (const word of words) {
      if (!engine.pmsite.words.terms(word).length) continue;
      assert.ok((await ids(word, { limit: 30 })).includes(id), word);
    }
  });

  test('alt texts, headings, tables, code and front matter that is shown are found', async () => {
    const archive = join(folder, 'everything');
    mkdirSync(archive);
    writeFileSync(join(archive, 'pmsite.toml'), '[fields]\nRegion = "Region"\n');
    writeFileSync(join(archive, 'g.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    writeFileSync(join(archive, 'INC-1.md'), '---\nid: INC-1\nseverity: SEV2\nregion: antarctica\nauthors: [Zelda Quux]\nunshown: hiddenvalue\n---\n# Disk full\n\n## Headword\n\n![sawtooth](g.svg) ![staircase](https://example.com/x.png)\n\n| cellword | b |\n|---|---|\n| innerword | d |\n\n```\ncodeword --flag\n```\n');
    writeFileSync(join(archive, 'runbook.md'), '---\nkind: page\n---\n# Restore a replica\n\nCall `pg_basebackup` twice.\n');
    execFileSync(PMSITE, ['build', archive, '-o', join(folder, 'everything-site'), '--as-of', '2026-11-23', '-q'], { stdio: 'pipe' });
    const { pmsite } = open(join(folder, 'everything-site'));
    for (const word of ['headword', 'sawtooth', 'staircase', 'cellword', 'innerword', 'codeword', 'antarctica', 'quux', 'full']) {
      assert.deepEqual(plain((await pmsite.search(word)).hits).map(({ id }) => id), ['INC-1'], word);
    }
    assert.equal((await pmsite.search('hiddenvalue')).total, 0);
    for (const query of ['pg_basebackup', '"restore a replica"']) {
      const { hits, pages } = await pmsite.search(query);
      assert.deepEqual([pages, plain(hits).map(({ page, url, title }) => [page, url, title])], [1, [['runbook', 'runbook.html', 'Restore a replica']]], query);
    }
    assert.equal((await pmsite.search('replica', { kind: 'incident' })).total, 0);
    assert.equal((await pmsite.search('replica severity:unrated')).total, 0);
    const listed = (...args) => spawnSync(PMSITE, ['list', '-C', archive, '--format', 'ids', ...args], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
    assert.deepEqual([listed('replica'), listed('replica', '--kind', 'page'), listed('--kind', 'all')], [[], ['runbook'], ['INC-1', 'runbook']]);
  });

  test('an ID in any spelling finds its incident before those that mention it', async () => {
    for (const id of ['INC-0017', 'inc17', 'INC 17', 'inc_0017', '17', '0017']) assert.equal((await ids(id))[0], 'INC-0017', id);
  });

  test('a word is found while it is typed, and with one typing error', async () => {
    for (const begun of ['wrapar', 'wraparo', 'wraparoun']) assert.equal((await ids(begun, { typing: true }))[0], 'INC-0030', begun);
    // A word that only begins like it (`Broker`, `retrying`) ranks below the word itself.
    for (const query of ['retry', 'pool', 'cache', 'lock']) {
      const exact = await ids(query, { limit: 30 });
      assert.deepEqual((await ids(query, { limit: 30, typing: true })).slice(0, exact.length), exact, query);
    }
    assert.deepEqual(await ids('checkout broken', { typing: true }), await ids('checkout broken'));
    for (const wrong of ['wraparuond', 'wrparound', 'wrapparound', 'vraparound', 'wraparount']) assert.equal((await ids(wrong))[0], 'INC-0030', wrong);
  });

  test('a phrase is found as written', async () => {
    assert.deepEqual(await ids('"no space left on device"'), ['INC-0001']);
    assert.deepEqual(await ids('"device left on space no"'), []);
  });

  test('excluded words are not found', async () => {
    const all = await ids('pool_exhausted', { limit: 30 });
    const some = await ids('pool_exhausted -hikaripool', { limit: 30 });
    assert.ok(all.includes('INC-0017') && !some.includes('INC-0017'));
  });

  test('filters work with and without words, and facets are counted', async () => {
    const { hits, total, facets } = await find('severity<=2 service:checkout-api', { facets: true, limit: 30 });
    assert.ok(total > 0 && hits.length === total);
    for (const { level, services } of hits) assert.ok(level <= 2 && services.includes('checkout-api'));
    assert.deepEqual([...hits.map(({ date }) => date)].sort().reverse(), plain(hits.map(({ date }) => date)));
    const service = facets.service.find(({ value }) => value === 'checkout-api');
    assert.equal(service.count, total);
    assert.ok(facets.service.length > 1, 'other values of a facet stay on offer');
    for (const { date } of (await find('year:2025 carrier', { limit: 30 })).hits) assert.ok(date.startsWith('2025'));
    assert.equal((await find('service:nothing-of-the-kind')).total, 0);
  });

  test('a hit shows its section', async () => {
    const [hit] = (await find('0x80070005')).hits;
    assert.equal(hit.url, 'incidents/INC-0008.html');
    assert.ok(hit.snippet.some(([text, marked]) => marked && text === '0x80070005'));
    const page = readFileSync(join(folder, hit.url), 'utf8');
    assert.ok(page.includes(`id="${hit.anchor}"`), hit.anchor);
  });

  test('a search without results suggests another spelling', async () => {
    const { hits, suggestions } = await find('"wraparuond"');
    assert.deepEqual(plain(hits), []);
    assert.ok(suggestions.some(({ text }) => text === 'wraparound'));
  });

  test('fields of the configuration are facets', async () => {
    const archive = join(folder, 'fields');
    mkdirSync(archive);
    writeFileSync(join(archive, 'pmsite.toml'), '[fields]\nRegion = "Region of the world"\nstatus = "never"\n');
    const document = (id, region) => writeFileSync(join(archive, `${id}.md`), `---\nid: ${id}\nseverity: SEV2\nregion: ${region}\n---\n# Disk full\n`);
    document('INC-1', 'eu-west');
    document('INC-2', '[us-east, EU-west]');
    document('INC-3', 'ap-south');
    execFileSync(PMSITE, ['build', archive, '-o', join(folder, 'fields-site'), '--as-of', '2026-11-23', '-q'], { stdio: 'pipe' });
    const { pmsite } = open(join(folder, 'fields-site'));
    const { hits, facets, fields } = await pmsite.search('region:eu-west', { facets: true });
    assert.deepEqual(plain(hits).map(({ id }) => id), ['INC-1', 'INC-2']);
    assert.deepEqual(plain(fields), { region: 'Region of the world' });
    for (const query of ['region:us-east', 'REGION:"eu west" disk', '-region:us-east', 'region:us-east,ap-south', 'has:region', 'region:nowhere']) {
      const { status, stdout } = spawnSync(PMSITE, ['list', '-C', archive, '--format', 'ids', '--', query], { encoding: 'utf8' });
      const found = plain((await pmsite.search(query)).hits).map(({ id }) => id);
      assert.deepEqual([stdout.split('\n').filter(Boolean), status], [found, found.length ? 0 : 1], query);
    }
    assert.deepEqual(plain(facets.region).map(({ label, count }) => [label, count]), [['EU-west', 2], ['ap-south', 1], ['us-east', 1]]);
    assert.match(readFileSync(join(folder, 'fields-site/incidents/INC-2.html'), 'utf8'), /Region of the world<\/dt><dd dir="auto">us-east, EU-west/);
  });

  test('a superseded search rejects', async () => {
    const control = new AbortController();
    const search = find('deadlock', { signal: control.signal });
    control.abort();
    await assert.rejects(search, { name: 'AbortError' });
  });
});
