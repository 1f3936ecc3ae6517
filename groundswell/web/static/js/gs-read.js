// <gs-read url from token>: tells the server which messages one has really read. One counts once
// its end has been on the screen for a moment while the page was in front, and what one scrolled
// past on the way there counts with it. What was never on the screen does not.
const MOMENT = 1200;
const TOGETHER = 3000;
const numberOf = (message) => Number(message?.id.slice(1) ?? 0);

customElements.define("gs-read", class extends HTMLElement {
  connectedCallback() {
    this.from = Number(this.getAttribute("from"));
    this.furthest = 0;
    this.passed = new Set();
    this.sent = new Set();
    this.waiting = new Map();
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.look(entry)));
    this.watch = () => document.querySelectorAll(".message[id]").forEach((message) => {
      const end = message.lastElementChild;
      if (end && numberOf(message) > this.from) this.watcher.observe(end);
    });
    this.watch();
    document.addEventListener("htmx:after:swap", this.watch);
    document.addEventListener("visibilitychange", this);
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    document.removeEventListener("htmx:after:swap", this.watch);
    document.removeEventListener("visibilitychange", this);
  }

  look({ target, isIntersecting }) {
    clearTimeout(this.waiting.get(target));
    const number = numberOf(target.closest(".message"));
    if (!isIntersecting || !number || document.hidden) return;
    this.passed.add(number);
    this.waiting.set(target, setTimeout(() => this.note(number), MOMENT));
  }

  note(number) {
    if (document.hidden) return;
    this.furthest = Math.max(this.furthest, number);
    this.soon ??= setTimeout(() => this.send(), TOGETHER);
  }

  handleEvent() {
    if (document.hidden) this.send();
  }

  // Stretches without a gap, as [number before the first, last].
  get stretches() {
    const found = [];
    for (const number of [...this.passed].sort((one, other) => one - other)) {
      if (number > this.furthest) break;
      if (found.at(-1)?.[1] === number - 1) found.at(-1)[1] = number;
      else found.push([number - 1, number]);
    }
    return found;
  }

  send() {
    clearTimeout(this.soon);
    this.soon = null;
    for (const [after, number] of this.stretches) {
      if (this.sent.has(`${after}-${number}`)) continue;
      this.sent.add(`${after}-${number}`);
      const body = new FormData();
      body.set("after", after);
      body.set("number", number);
      body.set("csrfmiddlewaretoken", this.getAttribute("token"));
      fetch(this.getAttribute("url"), { method: "POST", body, keepalive: true }).catch(() => null);
    }
  }
});
