// The scripts that are sent: made of what stands in the theme, and small.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { scripts } from './minify.js';

test('the minified scripts are those of the theme', async () => {
  for (const { name, path, wanted } of await scripts()) {
    assert.equal(readFileSync(path, 'utf8'), wanted, `${name} is out of date: run \`npm run minify\` in tests/browser`);
  }
});
