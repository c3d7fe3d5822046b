// Holds the stream of news for all pages of a browser, and asks for each page whether its bytes have changed.
'use strict';
const pages = new Map();
let report = null;

/** Asks with the tag of the bytes that the page shows; an answer with another tag means that they have changed. */
async function check(port) {
  const shown = pages.get(port);
  if (!shown) return;
  try {
    const headers = { Accept: 'text/html', 'If-None-Match': shown.tag };
    const answer = await fetch(shown.page, { method: 'HEAD', headers, cache: 'no-store', redirect: 'follow' });
    const tag = answer.headers.get('ETag');
    if (answer.status !== 304 && tag !== shown.tag) port.postMessage({ reload: true });
  } catch {
    // The server has gone; when it is back there will be an event.
  }
}

const news = new EventSource('events');
news.addEventListener('state', (event) => {
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
    // There may have been a build between the answer and this message.
    check(port);
  };
}

if ('SharedWorkerGlobalScope' in self) self.onconnect = ({ ports: [port] }) => listen(port);
else listen(self);
