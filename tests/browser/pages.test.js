// Every kind of page at several widths, light and dark, with and without JavaScript, in print, and by keyboard alone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { open, watched } from './site.js';

const WIDTHS = [390, 768, 1440];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let site;
before(async () => {
  site = await open();
});
after(() => site?.close());

/** Runs a check on every kind of page and reports all faults at once. `check` returns the faults of a page. */
async function everyKind(origin, options, check) {
  const { page, faults, close } = await watched(site.browser, origin, options);
  const all = [];
  for (const { name, path } of site.kinds) {
    faults.length = 0;
    try {
      await page.goto(origin + path, { waitUntil: 'load' });
      all.push(...[...(await check(page, path)), ...faults].map((fault) => `${name} (${path}): ${fault}`));
    } catch (error) {
      all.push(`${name} (${path}): ${error.message}`);
    }
  }
  await close();
  assert.equal(all.length, 0, `${all.length} fault(s)\n${all.join('\n')}`);
}

/** Elements that overflow the page to the right. */
function overflow() {
  const width = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - width;
  if (over <= 0) return [];
  const wide = [...document.querySelectorAll('body *')].filter((element) => {
    const scrolls = (parent) => parent && parent !== document.body
      && (getComputedStyle(parent).overflowX !== 'visible' || scrolls(parent.parentElement));
    return element.getBoundingClientRect().right > width + 0.5 && !scrolls(element.parentElement);
  });
  const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 90));
  return [`${over} px wider than the window (${width}): ${names.join(' … ')}`];
}

/** The brightness of the background, from 0 to 1. */
function brightness() {
  const of = (element) => getComputedStyle(element).backgroundColor;
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const [body, root] = [of(document.body), of(document.documentElement)];
  canvas.fillStyle = body === 'rgba(0, 0, 0, 0)' ? root : body;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

/** The visible lines of the content, without controls. */
function lines() {
  const main = document.querySelector('main');
  for (const control of main.querySelectorAll('form, button, noscript, .finder, #zone, .ago, .copy-row, .scripted')) {
    control.remove();
  }
  for (const details of main.querySelectorAll('details')) details.open = true;
  return main.innerText.split('\n').map((line) => line.trim()).filter(Boolean);
}

for (const origin of ['from the disk', 'under a prefix']) {
  describe(origin, () => {
    for (const width of WIDTHS) {
      test(`pages fit ${width} px and report no errors`, async () => {
        const options = { viewport: { width, height: 800 } };
        await everyKind(site.origins[origin], options, (page) => page.evaluate(overflow));
      });
    }

    test('content does not need JavaScript', async () => {
      const root = site.origins[origin];
      const { page, close } = await watched(site.browser, root);
      const expected = {};
      for (const { path } of site.kinds) {
        await page.goto(root + path);
        expected[path] = await page.evaluate(lines);
      }
      await close();
      await everyKind(root, { javaScriptEnabled: false }, async (page, path) => {
        const found = new Set(await page.evaluate(lines));
        const missing = expected[path].filter((line) => !found.has(line));
        const empty = found.size === 0 ? ['the page is empty'] : [];
        return [...empty, ...missing.slice(0, 3).map((line) => `missing without JavaScript: “${line}”`)];
      });
    });
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`the ${colorScheme} scheme is ${colorScheme}`, async () => {
    await everyKind(site.root, { colorScheme }, async (page) => {
      const value = await page.evaluate(brightness);
      const fine = colorScheme === 'dark' ? value < 0.2 : value > 0.8;
      return fine ? [] : [`the background has brightness ${value.toFixed(2)}`];
    });
  });
}

// Each scheme and each width once: one pass over all kinds of pages takes a minute.
for (const [colorScheme, width] of [['light', 1440], ['dark', 390]]) {
  test(`axe finds nothing, ${colorScheme}, ${width} px`, async () => {
    const options = { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' };
    await everyKind(site.root, options, async (page) => {
      // Evaluated, because the policy of the page refuses inserted scripts.
      await page.evaluate(AXE);
      const { violations } = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), RULES);
      return violations.flatMap(({ id, help, nodes }) => {
        const first = nodes[0];
        const why = first.any[0]?.message ?? first.all[0]?.message ?? first.none[0]?.message ?? '';
        return [`${id} ×${nodes.length}: ${help}: ${first.target.join(' ')} ${first.html.slice(0, 120)} ${why}`];
      });
    });
  });
}

test('print has a light background and the addresses of links', async () => {
  await everyKind(site.root, { colorScheme: 'dark' }, async (page) => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const faults = await page.evaluate(() => {
      const links = [...document.querySelectorAll('main a[href^="http"]')].filter((link) => link.offsetParent);
      const bare = links.filter((link) => {
        const written = link.textContent.trim();
        const shown = getComputedStyle(link, '::after').content;
        return !shown.includes(link.getAttribute('href')) && !link.href.includes(written.replace(/\/$/, ''));
      });
      return bare.slice(0, 2).map((link) => `print does not show the address of ${link.outerHTML.slice(0, 120)}`);
    });
    const value = await page.evaluate(brightness);
    if (value < 0.8) faults.push(`print has a dark background (${value.toFixed(2)})`);
    const bytes = await page.pdf({ format: 'A4' });
    if (bytes.length < 2000) faults.push(`the print has only ${bytes.length} bytes`);
    await page.emulateMedia({ media: null });
    return faults;
  });
});

test('the first Tab stop skips the navigation', async () => {
  await everyKind(site.root, { viewport: { width: 768, height: 800 } }, async (page) => {
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => {
      const { top, left, width, height } = document.activeElement.getBoundingClientRect();
      const seen = top >= 0 && left >= 0 && width > 20 && height > 10;
      // A page without navigation has nothing to skip.
      const inside = document.querySelector('main').contains(document.activeElement);
      return { target: document.activeElement.getAttribute('href'), seen, inside };
    });
    if (skip.inside) return [];
    if (!skip.target?.startsWith('#')) return [`the first stop is not a skip link: ${skip.target}`];
    const faults = skip.seen ? [] : ['the skip link is not visible when focused'];
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate((target) => {
      const place = document.querySelector(target);
      const next = document.activeElement;
      // Without focusable content, the next stop is after the content.
      return place.contains(next) || Boolean(place.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING);
    }, skip.target);
    return inside ? faults : [...faults, 'after the skip link the next stop is before the content'];
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`keyboard focus is always visible, ${colorScheme}`, async () => {
    await everyKind(site.root, { colorScheme }, async (page) => {
      const faults = new Set();
      for (let stop = 0; stop < 40; stop += 1) {
        await page.keyboard.press('Tab');
        const fault = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === document.body) return 'end';
          const style = getComputedStyle(element);
          const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
          const { width, height } = element.getBoundingClientRect();
          const shown = width > 1 && height > 1;
          return (outlined || style.boxShadow !== 'none') && shown ? null : element.outerHTML.slice(0, 120);
        });
        if (fault === 'end') break;
        if (fault) faults.add(`focus is not visible: ${fault}`);
      }
      return [...faults].slice(0, 3);
    });
  });
}

test('a missing address shows the 404 page with its style and working links', async () => {
  const { page, faults, close } = await watched(site.browser, site.root);
  for (const path of ['nothing.html', 'incidents/a/b/c.html']) {
    faults.length = 0;
    const response = await page.goto(site.root + path);
    assert.equal(response.status(), 404);
    const own = (fault) => fault.startsWith(`status 404: ${site.root}${path}`) || fault.includes('status of 404');
    assert.deepEqual(faults.filter((fault) => !own(fault)), []);
    assert.equal(faults.length, 2, `more files are missing: ${faults.join('\n')}`);
    const links = await page.$$eval('a[href]', (all) => all.map((link) => link.href));
    const elsewhere = (link) => link.startsWith(site.root) && !link.startsWith(page.url());
    for (const link of links.filter(elsewhere)) {
      const answer = await page.request.get(link);
      assert.equal(answer.status(), 200, link);
    }
    assert.ok(links.some((link) => link === `${site.root}index.html`), links.join('\n'));
  }
  await close();
});
