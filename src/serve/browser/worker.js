// Holds the event stream for all pages of a browser, and checks for each page whether it has changed.
'use strict';
const pages = new Map();
let report = null;

/** Requests the page with the entity tag that it shows; a different tag means that it has changed. */
async function check(port) {
  const shown = pages.get(port);
  if (!shown) return;
  try {
    const headers = { Accept: 'text/html', 'If-None-Match': shown.tag };
    const answer = await fetch(shown.page, { method: 'HEAD', headers, cache: 'no-store', redirect: 'follow' });
    const tag = answer.headers.get('ETag');
    if (answer.status !== 304 && tag !== shown.tag) port.postMessage({ reload: true });
  } catch {
    // The server is gone; there will be an event when it is back.
  }
}

const events = new EventSource('events');
events.addEventListener('state', (event) => {
  ({ report } = JSON.parse(event.data));
  for (const port of pages.keys()) {
    port.postMessage({ report });
    check(port);
  }
});

function listen(port) {
  port.onmessage = ({ data }) => {
    if (data.gone) {
      pages.delete(port);
      return;
    }
    pages.set(port, data);
    if (report === null) return;
    port.postMessage({ report });
    // There may have been a build since the page was loaded.
    check(port);
  };
}

if ('SharedWorkerGlobalScope' in self) self.onconnect = ({ ports: [port] }) => listen(port);
else listen(self);
