// `pmsite pack`: the whole archive in one file, opened from the disk.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { CHROMIUM, PMSITE, REPOSITORY, watched } from './site.js';

let folder, file, browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pmsite-pack-'));
  file = join(folder, 'archive.html');
  execFileSync(PMSITE, ['pack', join(REPOSITORY, 'content-example'), '-o', file, '--as-of', '2026-11-23', '-q'], { stdio: 'pipe' });
  browser = await chromium.launch({ executablePath: CHROMIUM });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page of the file, by its address behind `#`, and runs the test. Nothing may go wrong and nothing else be requested. */
async function opened(address, check, options, ready = '.site-footer') {
  const url = pathToFileURL(file).href;
  const { page, faults, close } = await watched(browser, url, options);
  try {
    await page.goto(`${url}${address}`);
    await page.waitForSelector(ready);
    await check(page);
    assert.deepEqual(faults.filter((fault) => !fault.includes('another place: blob:')), []);
  } finally {
    await close();
  }
}

test('links lead from page to page, and back to where one was', () => opened('', async (page) => {
  assert.match(await page.title(), /Larkway/);
  await page.click('.site-nav a:has-text("Incidents")');
  await page.waitForSelector('main table.incidents');
  await page.evaluate(() => scrollTo(0, 400));
  // Without scrolling to it first.
  await page.evaluate(() => document.querySelector('main table.incidents a[href$="INC-0017.html"]').click());
  await page.waitForSelector('article.incident, .incident h1');
  assert.match(page.url(), /archive\.html#\/incidents\/INC-0017\.html$/);
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.goBack();
  await page.waitForSelector('main table.incidents');
  await page.waitForFunction(() => scrollY === 400);
}));

test('an address opens its page, and a part of it scrolls there', async () => {
  await opened('#/incidents/INC-0017.html', async (page) => {
    assert.match(await page.textContent('h1'), /pool|printed|label/i);
    await page.reload();
    await page.waitForSelector('.site-footer');
    assert.match(page.url(), /INC-0017/);
    const name = (await page.getAttribute('.contents a >> nth=2', 'href')).slice(1);
    await page.click('.contents a >> nth=2');
    await page.waitForFunction((name) => location.hash === `#/incidents/INC-0017.html#${name}`, name);
    assert.equal(await page.evaluate((name) => document.querySelector(':target')?.id === decodeURIComponent(name), name), true);
    await page.waitForFunction((name) => Math.abs(document.getElementById(decodeURIComponent(name)).getBoundingClientRect().top) < innerHeight, name);
  });
});

test('a second search, another address and the way back show their own results', () => opened('#/search.html?q=certificate', async (page) => {
  const first = (id) => page.waitForFunction((id) => document.querySelector('.results .card')?.textContent.includes(id), id);
  await first('INC-0011');
  await page.fill('.finder input', 'pool exhausted');
  await page.keyboard.press('Enter');
  await first('INC-0017');
  await page.goBack();
  await first('INC-0011');
  await page.evaluate(() => { location.hash = '#/search.html?q=pool+exhausted'; });
  await first('INC-0017');
}));

test('the outage sheet has its own style', () => opened('#/now.html', async (page) => {
  const rules = await page.evaluate(() => document.adoptedStyleSheets.map((sheet) => sheet.cssRules.length));
  assert.ok(rules.length === 1 && rules[0] > 3, String(rules));
}, {}, 'main nav'));

test('the contents mark the section that is read, and links to copy name the page', () => opened('#/incidents/INC-0017.html', async (page) => {
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.waitForSelector('.contents a[aria-current=true]');
  assert.match(await page.getAttribute('.prose .anchor >> nth=0', 'href'), /^#\/incidents\/INC-0017\.html#/);
}));

test('pictures are shown', () => opened('#/incidents/INC-0017.html', async (page) => {
  const pictures = page.locator('main img');
  assert.ok(await pictures.count() > 0);
  await page.waitForFunction(() => [...document.querySelectorAll('main img')].every((one) => one.src.startsWith('blob:')));
  await pictures.first().scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector('main img').naturalWidth > 0);
}));

test('the search finds the same as on the site, and a result opens', async () => {
  await opened('', async (page) => {
    await page.fill('main input[type=search], .site-search input', 'pool exhausted');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.results .card a');
    assert.match(page.url(), /#\/search\.html\?q=pool\+exhausted|#\/search\.html\?q=pool%20exhausted/);
    assert.match(await page.textContent('.results .card >> nth=0'), /INC-0017|INC-0027/);
    await page.waitForSelector('.answers *');
    await page.click('.results .card a >> nth=0');
    await page.waitForSelector('.incident h1');
  });
  await opened('#/search.html?q=certificate+expired', async (page) => {
    await page.waitForSelector('.results .card');
    assert.match(await page.textContent('.results .card >> nth=0'), /INC-0011/);
  });
});

test('the field in the header suggests incidents while one types', () => opened('#/incidents/INC-0011.html', async (page) => {
  await page.keyboard.press('/');
  await page.keyboard.type('deadlock tracking');
  await page.waitForSelector('#found li[data-url]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !location.hash.includes('INC-0011'));
  assert.match(page.url(), /#\/incidents\//);
}));

test('what scripts of a page listen for ends with the page', () => opened('', async (page) => {
  for (const path of ['actions.html', 'incidents.html', 'index.html', 'actions.html']) {
    await page.evaluate((path) => { location.hash = `#/${path}`; }, path);
    await page.waitForFunction((path) => document.querySelector('.site-footer') && location.hash.endsWith(path), path);
  }
  await page.keyboard.press('?');
  assert.equal(await page.locator('dialog.help[open]').count(), 1);
}));

test('a page that is not in the file says so and leads home', async () => {
  const { page, close } = await watched(browser, pathToFileURL(file).href);
  await page.goto(`${pathToFileURL(file).href}#/incidents/INC-9999.html`);
  await page.click('text=Home');
  await page.waitForSelector('.site-footer');
  await close();
});

test('a server may send the file with another character set', async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { page, close } = await watched(browser, `http://127.0.0.1:${server.address().port}/`);
  await page.goto(`http://127.0.0.1:${server.address().port}/archive.html#/incidents/INC-0017.html`);
  await page.waitForSelector('.incident h1');
  await close();
  server.close();
  server.closeAllConnections();
});

test('a file that was cut off or damaged says so', async () => {
  const whole = readFileSync(file);
  for (const [name, bytes, said] of [
    ['cut', whole.subarray(0, whole.length / 2), 'the file is incomplete'],
    ['damaged', Buffer.concat([whole.subarray(0, 5000), Buffer.alloc(3000, 65), whole.subarray(8000)]), 'cannot be read'],
  ]) {
    const place = join(folder, `${name}.html`);
    writeFileSync(place, bytes);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${pathToFileURL(place).href}#/about.html`);
    await page.waitForSelector(`text=${said}`);
    await context.close();
  }
});
