// The minified scripts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { scripts } from './minify.js';

test('the minified scripts are up to date', async () => {
  for (const { name, path, wanted } of await scripts()) {
    assert.equal(readFileSync(path, 'utf8'), wanted, `${name} is out of date: run \`npm run minify\` in tests/browser`);
  }
});
