// Previews of linked incidents, and times in other zones. This file and site.js share one scope.

// ---- Previews of linked incidents

function previews() {
  const box = make('div', { class: 'preview', role: 'tooltip', id: 'preview', hidden: true });
  document.body.append(box);
  let link;
  let timer;
  const hide = () => {
    clearTimeout(timer);
    box.hidden = true;
    link?.removeAttribute('aria-describedby');
    link = null;
  };
  const show = (one) => {
    const { id: name, severity: rating, date, line } = one.dataset;
    if (one.title) { one.dataset.title = one.title; one.removeAttribute('title'); }
    link = one;
    box.replaceChildren(make('p', { class: 'muted' }, [rating, name, date].filter(Boolean).join(' · ')), make('p', author, make('b', {}, one.dataset.title || '')), line ? make('p', author, line) : '');
    box.hidden = false;
    one.setAttribute('aria-describedby', 'preview');
    const at = one.getBoundingClientRect();
    const below = at.bottom + box.offsetHeight + 12 < innerHeight;
    Object.assign(box.style, {
      left: `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8)) + scrollX}px`,
      top: `${(below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + scrollY}px`,
    });
  };
  const later = (wait, action) => { clearTimeout(timer); timer = setTimeout(action, wait); };
  document.addEventListener('pointerover', ({ target, pointerType }) => {
    const one = pointerType !== 'touch' && target.closest?.('a.ref[data-id]');
    if (one) { if (one !== link) later(250, () => show(one)); } else if (box.contains(target)) clearTimeout(timer); else if (link) later(200, hide); else clearTimeout(timer);
  });
  document.addEventListener('focusin', ({ target }) => {
    const one = target.matches('a.ref[data-id]:focus-visible');
    if (one) show(target); else if (link) hide();
  });
  document.addEventListener('keydown', (event) => event.key === 'Escape' && link && hide());
}

// ---- Time zones: as written, UTC, or the zone of the reader

function zones() {
  const times = $$('main time[datetime*="T"]').filter((one) => /T\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(one.dateTime));
  const place = $('.incident .twins');
  if (!times.length || !place) return;
  const written = new Map(times.map((one) => [one, one.textContent]));
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const apply = (zone) => {
    for (const [one, text] of written) {
      const dated = /\d{4}/.test(text);
      const format = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone === 'utc' ? 'UTC' : own, timeZoneName: 'short', ...(dated && { day: 'numeric', month: 'short', year: 'numeric' }) };
      one.textContent = zone ? new Date(one.dateTime).toLocaleString(locale, format) : text;
    }
  };
  const choice = make('select', { id: 'zone', 'aria-label': t('zone.label'), onchange: () => { apply(choice.value); stored('zone', choice.value); } },
    [['', t('zone.written')], ['utc', t('zone.utc')], ['own', t('zone.own', { zone: own })]].map(([value, label]) => make('option', { value, selected: stored('zone') === value }, label)));
  place.append(choice);
  if (choice.value) apply(choice.value);
}
