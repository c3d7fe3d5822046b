// The site on a host like GitHub Pages: under a prefix, with optional file extensions, and with its 404 page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open, watched } from './site.js';

/** The internal addresses on a page, without anchors and queries, and without the places of the page itself. */
function addresses() {
  // Links in drawings have no address as a text.
  const of = (element) => element.href?.baseVal ? new URL(element.href.baseVal, document.baseURI).href : element.href ?? element.action;
  const found = [...document.querySelectorAll('a[href]:not([href^="#"]), link[href], form[action]')].map(of);
  return found.filter((url) => url.startsWith('http')).map((url) => url.replace(/[?#].*$/, ''));
}

describe('a site that knows its address', () => {
  let site;
  before(async () => {
    site = await open();
  });
  after(() => site?.close());

  test('every link on every page has a file', async () => {
    const { page, faults, close } = await watched(site.browser, site.root);
    const seen = new Set([site.root]);
    const waiting = [site.root];
    const lost = [];
    while (waiting.length) {
      const url = waiting.pop();
      if (!/(\/|\.html)$/.test(url)) {
        const response = await page.request.head(url);
        if (!response.ok()) lost.push(`${response.status()} ${url}`);
        continue;
      }
      await page.goto(url, { waitUntil: 'load' });
      for (const next of await page.evaluate(addresses)) {
        if (next.startsWith(site.root) && !seen.has(next)) {
          seen.add(next);
          waiting.push(next);
        }
      }
    }
    await close();
    assert.deepEqual([...lost, ...faults], []);
    assert.ok(seen.size > 150, `only ${seen.size} addresses`);
  });

  test('the extension of a page is optional', async () => {
    const { page, faults, close } = await watched(site.browser, site.root);
    for (const path of ['incidents/INC-0027', 'actions', 'severity/sev1']) {
      const response = await page.goto(site.root + path);
      assert.equal(response.status(), 200, path);
      const links = (await page.evaluate(addresses)).filter((url) => url.startsWith(site.root));
      const answers = await Promise.all(links.slice(0, 20).map((url) => page.request.head(url)));
      assert.ok(answers.every((answer) => answer.ok()), path);
    }
    await close();
    assert.deepEqual(faults, []);
  });
});

for (const placed of [true, false]) {
  describe(`missing addresses, base URL ${placed ? 'known' : 'unknown'}`, () => {
    let site;
    before(async () => {
      site = await open({ placed });
    });
    after(() => site?.close());

    for (const [path, incident] of [
      ['incidents/INC-0027-an-older-title.html', 'INC-0027'],
      ['INC-0027', 'INC-0027'],
      ['wiki/post-mortems/2025/inc_27/', 'INC-0027'],
      ['incidents/inc0027', 'INC-0027'],
      ['a/b/c/d/e/INC-27.html', 'INC-0027'],
    ]) {
      test(`${path} offers ${incident}`, async () => {
        const { page, close } = await watched(site.browser, site.root);
        await page.goto(site.root + path);
        const offer = page.locator('#offers a').first();
        await offer.waitFor({ state: 'visible', timeout: 10_000 });
        assert.equal(await offer.getAttribute('data-incident'), incident);
        await offer.click();
        await page.waitForURL(`${site.root}incidents/${incident}.html`);
        assert.match(await page.locator('h1').textContent(), /\S/);
        await close();
      });
    }

    test('all links of the 404 page work at any depth', async () => {
      const { page, close } = await watched(site.browser, site.root);
      await page.goto(`${site.root}x/y/z/INC-0027`);
      await page.locator('#offers a').first().waitFor({ state: 'visible' });
      for (const url of await page.evaluate(addresses)) {
        assert.ok((await page.request.head(url)).ok(), url);
      }
      await close();
    });

    test('text of the address is escaped', async () => {
      const { page, faults, close } = await watched(site.browser, site.root);
      await page.goto(`${site.root}${encodeURIComponent('<img src=x onerror=alert(1)>')}/%E0%A4%A/INC-0027`);
      await page.locator('#offers a').first().waitFor({ state: 'visible' });
      assert.equal(await page.locator('main img, main script').count(), 0);
      await close();
      assert.deepEqual(faults.filter((fault) => /policy|script:/.test(fault)), []);
    });
  });
}
