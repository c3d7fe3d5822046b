// The colors that the reader has chosen, before the first paint. Pages wait for this script, so it does nothing else; the button is in
// document.js.
try {
  document.documentElement.dataset.theme = localStorage.getItem('pmsite.theme') || '';
} catch { /* Browsers may refuse storage to pages opened from disk. */ }
