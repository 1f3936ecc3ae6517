// <gs-live src>: the page's one event stream. A named event becomes `live:<channel>` on document;
// nothing but names travels, so each region asks for its own words as its own reader. A stream that
// is opened again says what it saw last, and hears which regions have moved since. One that is
// refused asks the page for its next one: whoever may still see the page gets it.
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;
const HIDDEN_FOR = 60000;
const ASK_EVERY = 4;
const HEARS = ["visibilitychange", "htmx:after:swap", "gs:pause"];

customElements.define("gs-live", class extends HTMLElement {
  connectedCallback() {
    this.heard = new Set();
    this.kept = new Map();
    this.failures = 0;
    for (const type of HEARS) document.addEventListener(type, this);
    this.open();
  }

  disconnectedCallback() {
    for (const type of HEARS) document.removeEventListener(type, this);
    this.close();
  }

  handleEvent(event) {
    if (event.type === "htmx:after:swap") return this.listen();
    if (event.type === "gs:pause") return this.pause(event.detail);
    clearTimeout(this.sleep);
    if (document.hidden) this.sleep = setTimeout(() => this.close(), HIDDEN_FOR);
    else if (!this.source) this.open();
  }

  async open() {
    clearTimeout(this.retry);
    if (this.stale && !(await this.renew())) return;
    if (this.source || !this.isConnected) return;
    this.stale = false;
    this.source = new EventSource(this.getAttribute("src") + (this.last ? `&last=${this.last}` : ""));
    this.source.onopen = () => {
      if (this.missed && !this.last) this.resume();
      this.missed = false;
      this.failures = 0;
    };
    this.source.addEventListener("here", ({ lastEventId }) => { this.last = lastEventId; });
    this.source.addEventListener("reset", ({ lastEventId }) => this.resume(lastEventId));
    this.source.addEventListener("revoked", () => this.again(true));
    this.source.onerror = () => this.again(this.source.readyState === EventSource.CLOSED);
    this.heard.clear();
    this.listen();
  }

  again(refused) {
    this.close();
    if (refused && this.failures % ASK_EVERY === 0) this.stale = true;
    const wait = Math.min(FIRST_WAIT * 2 ** this.failures++, LONGEST_WAIT);
    this.retry = setTimeout(() => document.hidden || this.open(), wait * (0.5 + Math.random()));
  }

  async renew() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const src = answer.ok && page.querySelector("gs-live")?.getAttribute("src");
      if (src) this.setAttribute("src", src);
      const stays = Boolean(src) || answer.status === 429 || answer.status >= 500;
      if (!stays) document.dispatchEvent(new CustomEvent("live:ended"));
      return stays;
    } catch {
      return true;
    }
  }

  close() {
    this.missed = true;
    this.source?.close();
    this.source = null;
  }

  listen() {
    if (!this.source) return;
    for (const element of document.querySelectorAll("[data-live]")) {
      for (const channel of element.dataset.live.split(" ").filter((name) => name && !this.heard.has(name))) {
        this.heard.add(channel);
        this.source.addEventListener(channel, ({ data, lastEventId }) => this.tell(channel, data, lastEventId));
      }
    }
  }

  resume(last) {
    this.heard.forEach((channel) => this.tell(channel, "resumed", last));
  }

  tell(channel, event, last = this.last) {
    this.last = last;
    if (this.paused) this.kept.set(channel, event);
    else document.dispatchEvent(new CustomEvent(`live:${channel}`, { detail: { channel, event } }));
  }

  // Of each channel the last word is enough: its region asks for all that is new.
  pause(on) {
    this.paused = on;
    if (on) return;
    for (const [channel, event] of this.kept) this.tell(channel, event);
    this.kept.clear();
  }
});
