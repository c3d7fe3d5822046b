// Words stay whole: none is broken over two lines, and ids, dates, times and durations do not wrap.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, watched } from './site.js';

let site;
before(async () => {
  site = await open();
});
after(() => site?.close());

/** Words on two lines: those of letters, and values that belong together. Text that cannot be seen does not count. */
function broken() {
  const MAX_LETTERS = 20;
  const faults = [];
  const range = document.createRange();
  /** Whether the texts are on more than one line: one of them begins below the others. */
  const wraps = (texts) => {
    const rects = texts.flatMap(([text, start, end]) => {
      range.setStart(text, start);
      range.setEnd(text, end);
      return [...range.getClientRects()].filter(({ width }) => width > 0.5);
    });
    return rects.some(({ top }) => rects.some(({ bottom }) => top > bottom - 3));
  };
  const seen = (element) => element.checkVisibility() && !element.closest('.visually-hidden');
  const place = (element) => `${element.closest('[class]')?.className || element.tagName} in ${element.closest('th, td, li, p, dd, h1, h2, h3, pre')?.tagName}`;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const element = text.parentElement;
    if (element.closest('script, style, pre') || !seen(element)) continue;
    const words = [...text.data.matchAll(/[\p{L}\p{M}\p{N}_’']+/gu)];
    // Dates and ids as authors write them, where a table gives them a cell.
    if (element.closest('td, th, dd, a')) words.push(...text.data.matchAll(/\d{4}-\d\d-\d\d|\b[A-Z]{2,8}-\d{1,6}\b/g));
    for (const { 0: word, index } of words) {
      if (word.length < 2 || word.length > MAX_LETTERS) continue;
      if (wraps([[text, index, index + word.length]])) faults.push(`“${word}” is broken: ${place(element)}`);
    }
  }
  for (const value of document.querySelectorAll('time, .id, .number, .late, .severity > span, .state')) {
    if (!seen(value) || value.closest('.tiles')) continue;
    const inside = document.createTreeWalker(value, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (inside.nextNode()) if (seen(inside.currentNode.parentElement)) texts.push([inside.currentNode, 0, inside.currentNode.length]);
    if (wraps(texts)) faults.push(`“${value.textContent}” wraps: ${place(value)}`);
  }
  return [...new Set(faults)];
}

for (const width of [768, 1440]) {
  test(`no word is broken and no value wraps, ${width} px`, async () => {
    const { page, close } = await watched(site.browser, site.root, { viewport: { width, height: 900 } });
    const all = [];
    for (const { name, path } of site.kinds) {
      await page.goto(site.root + path, { waitUntil: 'load' });
      all.push(...(await page.evaluate(broken)).map((fault) => `${name} (${path}): ${fault}`));
    }
    await close();
    assert.equal(all.length, 0, `${all.length} fault(s)\n${all.join('\n')}`);
  });
}
