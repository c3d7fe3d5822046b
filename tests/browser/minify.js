// Makes the minified scripts, themes/minified/, from the files of the built-in theme: `npm run minify`. Parts and order are the
// same as in src/emit/script.rs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const THEMES = fileURLToPath(new URL('../../themes/', import.meta.url));
const SCRIPTS = { colors: ['colors.js'], site: ['site-elements.js', 'site-finder.js', 'document.js', 'tables.js', 'previews.js', 'site.js'], search: ['search-words.js', 'search-index.js', 'search-filters.js', 'search.js'], answer: ['search-answer.js'] };
const OPTIONS = { ecma: 2020, compress: { passes: 3, unsafe_arrows: true, keep_fargs: false, pure_getters: true }, mangle: true };

/** Each script with its path and its expected text. */
export function scripts() {
  return Promise.all(Object.entries(SCRIPTS).map(async ([name, parts]) => {
    const path = join(THEMES, 'minified', `${name}.js`);
    const texts = parts.map((part) => readFileSync(join(THEMES, 'default', part), 'utf8'));
    const { code } = await minify(`(() => {\n'use strict';\n${texts.join('\n')}\n})();\n`, OPTIONS);
    return { name, path, wanted: `${code}\n` };
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, wanted } of await scripts()) writeFileSync(path, wanted);
}
