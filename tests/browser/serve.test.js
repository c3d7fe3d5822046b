// `pmsite serve --watch` in a browser: pages reload automatically, errors appear and disappear.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { CHROMIUM, PMSITE, REPOSITORY, watched } from './site.js';

const LIMIT = { timeout: 15_000 };
const PAGE = 'incidents/INC-0027.html';
let folder, server, root, browser, incidents;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pmsite-serve-test-'));
  cpSync(join(REPOSITORY, 'content-example'), folder, { recursive: true });
  const options = ['serve', folder, '--watch', '--port', '0', '-u', '/repo/', '--as-of', '2026-11-23'];
  server = spawn(PMSITE, options, { stdio: ['ignore', 'ignore', 'pipe'] });
  root = await new Promise((found, failed) => {
    createInterface(server.stderr).on('line', (line) => {
      const address = line.match(/ at (http:\S+)/);
      if (address) found(address[1]);
    });
    server.on('exit', (code) => failed(new Error(`it ended with ${code}`)));
  });
  ({ incidents } = await (await fetch(`${root}api/incidents.json`)).json());
  browser = await chromium.launch({ executablePath: CHROMIUM });
});

after(async () => {
  await browser?.close();
  if (server && server.exitCode === null) {
    const ended = new Promise((done) => server.on('exit', done));
    server.kill('SIGTERM');
    assert.equal(await ended, 143);
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Changes the document of the page. */
function edit(change) {
  const file = documentOf('INC-0027');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function documentOf(id) {
  return join(folder, incidents.find((incident) => incident.id === id).source);
}

/** Opens a page and waits until it receives updates: its worker answers with the current errors. */
async function opened(path) {
  const tab = await watched(browser, root);
  const stream = tab.page.context().waitForEvent('request', {
    predicate: (request) => request.url().endsWith('.pmsite/worker.js'), ...LIMIT,
  }).catch(() => null);
  await tab.page.goto(root + path, { waitUntil: 'load' });
  await stream;
  await tab.page.evaluate(() => { window.same = true; });
  return tab;
}

const reloaded = (page) => page.waitForFunction(() => window.same === undefined && document.readyState === 'complete', null, LIMIT);
const overlay = (page) => page.locator('pmsite-report section');

test('a page reloads when its bytes change, and keeps its scroll position', async () => {
  const { page, faults, close } = await opened(PAGE);
  await page.evaluate(() => scrollTo({ top: 700, behavior: 'instant' }));
  edit((text) => `${text}\nA sentence that was not there before.\n`);
  await reloaded(page);
  await page.getByText('A sentence that was not there before.').waitFor(LIMIT);
  await page.waitForFunction(() => Math.abs(scrollY - 700) < 2, null, LIMIT);
  assert.deepEqual(faults, []);
  await close();
});

test('a page with unchanged bytes does not reload', async () => {
  const [own, other] = [await opened(PAGE), await opened('incidents/INC-0001.html')];
  edit((text) => `${text}\nAnother sentence.\n`);
  await reloaded(own.page);
  // The news came to both; one more change that concerns the other shows that it was listening.
  assert.equal(await other.page.evaluate(() => window.same), true);
  const file = documentOf('INC-0001');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nIts own sentence.\n`);
  await reloaded(other.page);
  assert.deepEqual([...own.faults, ...other.faults], []);
  await own.close();
  await other.close();
});

test('errors appear over the page and disappear when fixed', async () => {
  const { page, faults, close } = await opened(PAGE);
  const bad = join(folder, 'bad.md');
  writeFileSync(bad, '---\ntitle: "x\n---\n# Bad\n');
  await overlay(page).waitFor(LIMIT);
  const text = await overlay(page).innerText();
  assert.match(text, /error\[front-matter-syntax\]/);
  assert.match(text, /bad\.md:2:8/);
  // It is painted, not only there: the policy of the page lets its styles through.
  const style = await overlay(page).evaluate((element) => getComputedStyle(element).position);
  assert.equal(style, 'fixed');
  await page.reload();
  await overlay(page).waitFor(LIMIT);
  rmSync(bad);
  await overlay(page).waitFor({ state: 'detached', ...LIMIT });
  assert.deepEqual(faults, []);
  await close();
});

test('a dismissed overlay stays closed until another error', async () => {
  const { page, close } = await opened(PAGE);
  const bad = join(folder, 'bad.md');
  writeFileSync(bad, '---\ntitle: "x\n---\n# Bad\n');
  await overlay(page).getByRole('button').click(LIMIT);
  await overlay(page).waitFor({ state: 'detached', ...LIMIT });
  writeFileSync(bad, '---\n\ntitle: "x\n---\n# Bad\n');
  await overlay(page).waitFor(LIMIT);
  rmSync(bad);
  await overlay(page).waitFor({ state: 'detached', ...LIMIT });
  await close();
});

test('a missing page appears once it exists', async () => {
  const { page, close } = await opened('later.html');
  writeFileSync(join(folder, 'later.md'), '# Later\n\nHere it is.\n');
  await page.getByText('Here it is.').waitFor(LIMIT);
  await close();
});

test('many tabs share one stream', async () => {
  const { page, faults, close } = await opened(PAGE);
  const tabs = [];
  // A browser opens six connections to one host; more tabs than that must still load.
  for (let count = 0; count < 8; count += 1) {
    const tab = await page.context().newPage();
    await tab.goto(root + PAGE, { waitUntil: 'load', timeout: 5_000 });
    tabs.push(tab);
  }
  await Promise.all(tabs.map((tab) => tab.evaluate(() => { window.same = true; })));
  edit((text) => `${text}\nFor all tabs.\n`);
  await Promise.all(tabs.map(reloaded));
  assert.deepEqual(faults, []);
  await close();
});
