// <gs-time>: the server's words for each <time datetime> in it, kept true while the page is open.
const STEPS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
const HALF_A_YEAR = 15552000;
const lang = document.documentElement.lang || undefined;
const here = readersLocale();
const relative = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "short" });
const exact = new Intl.DateTimeFormat(here, { dateStyle: "full", timeStyle: "short" });
const day = new Intl.DateTimeFormat(here, { dateStyle: "medium" });
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

function words(at) {
  const seconds = (at - Date.now()) / 1000;
  if (Math.abs(seconds) > HALF_A_YEAR) return day.format(at);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return relative.format(unit === "second" ? 0 : Math.round(seconds / size), unit);
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
    const text = words(at);
    if (time.textContent !== text) time.textContent = text;
  }
});

setInterval(() => document.hidden || alive.forEach((element) => element.refresh()), 30000);
