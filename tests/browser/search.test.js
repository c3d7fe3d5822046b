// Search in the header, on the search page and in the list; by keyboard alone; from disk and under a prefix.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open, watched } from './site.js';

let site;
before(async () => {
  site = await open();
});
after(() => site?.close());

/** Opens a page of the site and checks that it reports no errors. */
async function on(origin, path, options, check) {
  const root = site.origins[origin];
  const { page, faults, close } = await watched(site.browser, root, options);
  try {
    await page.goto(root + path);
    await check(page, root);
    assert.deepEqual(faults, []);
  } finally {
    await close();
  }
}

const ids = (page) => page.$$eval('.results [data-incident]', (all) => all.map((one) => one.dataset.incident));

for (const origin of ['from the disk', 'under a prefix']) {
  describe(origin, () => {
    test('an incident can be found and opened by keyboard alone', async () => {
      await on(origin, 'actions.html', {}, async (page, root) => {
        await page.keyboard.press('/');
        await page.keyboard.type('inc 27');
        await page.waitForSelector('#found [data-incident="INC-0027"]');
        assert.equal(await page.getAttribute('.site-search input', 'aria-expanded'), 'true');
        await page.keyboard.press('ArrowDown');
        const active = await page.getAttribute('.site-search input', 'aria-activedescendant');
        assert.equal(await page.getAttribute(`#${active}`, 'data-incident'), 'INC-0027');
        await page.keyboard.press('Enter');
        await page.waitForURL(`${root}incidents/INC-0027.html**`);
      });
    });

    test('a result shows what fixed the incident', async () => {
      await on(origin, 'search.html?q=INC-0027', {}, async (page) => {
        const first = await page.waitForSelector('.results [data-incident="INC-0027"]');
        assert.match(await first.innerText(), /Probably fixed by checkout-api-b2b/);
        assert.equal((await ids(page))[0], 'INC-0027');
        // A count of 0 is left out.
        await page.fill('.finder input', 'certificate');
        await page.waitForSelector('.results [data-incident="INC-0011"]');
        assert.doesNotMatch(await page.innerText('.results'), /(^|[a-z])0$/m);
      });
    });

    test('facets work without search words and stay in the address', async () => {
      await on(origin, 'search.html', {}, async (page) => {
        await page.click('.search-facets [data-facet=severity] a:has-text("SEV1")');
        await page.waitForSelector('.results [data-incident]');
        const [all] = [await ids(page)];
        assert.ok(all.length > 1);
        assert.match(page.url(), /[?&]q=severity/);
        const address = page.url();
        await page.click('.active button');
        await page.waitForFunction(() => !document.querySelector('.results [data-incident]'));
        await page.goBack();
        await page.waitForSelector('.results [data-incident]');
        assert.equal(page.url(), address);
        assert.deepEqual(await ids(page), all);
      });
    });

    test('the list is filtered and sorted in place', async () => {
      await on(origin, 'incidents.html', {}, async (page) => {
        await page.fill('.finder input', 'severity:1');
        await page.selectOption('.finder select', 'oldest');
        await page.waitForSelector('.results table tbody tr');
        const dates = await page.$$eval('.results tbody time', (all) => all.map((one) => one.dateTime));
        assert.ok(dates.length > 1);
        assert.deepEqual(dates, [...dates].sort());
        const levels = await page.$$eval('.results .c-severity', (all) => [...new Set(all.map((one) => one.innerText.trim()))]);
        assert.deepEqual(levels, ['SEV1']);
        assert.equal(await page.isVisible('table.incidents >> nth=0'), true);
      });
    });
  });
}

test('an address has the same results on a desktop and on a phone, and words are completed once somebody types', async () => {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]) {
    await on('under a prefix', 'search.html?q=wrapar', options, async (page) => {
      await page.waitForFunction(() => /No results/.test(document.querySelector('.found-count').innerText));
      await page.focus('.finder input');
      await page.keyboard.press('End');
      await page.keyboard.type('o');
      await page.waitForSelector('.results [data-incident="INC-0030"]');
    });
  }
});

const chips = (page) => page.$$eval('.active button', (all) => all.map((one) => [one.childNodes[0].textContent, one.querySelector('.note')?.textContent ?? '']));
const address = (query) => `search.html?q=${encodeURIComponent(query)}`;

test('only known fields are filters; filters that cannot be read say why', async () => {
  await on('under a prefix', address('java:695) 10.0.0.5:5432 12:30:01 https://example.com/a?b=c svc:checkout-api HikariPool'), {}, async (page) => {
    await page.waitForSelector('.results [data-incident="INC-0017"]');
    assert.deepEqual(await chips(page), []);
    assert.match(await page.innerText('.results'), /Did you mean service:checkout-api/);
    await page.goto(page.url().replace(/q=.*/, `q=${encodeURIComponent('pool after:1y after:soon duration:long service>api')}`));
    await page.waitForSelector('.results [data-incident]');
    assert.deepEqual(await chips(page), [['after:1y', '2025-11-23'], ['after:soon', 'not a date, ignored'], ['duration:long', 'not a duration, ignored'], ['service>api', 'cannot be compared, ignored']]);
    await page.click('.active button.ignored');
    await page.waitForFunction(() => document.querySelectorAll('.active button').length === 3);
    assert.equal(await page.inputValue('.finder input'), 'pool after:1y duration:long service>api');
  });
});

test('pages are found, marked as pages', async () => {
  await on('under a prefix', address('severity levels'), {}, async (page, root) => {
    const first = await page.waitForSelector('.results [data-page="severity-levels"]');
    assert.match(await first.innerText(), /^Page/);
    await page.click('.results [data-page="severity-levels"] a');
    await page.waitForURL(`${root}severity-levels.html**`);
  });
  // The list of incidents stays one.
  await on('under a prefix', 'incidents.html?q=severity+levels', {}, async (page) => {
    await page.waitForFunction(() => document.querySelector('.found-count').innerText);
    assert.equal(await page.$('.results [data-page]'), null);
  });
});

test('a value that no incident has suggests one', async () => {
  await on('under a prefix', address('service:checkout'), {}, async (page) => {
    await page.click('.results a:has-text("service:checkout-api")');
    await page.waitForSelector('.results [data-incident]');
    assert.deepEqual(await chips(page), [['service:checkout-api', '']]);
  });
});

test('a trace or an alert can be pasted', async () => {
  const frame = '\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:695)\n';
  const trace = `03:14:07 status=500 -XX:+Exit "orders"\njava.sql.SQLException: HikariPool-1 - Connection is not available, request timed out after 30000ms\n${frame.repeat(26)}`;
  assert.ok(trace.length > 2000);
  const alert = JSON.stringify({ status: 'firing', alerts: [{ labels: { service: 'carrier-gateway' }, annotations: { summary: 'x509: certificate has expired' }, startsAt: '2026-11-23T03:00:00Z' }] }, null, 2);
  for (const [text, wanted] of [[trace, 'INC-0017'], [alert, 'INC-0011']]) {
    await on('under a prefix', 'search.html', {}, async (page) => {
      await page.focus('.finder input');
      await page.evaluate((pasted) => document.execCommand('insertText', false, pasted), text);
      await page.waitForSelector('.results [data-incident]');
      assert.equal((await ids(page))[0], wanted);
      assert.deepEqual(await chips(page), []);
      await page.reload();
      await page.waitForSelector('.results [data-incident]');
      assert.equal((await ids(page))[0], wanted);
    });
  }
});

test('a result without a known fix says so and shows the summary', async () => {
  await on('under a prefix', address('INC-0019 backups'), {}, async (page) => {
    await page.waitForSelector('.results [data-incident]');
    const texts = await page.$$eval('.results [data-incident]', (all) => all.map((one) => one.querySelector('.card-fix').innerText));
    assert.ok(texts.some((text) => text.startsWith('No fix recorded · ')));
    for (const text of texts) assert.match(text, /^(Probably fixed by|Fixed by|No fix recorded ·) ./);
  });
});

for (const origin of ['from the disk', 'under a prefix']) {
  test(`a known problem has an answer above the results ${origin}`, async () => {
    await on(origin, 'search.html?q=pool+exhausted', {}, async (page) => {
      const answer = await page.waitForSelector('.answer');
      assert.match(await answer.innerText(), /^Seen 2 times, last on 16 Jun 2026\s+Last time probably fixed by checkout-api-b2b/);
      assert.match(await answer.innerText(), /team-payments\s+13 months overdue/);
      await page.click('.answer .follow-ups a');
      await page.waitForURL(/incidents\/INC-0017\.html#ai-3$/);
    });
  });

  test(`action items are found by owner and lateness ${origin}`, async () => {
    for (const query of ['owner:team-payments has:overdue', 'open actions of team-payments overdue']) {
      await on(origin, `search.html?q=${encodeURIComponent(query)}`, {}, async (page) => {
        const answer = await page.waitForSelector('.answer');
        assert.match(await answer.innerText(), /^Action items 1\s+Derive the pool size/);
      });
    }
  });
}

test('a service, an ID or an unknown problem has no answer', async () => {
  await on('under a prefix', 'search.html?q=checkout-api', {}, async (page) => {
    for (const query of ['checkout-api', 'INC-0027', 'bake bread', 'severity:1']) {
      await page.fill('.finder input', query);
      await page.waitForFunction((one) => new URLSearchParams(location.search).get('q') === one && !document.querySelector('[aria-busy]'), query);
      assert.equal(await page.$('.answer'), null, query);
    }
  });
});

test('recent searches stay in the browser and can be cleared', async () => {
  await on('under a prefix', 'search.html?q=pool', {}, async (page) => {
    await page.waitForSelector('.results [data-incident]');
    await page.press('.finder input', 'Enter');
    await page.fill('.finder input', '');
    await page.click('.recent a:has-text("pool")');
    await page.waitForSelector('.results [data-incident]');
    await page.fill('.finder input', '');
    await page.click('.recent button');
    assert.equal(await page.$('.recent a'), null);
    assert.equal(await page.evaluate(() => localStorage.getItem('pmsite.recent')), '[]');
  });
});

test('an incident can be copied for a chat, and a search as a link', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  await on('under a prefix', 'incidents/INC-0027.html', { permissions }, async (page, root) => {
    await page.click('.copy-slack');
    await page.waitForSelector('.copy-slack:has-text("Copied")');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(text, `*SEV1* INC-0027 checkout-api answers 5xx for every fifth purchase\nProbably fixed by: checkout-api-b2b from 16 to 4 pods\n${root}incidents/INC-0027.html`);
    await page.goto(`${root}search.html?q=pool`);
    await page.click('.copy-link');
    await page.waitForSelector('.copy-link:has-text("Copied")');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${root}search.html?q=pool`);
  });
});

test('a search without results offers the facets', async () => {
  await on('under a prefix', 'search.html?q=qzxvw', {}, async (page) => {
    await page.waitForFunction(() => /Nothing matches/.test(document.querySelector('.results').innerText));
    assert.equal(await page.isVisible('.search-facets'), true);
  });
});

test('without JavaScript the search page explains so and lists every facet', async () => {
  await on('under a prefix', 'index.html', { javaScriptEnabled: false }, async (page, root) => {
    await page.fill('.site-search input', 'pool');
    await page.press('.site-search input', 'Enter');
    await page.waitForURL(`${root}search.html?q=pool`);
    assert.match(await page.innerText('main'), /needs JavaScript/);
    assert.equal(await page.isVisible('.finder'), false);
    assert.ok(await page.$('.search-facets a[href^="severity/"]'));
  });
});

test('j and k move between rows, and single-key shortcuts can be switched off', async () => {
  await on('under a prefix', 'incidents.html', {}, async (page) => {
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = await page.getAttribute('.incidents tbody tr:nth-child(2) .c-title a', 'href');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), second);
    await page.keyboard.press('?');
    await page.uncheck('dialog input[type=checkbox]');
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    assert.equal(await page.evaluate(() => document.querySelector('dialog').open), false);
    await page.keyboard.press('/');
    assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'INPUT');
  });
});

test('a linked incident has a preview', async () => {
  await on('under a prefix', 'incidents/INC-0027.html', {}, async (page) => {
    const link = page.locator('.prose a.ref[data-id]').first();
    await link.hover();
    await page.waitForSelector('.preview:not([hidden])');
    assert.match(await page.innerText('.preview'), new RegExp(await link.getAttribute('data-id')));
    await page.keyboard.press('Escape');
    assert.equal(await page.isVisible('.preview'), false);
  });
});

test('times can be shown in UTC', async () => {
  await on('under a prefix', 'incidents/INC-0027.html', { timezoneId: 'Asia/Tokyo' }, async (page) => {
    const before = await page.innerText('.in-short');
    await page.selectOption('#zone', 'utc');
    assert.match(await page.innerText('.in-short'), /UTC/);
    await page.selectOption('#zone', '');
    assert.equal((await page.innerText('.in-short')).replace(/\s+/g, ' '), before.replace(/\s+/g, ' '));
  });
});
