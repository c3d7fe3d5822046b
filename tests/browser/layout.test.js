// Pages have no layout shifts when scripts, images or results arrive late.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, watched } from './site.js';

const PAGES = ['index.html', 'incidents.html', 'incidents/INC-0027.html', 'incidents/INC-0017.html', 'about.html', 'actions.html',
  'search.html', 'search.html?q=timeout', 'search.html?q=severity%3A1', 'incidents.html?q=severity%3A1'];

let site;
before(async () => {
  site = await open();
});
after(() => site?.close());

/** Records layout shifts, except those right after a key or a click. */
function observe() {
  window.shifts = [];
  const name = ({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.textContent;
  const note = (entry) => {
    if (!entry.hadRecentInput) window.shifts.push(`${entry.value.toFixed(4)} at ${Math.round(entry.startTime)} ms: ${entry.sources.map(name)[0]}`);
  };
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type: 'layout-shift', buffered: true });
}

const painted = (page) => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));

for (const width of [390, 1440]) {
  test(`pages have no layout shifts, ${width} px`, async () => {
    const { page, close } = await watched(site.browser, site.root, { viewport: { width, height: 800 } });
    await page.addInitScript(observe);
    // The script arrives after the first paint.
    await page.route('**/assets/site.*.js', async (route) => {
      await painted(page);
      await route.continue();
    });
    const faults = [];
    for (const path of PAGES) {
      await page.goto(site.root + path, { waitUntil: 'load' });
      if (path.includes('?')) await page.waitForSelector('.finder:not([aria-busy]) .results [data-incident]');
      await painted(page);
      faults.push(...(await page.evaluate(() => window.shifts)).map((shift) => `${path}: ${shift}`));
    }
    await close();
    assert.deepEqual(faults, []);
  });
}
