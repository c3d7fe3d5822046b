// The search engine of a built site, run in Node instead of a browser. Counts what it loads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

const SOURCE = new URL('../../themes/default/search.js', import.meta.url);

/** Opens the site in a folder. Without one, only what needs no index works. */
export function open(site) {
  const context = createContext({ DOMException, console });
  runInContext(readFileSync(SOURCE, 'utf8'), context, { filename: 'search.js' });
  const { pmsite } = context;
  const loaded = [];
  pmsite.root = '';
  pmsite.load = (path, fail) => {
    let text;
    try {
      text = readFileSync(join(site, path.replace(/\?.*/, '')), 'utf8');
    } catch (error) {
      fail(error);
      return;
    }
    loaded.push({ path, bytes: gzipSync(text, { level: 9 }).length });
    // As in a browser, data never arrives before the caller has gone on.
    queueMicrotask(() => runInContext(text, context, { filename: path }));
  };
  return { pmsite, loaded };
}

/** The bytes of the engine, as they are sent. */
export function script() {
  return gzipSync(readFileSync(SOURCE), { level: 9 }).length;
}
