// The example archive, built once and opened in two ways: from disk, and from a server under a prefix.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target');
export const PMSITE = process.env.PMSITE ?? join(TARGET, 'release', 'pmsite');
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AS_OF = '2026-11-23';
export const PREFIX = '/repo/';

const TYPES = {
  '.css': 'text/css',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ics': 'text/calendar; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

/** Every kind of page: its name, and a file of the site or a folder, of which the first page is used. */
const KINDS = {
  home: 'index.html',
  incidents: 'incidents.html',
  incident: 'incidents/INC-0027.html',
  'incident with images': 'incidents/INC-0017.html',
  'incident with other scripts': 'incidents/INC-0029.html',
  severity: 'severity/',
  year: 'date/2025.html',
  month: 'date/2025-06.html',
  actions: 'actions.html',
  owner: 'actions/',
  service: 'service/',
  tag: 'tag/',
  status: 'status/',
  'all severities': 'severities.html',
  'all dates': 'dates.html',
  'all services': 'services.html',
  'all tags': 'tags.html',
  'all statuses': 'statuses.html',
  search: 'search.html',
  about: 'about.html',
  archive: 'archive.html',
  insights: 'insights.html',
  themes: 'themes.html',
  luck: 'luck.html',
  'outage sheet': 'now.html',
  'not found': '404.html',
  'page of the archive': 'severity-levels.html',
  'page of an empty template': 'template.html',
};

/** The configuration of the example without the base URL, for a site that does not know its address. */
function withoutBaseUrl(folder, content) {
  const place = join(folder, 'pmsite.toml');
  writeFileSync(place, readFileSync(join(content, 'pmsite.toml'), 'utf8').replace(/^base_url.*$/m, ''));
  return place;
}

/**
 * Builds the site of the example or of other content, serves it, starts the browser. `close` ends all three. Only if it is `placed` the
 * site knows its address.
 */
export async function open({ placed = true, content = join(REPOSITORY, 'content-example') } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pmsite-browser-'));
  const server = createServer((request, response) => answer(folder, request, response));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const host = `http://127.0.0.1:${server.address().port}`;
  const root = host + PREFIX;
  const out = join(folder, 'site');
  const close = () => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const place = placed ? ['-u', root] : ['-c', withoutBaseUrl(folder, content)];
    execFileSync(PMSITE, ['build', content, '-o', out, ...place, '--as-of', AS_OF, '--quiet'], { stdio: 'pipe' });
    const browser = await chromium.launch({ executablePath: CHROMIUM });
    return {
      browser,
      kinds: kinds(out),
      pages: readdirSync(out, { recursive: true }).filter((path) => path.endsWith('.html')).sort(),
      read: (path) => readFileSync(join(out, path), 'utf8'),
      origins: { 'from the disk': pathToFileURL(out + sep).href, 'under a prefix': root },
      root,
      close: async () => {
        await browser.close();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

function kinds(out) {
  return Object.entries(KINDS).map(([name, path]) => {
    if (!path.endsWith('/')) return { name, path };
    const pages = readdirSync(join(out, path)).filter((file) => file.endsWith('.html'));
    return { name, path: path + pages.sort()[0] };
  });
}

/**
 * Answers as GitHub Pages do: the ending of a page may be left out, a folder has no list of its files, and whatever is unknown is
 * answered with the site's 404.html.
 */
function answer(folder, request, response) {
  const site = join(folder, 'site');
  const path = within(new URL(request.url, 'http://localhost').pathname);
  const names = path === undefined ? [] : [resolve(site, path), resolve(site, `${path}.html`)];
  const found = names.find((name) => name.startsWith(site + sep) && statSync(name, { throwIfNoEntry: false })?.isFile());
  const file = found ?? join(site, '404.html');
  const status = found ? 200 : 404;
  response.writeHead(status, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  response.end(readFileSync(file));
}

/** The path below the prefix; nothing for an address elsewhere, or one that is not well formed. */
function within(path) {
  try {
    return path.startsWith(PREFIX) ? decodeURIComponent(path.slice(PREFIX.length)) || 'index.html' : undefined;
  } catch {
    return undefined;
  }
}

/** A page that notes everything that goes wrong on it. */
export async function watched(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('crash', () => faults.push('the page crashed'));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:')) faults.push(`request to another place: ${url}`);
  });
  page.on('requestfailed', (request) => {
    // Leaving a page aborts its pending requests, which is not a fault.
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') faults.push(`request failed: ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`status ${response.status()}: ${response.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  return { page, faults, close: () => context.close() };
}
