// Reloads this page when it has changed, and shows errors in the archive. Only served by `pmsite serve --watch`.
// The site's content-security policy applies, so a worker with its own policy holds the event stream.
(() => {
  'use strict';
  const script = document.currentScript;
  const place = new URL('worker.js', script.src);
  const page = location.href.split('#')[0];
  const SCROLL = 'pmsite:scroll';
  const DISMISSED = 'pmsite:dismissed';

  const memory = {
    get(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { sessionStorage.setItem(key, value); } catch { /* Private windows may refuse. */ } },
    remove(key) { try { sessionStorage.removeItem(key); } catch { /* As above. */ } },
  };

  // Restore the scroll position. Browsers do this themselves unless the height of the page has changed.
  const kept = JSON.parse(memory.get(SCROLL) ?? 'null');
  memory.remove(SCROLL);
  if (kept?.page === page) {
    const restore = () => scrollTo({ left: kept.x, top: kept.y, behavior: 'instant' });
    if (document.readyState === 'complete') restore();
    else addEventListener('load', restore, { once: true });
  }

  let leaving = false;
  function reload() {
    if (leaving) return;
    leaving = true;
    memory.set(SCROLL, JSON.stringify({ page, x: scrollX, y: scrollY }));
    location.reload();
  }

  const STYLE = `
    :host { all: initial; }
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 70vh; overflow: auto; margin: 0;
      padding: 1rem 1.25rem; box-sizing: border-box; background: #1d1416; color: #f6eaea; border-top: 4px solid #e5484d;
      font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
    header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
    h2 { margin: 0; font: 600 15px/1.5 system-ui, sans-serif; }
    pre { margin: 0.75rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
    button { min-width: 24px; min-height: 24px; padding: 0.25rem 0.75rem; color: inherit; background: transparent;
      border: 1px solid #b98b8d; border-radius: 4px; font: 14px system-ui, sans-serif; cursor: pointer; }
    button:focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
    @media print { section { display: none; } }`;
  let overlay = null;

  function show(report) {
    overlay?.remove();
    overlay = null;
    if (!report) memory.remove(DISMISSED);
    if (!report || memory.get(DISMISSED) === report) return;
    overlay = document.createElement('pmsite-report');
    const root = overlay.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const section = document.createElement('section');
    section.setAttribute('role', 'alert');
    const header = document.createElement('header');
    const heading = document.createElement('h2');
    heading.textContent = 'Build errors';
    const button = document.createElement('button');
    button.textContent = 'Dismiss';
    button.addEventListener('click', () => {
      memory.set(DISMISSED, report);
      show(report);
    });
    const text = document.createElement('pre');
    text.textContent = report;
    header.append(heading, button);
    section.append(header, text);
    root.append(section);
    document.documentElement.append(overlay);
  }

  function connect() {
    let port;
    if (window.SharedWorker) {
      // One stream for all pages: browsers open at most six connections per host.
      port = new SharedWorker(place, { name: 'pmsite' }).port;
    } else {
      port = new Worker(place);
    }
    port.onmessage = ({ data }) => {
      if (data.reload) reload();
      else show(data.report);
    };
    port.postMessage({ page, tag: `"${script.dataset.tag}"` });
    addEventListener('pagehide', () => port.postMessage({ gone: true }), { once: true });
  }

  connect();
  // A page restored from the back/forward cache is disconnected.
  addEventListener('pageshow', (event) => event.persisted && connect());
})();
