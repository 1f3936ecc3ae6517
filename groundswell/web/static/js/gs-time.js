// <gs-time>: the server's words for each <time datetime> in it, kept true while the page is open, and
// the exact time in its title. What is swapped in reads like what was there before.
const lang = document.documentElement.lang || undefined;
const here = readersLocale();
const relative = new Intl.RelativeTimeFormat(lang, { numeric: "always", style: "long" });
const exact = new Intl.DateTimeFormat(here, { dateStyle: "full", timeStyle: "short" });
const alive = new Set();

// The page's language, with the clock and the order of days that the reader's region has.
function readersLocale() {
  try {
    const region = new Intl.Locale(lang).region ?? new Intl.Locale(navigator.language).maximize().region;
    return new Intl.Locale(lang, { region });
  } catch {
    return lang;
  }
}

// One unit, whole ones only, counted as the server does: along the calendar from its first day.
function words(at) {
  const wait = at - Date.now();
  const lasts = new Date(Math.abs(wait));
  const units = {
    year: lasts.getUTCFullYear() - 1970,
    month: lasts.getUTCMonth(),
    week: Math.floor((lasts.getUTCDate() - 1) / 7),
    day: lasts.getUTCDate() - 1,
    hour: lasts.getUTCHours(),
    minute: lasts.getUTCMinutes(),
  };
  const unit = Object.keys(units).find((name) => units[name]);
  return unit && relative.format(Math.sign(wait) * units[unit], unit);
}

customElements.define("gs-time", class extends HTMLElement {
  connectedCallback() {
    alive.add(this);
    queueMicrotask(() => this.refresh());
  }

  disconnectedCallback() {
    alive.delete(this);
  }

  refresh() {
    for (const time of this.querySelectorAll("time")) this.renew(time);
  }

  renew(time) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.valueOf())) return;
    time.title = exact.format(at);
    // Within the first minute the server's "just now" stands.
    const text = words(at) ?? time.textContent;
    if (time.textContent !== text) time.textContent = text;
  }
});

document.addEventListener("htmx:after:swap", () => alive.forEach((element) => element.refresh()));
setInterval(() => document.hidden || alive.forEach((element) => element.refresh()), 30000);
