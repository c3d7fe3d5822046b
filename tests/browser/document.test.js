// The page of an incident: what is on the first screen, what is folded, what the script adds, and how much is transferred.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { open, watched } from './site.js';

const INCIDENT = 'incidents/INC-0027.html';

let site;
before(async () => {
  site = await open();
});
after(() => site?.close());

async function on(options, check) {
  const { page, faults, close } = await watched(site.browser, site.root, options);
  await page.goto(site.root + INCIDENT);
  await check(page);
  await close();
  assert.deepEqual(faults, []);
}

test('what fixed an incident is on the first screen of a phone', async () => {
  await on({ viewport: { width: 390, height: 844 } }, async (page) => {
    const { y, height } = await (await page.$('.in-short .fixed')).boundingBox();
    assert.ok(y + height < 700, `it ends at ${y + height} px`);
  });
});

test('facts that the box shows are folded, and printed', async () => {
  await on({}, async (page) => {
    const cell = page.locator('.as-written td:text-is("2 hours 14 minutes")');
    assert.equal(await cell.isVisible(), false);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    assert.equal(await cell.isVisible(), true);
  });
});

test('a link into folded blocks opens them', async () => {
  await on({}, async (page) => {
    await page.evaluate(() => { location.hash = '#action-item-details'; });
    await page.waitForSelector('#action-item-details', { state: 'visible' });
  });
});

test('the author’s table of action items shows state and owner, and is not repeated', async () => {
  await on({}, async (page) => {
    assert.equal(await page.$$eval('.prose .state', (all) => all.length), 5);
    assert.match(await page.getAttribute('.prose tr:has(#ai-2) td:nth-child(3) a', 'href'), /actions\/adaeze\.html$/);
    assert.equal(await page.$('.own-actions'), null);
  });
});

test('the phases lead to their events, and the contents mark the section', async () => {
  await on({}, async (page) => {
    await page.click('.phase-keys a:has-text("diagnosis")');
    assert.match(page.url(), /#t-0715$/);
    await page.evaluate(() => document.getElementById('lessons-learned').scrollIntoView());
    await page.waitForSelector('.contents a[href="#lessons-learned"][aria-current]');
  });
});

test('the chosen colors are there before the script of the page', async () => {
  const { page, close } = await watched(site.browser, site.root, { colorScheme: 'light' });
  await page.goto(site.root + INCIDENT);
  const toggle = () => page.click('[data-theme-toggle]');
  await toggle();
  await toggle();
  await page.route('**/assets/site.*.js', (route) => route.abort());
  await page.reload();
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await close();
  assert.equal(dark, 'rgb(17, 21, 26)');
});

test('a page keeps its budget of bytes', () => {
  const html = site.read(INCIDENT);
  const size = (text) => gzipSync(text, { level: 9 }).length;
  const asset = (name) => size(site.read(html.match(new RegExp(`assets/${name}\\.\\w+\\.(css|js)`))[0]));
  const sizes = { document: size(html), style: asset('style'), scripts: asset('site') + asset('colors') };
  assert.ok(sizes.document <= 20_000 && sizes.style <= 12_000 && sizes.scripts <= 14_000, JSON.stringify(sizes));
});
