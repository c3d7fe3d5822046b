// Runs queries on a built site in Chromium, from the disk, and measures how long it is busy.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * For each query, in a new page: milliseconds from the arrival of the last file to the results, and the longest task of the main thread
 * since the query was entered, in processor time, so that the load of the machine does not matter.
 */
export async function browse(site, queries) {
  const { chromium } = createRequire(new URL('../browser/', import.meta.url))('playwright-core');
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
  const out = [];
  for (const query of queries) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(observe);
    await page.goto(pathToFileURL(`${site}/search.html`).href, { waitUntil: 'load' });
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    await page.fill('.finder input', query);
    await page.waitForFunction(() => window.shown && !document.querySelector('.finder[aria-busy]'), null, { timeout: 120_000 });
    const after = await page.evaluate(() => window.shown - window.arrived);
    out.push({ query, after, longest: longest(JSON.parse(await browser.stopTracing()).traceEvents) });
    await page.close();
  }
  await browser.close();
  return out;
}

/** Records when files of the index arrive, each a call of `pmsite.put`, and when results are shown. */
function observe() {
  let pmsite;
  Object.defineProperty(window, 'pmsite', {
    get: () => pmsite,
    set(value) {
      const { put } = value;
      pmsite = Object.assign(value, { put: (...file) => { window.arrived = performance.now(); put(...file); } });
    },
  });
  new MutationObserver((changes) => {
    if (changes.some(({ target, addedNodes }) => target.matches?.('.results') && addedNodes.length)) window.shown = performance.now();
  }).observe(document, { childList: true, subtree: true });
}

/** The longest task of the main thread of a page, in milliseconds of processor time. */
function longest(events) {
  const main = new Set(events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = events.filter(({ name, tdur, pid, tid }) => name.endsWith('RunTask') && tdur && main.has(`${pid} ${tid}`));
  return Math.max(0, ...tasks.map(({ tdur }) => tdur / 1000));
}
