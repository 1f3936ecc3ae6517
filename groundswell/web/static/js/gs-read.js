// <gs-read url from token>: tells the server how far one has really read. A message counts once its
// end has been on the screen for a moment while the page was in front.
const MOMENT = 1200;
const TOGETHER = 3000;

customElements.define("gs-read", class extends HTMLElement {
  connectedCallback() {
    this.sent = Number(this.getAttribute("from"));
    this.seen = this.sent;
    this.waiting = new Map();
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.look(entry)));
    this.watch = () => document.querySelectorAll(".message[data-number]").forEach((message) => {
      const end = message.lastElementChild;
      if (end && Number(message.dataset.number) > this.seen) this.watcher.observe(end);
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
    if (isIntersecting) this.waiting.set(target, setTimeout(() => this.note(target), MOMENT));
  }

  note(end) {
    if (document.hidden) return;
    this.watcher.unobserve(end);
    this.seen = Math.max(this.seen, Number(end.closest(".message")?.dataset.number ?? 0));
    this.soon ??= setTimeout(() => this.send(), TOGETHER);
  }

  handleEvent() {
    if (document.hidden) this.send();
  }

  send() {
    clearTimeout(this.soon);
    this.soon = null;
    if (this.seen <= this.sent) return;
    this.sent = this.seen;
    const body = new FormData();
    body.set("number", this.seen);
    body.set("csrfmiddlewaretoken", this.getAttribute("token"));
    fetch(this.getAttribute("url"), { method: "POST", body, keepalive: true }).catch(() => null);
  }
});
