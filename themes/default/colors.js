// The colors that the reader has chosen, and whether internal parts are hidden, before the first paint. Pages wait for this script, so
// it does nothing else; the buttons are in document.js.
try {
  document.documentElement.dataset.theme = localStorage.getItem('pmsite.theme') || '';
  document.documentElement.classList.toggle('as-public', sessionStorage.getItem('pmsite.as-public'));
} catch { /* Browsers may refuse storage to pages opened from disk. */ }
