// Tables: order by a column, filters and groups of action items.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, watched } from './site.js';

let site;
before(async () => {
  site = await open();
});
after(() => site?.close());

async function on(path, check) {
  const { page, faults, close } = await watched(site.browser, site.root);
  await page.goto(site.root + path);
  await check(page);
  await close();
  assert.deepEqual(faults, []);
}

const visible = (page, selector) => page.$$eval(selector, (all) => all.filter((one) => one.checkVisibility()).map((one) => one.innerText.trim()));

test('the heading of a column sorts the rows, and pressed again turns their order', async () => {
  await on('severity/sev2.html', async (page) => {
    const lengths = () => page.$$eval('.incidents tbody .c-lasted', (cells) => cells.map((cell) => Number(cell.querySelector('time')?.dateTime.replace(/\D/g, '') ?? NaN)).filter(Number.isFinite));
    const before = await lengths();
    await page.click('.incidents thead .sort:text-is("Lasted")');
    const sorted = [...before].sort((one, other) => one - other);
    assert.deepEqual(await lengths(), sorted);
    await page.click('.incidents thead .sort:text-is("Lasted")');
    assert.deepEqual(await lengths(), sorted.reverse());
    assert.equal(await page.getAttribute('.incidents thead th:has(.sort:text-is("Lasted"))', 'aria-sort'), 'descending');
  });
});

test('filters of action items combine, and the other counts follow', async () => {
  await on('actions.html', async (page) => {
    const chip = (facet, text) => `[data-facet=${facet}] button:has(span:text-is("${text}"))`;
    await page.click(chip('state', 'Open'));
    await page.click(chip('owner', 'mira'));
    const owners = new Set(await visible(page, '.actions tbody .c-owner'));
    const states = new Set(await visible(page, '.actions tbody .c-state'));
    assert.deepEqual([[...owners], [...states]], [['mira'], ['Open']]);
    const items = new Set(await page.$$eval('.actions tbody tr:not([hidden]) .c-action > a', (links) => links.map((link) => link.href)));
    assert.equal(Number((await page.innerText(`${chip('state', 'Open')} b`))), items.size);
    await page.click(chip('owner', 'mira'));
    await page.click(chip('state', 'Open'));
    assert.equal(await page.$('.actions tbody tr[hidden]'), null);
  });
});

test('groups by owner have each action item once, and the order by date comes back', async () => {
  await on('actions.html', async (page) => {
    const links = () => page.$$eval('.actions tbody .c-action > a', (all) => all.map((link) => link.href));
    const before = await links();
    await page.selectOption('[name=group]', 'owner');
    const grouped = await links();
    assert.deepEqual([...grouped].sort(), [...new Set(before)].sort());
    assert.ok((await visible(page, '.group-owner h2')).length > 3);
    await page.selectOption('[name=group]', 'due');
    assert.deepEqual(await links(), before);
  });
});

test('a page of an owner has no column for the owner', async () => {
  const owner = site.kinds.find(({ name }) => name === 'owner').path;
  await on(owner, async (page) => assert.deepEqual(await visible(page, '.actions .c-owner'), []));
});
