// Parts that only the internal edition shows, and the switch that hides them.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { REPOSITORY, open, watched } from './site.js';

const INCIDENT = 'incidents/INC-0700.html';
const SWITCH = '[data-as-public]';
const PARTS = `# INC-0700: Checkout is down

| Field | Value |
|---|---|
| Date | 2026-03-04 |
| Severity | SEV2 |

## Impact

Nobody could pay, <!-- internal -->least of all ACME<!-- /internal --> for an hour.

- <!-- internal -->ACME called.<!-- /internal -->
- The queue was full.

| Time | Event |
|---|---|
| 14:00 | First error |
| <!-- internal -->14:05 | ACME calls<!-- /internal --> |

## Contracts
<!-- internal -->

ACME may ask for a refund.

## Next steps

Add an alert.
`;
const GUIDE = '# Guide\n\nCall the pager.\n\n<!-- internal -->\n\nThen call ACME.\n\n<!-- /internal -->\n';

let content, site;
before(async () => {
  content = mkdtempSync(join(tmpdir(), 'pmsite-internal-'));
  cpSync(join(REPOSITORY, 'content-example'), content, { recursive: true });
  writeFileSync(join(content, 'INC-0700.md'), PARTS);
  writeFileSync(join(content, 'guide.md'), GUIDE);
  site = await open({ content });
});
after(async () => {
  await site?.close();
  rmSync(content, { recursive: true, force: true });
});

/** The text that is visible. */
const text = (page) => page.innerText('.prose');
const pressed = (page) => page.getAttribute(SWITCH, 'aria-pressed');

for (const where of ['from the disk', 'under a prefix']) {
  test(`the switch hides internal parts, and pages that follow stay so, ${where}`, async () => {
    const root = site.origins[where];
    const { page, faults, close } = await watched(site.browser, root);
    await page.goto(root + INCIDENT);
    assert.equal((await text(page)).match(/ACME/g).length, 4);
    assert.equal(await pressed(page), 'false');

    await page.click(SWITCH);
    assert.equal(await pressed(page), 'true');
    assert.doesNotMatch(await text(page), /ACME|Contracts|Internal/i);
    assert.match(await text(page), /Nobody could pay,\s+for an hour[^]*queue was full[^]*First error[^]*Add an alert/);
    assert.equal(await page.isVisible('.contents a[href="#contracts"]'), false);
    assert.equal(await page.isVisible('.contents a[href="#next-steps"]'), true);

    await page.goto(`${root}guide.html`);
    assert.equal(await pressed(page), 'true');
    assert.doesNotMatch(await text(page), /ACME/);
    await page.click(SWITCH);
    assert.match(await text(page), /ACME/);
    await page.reload();
    assert.equal(await pressed(page), 'false');
    assert.match(await text(page), /ACME/);
    await close();
    assert.deepEqual(faults, []);
  });
}

test('hidden parts are hidden before the script of the page runs, and in print', async () => {
  const { page, close } = await watched(site.browser, site.root);
  await page.goto(site.root + INCIDENT);
  await page.click(SWITCH);
  await page.emulateMedia({ media: 'print' });
  assert.doesNotMatch(await text(page), /ACME/);
  await page.route('**/assets/site.*.js', (route) => route.abort());
  await page.reload();
  assert.doesNotMatch(await text(page), /ACME/);
  await close();
});

test('without script there is no switch, and everything is shown', async () => {
  const { page, close } = await watched(site.browser, site.root, { javaScriptEnabled: false });
  await page.goto(site.root + INCIDENT);
  assert.equal(await page.isVisible(SWITCH), false);
  assert.match(await text(page), /ACME/);
  await close();
});
