// Runs the search engine of a built site in Node instead of a browser, and counts what it loads.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

/** Opens the site in a folder. */
export function open(site) {
  const context = createContext({ DOMException, console });
  const assets = join(site, 'assets');
  const engine = readdirSync(assets).find((name) => /^search\..*\.js$/.test(name));
  runInContext(readFileSync(join(assets, engine), 'utf8'), context, { filename: engine });
  const answer = readdirSync(assets).find((name) => /^answer\..*\.js$/.test(name));
  runInContext(readFileSync(join(assets, answer), 'utf8'), context, { filename: answer });
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
    // As in a browser, data never arrives before the caller has continued.
    queueMicrotask(() => runInContext(text, context, { filename: path }));
  };
  return { pmsite, loaded };
}
