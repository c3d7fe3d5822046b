// Documents: the current section in the contents, copying of code and of links, what only the internal edition shows,
// how long ago it was, and the color theme. This file
// shares one scope with the others of the script.

// ---- The section that is being read

function sections() {
  const links = new Map($$('.contents a').map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((name) => document.getElementById(name)).filter(Boolean);
  if (!headings.length) return;
  const list = $('.contents ul');
  let current;
  let waiting = false;
  const update = () => {
    waiting = false;
    // A little below where a link to a heading scrolls to. On phones, the contents have only the upper level.
    const line = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 24;
    const listed = headings.filter((heading) => links.get(heading.id).offsetParent);
    const above = listed.filter((heading) => heading.getBoundingClientRect().top < line);
    const link = links.get((above[above.length - 1] || listed[0])?.id);
    if (!link) return;
    if (link === current) return;
    current?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    current = link;
    list.scrollTo({ left: link.offsetLeft - list.clientWidth / 3 });
  };
  addEventListener('scroll', () => { if (!waiting) { waiting = true; requestAnimationFrame(update); } }, { passive: true });
  update();
}

// ---- Copying code and links

function copying() {
  for (const code of $$('.prose pre')) {
    const place = make('div', { class: 'code-block' });
    code.replaceWith(place);
    place.append(code, ...copier(t('site.copy'), () => code.innerText, { class: 'copy-code' }));
  }
  for (const event of $$('.prose .event[id]')) {
    event.parentElement.append(make('a', { class: 'anchor copy-row', href: `#${event.id}`, 'aria-label': t('site.copy_link') }, '#'));
  }
  for (const link of $$('.prose .anchor')) {
    link.title = t('site.copy_link');
    link.addEventListener('click', () => {
      navigator.clipboard?.writeText(link.href).then(() => {
        link.classList.add('copied');
        link.textContent = '✓';
        setTimeout(() => { link.classList.remove('copied'); link.textContent = '#'; }, 1500);
      }, () => {});
    });
  }
}

// ---- What is folded opens for print, and for links into it

function unfold() {
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target?.closest('details:not([open])');
    if (folded) { folded.open = true; target.scrollIntoView(); }
  };
  addEventListener('hashchange', open);
  if (location.hash) open();
  document.documentElement.style.setProperty('--running', JSON.stringify(document.title));
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = $$('.as-written:not([open])');
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener('afterprint', () => opened.forEach((one) => { one.open = false; }));
}

// ---- What only the internal edition shows, hidden at the press of a button. The class of a reload comes from colors.js.

function internal() {
  const button = $('[data-as-public]');
  if (!button) return;
  const page = document.documentElement.classList;
  const show = () => button.setAttribute('aria-pressed', page.contains('as-public'));
  for (const link of $$('.contents a')) {
    if (document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest('.internal')) link.parentElement.classList.add('internal');
  }
  button.addEventListener('click', () => {
    const on = page.toggle('as-public');
    try { sessionStorage.setItem('pmsite.as-public', on ? 'on' : ''); } catch { /* nothing is remembered */ }
    show();
  });
  show();
}

// ---- How long ago it was. The clock of the reader tells, so that pages do not change from day to day.

function ago() {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const place of $$('[data-ago]')) {
    const days = Math.round((new Date(place.dataset.ago) - Date.now()) / 864e5);
    const size = Math.abs(days);
    place.textContent = size < 45 ? format.format(days, 'day') : size < 730 ? format.format(Math.round(days / 30.44), 'month') : format.format(Math.round(days / 365.25), 'year');
  }
}

// ---- Light, dark, or what the system says

function themes() {
  const button = $('[data-theme-toggle]');
  const names = { '': t('theme.system'), light: t('theme.light'), dark: t('theme.dark') };
  const choices = Object.keys(names);
  const apply = (choice) => {
    document.documentElement.dataset.theme = choice;
    button.title = t('theme.label', { theme: names[choice] });
    button.setAttribute('aria-label', button.title);
  };
  if (!button) return;
  button.addEventListener('click', () => {
    const next = choices[(choices.indexOf(document.documentElement.dataset.theme || '') + 1) % choices.length];
    stored('theme', next);
    apply(next);
  });
  apply(names[stored('theme')] ? stored('theme') : '');
}
