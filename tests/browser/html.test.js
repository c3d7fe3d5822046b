// Every page is valid HTML, also after scripts have changed it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { open, watched } from './site.js';

// Only rules of the HTML standard, none about style.
const VALIDATOR = new HtmlValidate(new StaticConfigLoader({ elements: ['html5'], extends: ['html-validate:standard'] }));

let site;
before(async () => {
  site = await open();
});
after(() => site?.close());

async function faults(name, html) {
  const { results } = await VALIDATOR.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ line, column, ruleId, message }) => `${name}:${line}:${column}: ${ruleId}: ${message}`));
}

test('every page is valid', async () => {
  const all = [];
  for (const path of site.pages) all.push(...await faults(path, site.read(path)));
  assert.equal(all.length, 0, `${all.length} fault(s)\n${all.slice(0, 20).join('\n')}`);
});

test('pages that scripts have changed are valid', async () => {
  const { page, close } = await watched(site.browser, site.root);
  const all = [];
  for (const path of ['incidents/INC-0027.html', 'search.html?q=pool', 'incidents.html?q=severity%3A1']) {
    await page.goto(site.root + path);
    if (path.includes('?')) await page.waitForSelector('.results [data-incident]');
    await page.fill('.site-search input', 'pool');
    await page.waitForSelector('#found [data-incident]');
    all.push(...await faults(path, await page.content()));
  }
  await close();
  assert.equal(all.length, 0, `${all.length} fault(s)\n${all.slice(0, 20).join('\n')}`);
});
