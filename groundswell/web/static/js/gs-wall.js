// <gs-wall src scene channel until>: the projector. It listens to the room also while its tab is
// hidden, and asks for its scene again when something moved, once in two seconds at most. A link
// that was ended, or whose time is over, says so in place of the scene.
const APART = 2000;
const LATE = 24 * 3600 * 1000;

customElements.define("gs-wall", class extends HTMLElement {
  connectedCallback() {
    const left = new Date(this.getAttribute("until")) - Date.now();
    if (left < LATE) this.over = setTimeout(() => location.reload(), Math.max(0, left) + 500);
    this.open();
  }

  disconnectedCallback() {
    clearTimeout(this.over);
    clearTimeout(this.soon);
    this.source?.close();
  }

  open() {
    this.source = new EventSource(this.getAttribute("src"));
    for (const name of ["state", "reset", this.getAttribute("channel")]) this.source.addEventListener(name, () => this.heard());
    this.source.addEventListener("revoked", () => location.reload());
    this.source.onopen = () => { this.failures = 0; };
    this.source.onerror = () => {
      if (this.source.readyState !== EventSource.CLOSED) return;
      this.failures = (this.failures ?? 0) + 1;
      if (this.failures > 4) return location.reload();
      this.retry = setTimeout(() => this.open(), 1000 * 2 ** this.failures);
    };
  }

  heard() {
    this.soon ??= setTimeout(() => this.look(), Math.max(100, (this.looked ?? 0) + APART - Date.now()));
  }

  async look() {
    this.looked = Date.now();
    this.soon = null;
    const answer = await fetch(this.getAttribute("scene"), { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.status === 403) return location.reload();
    if (!answer?.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("scene");
    const here = document.getElementById("scene");
    if (found && found.innerHTML !== here.innerHTML) here.replaceWith(document.adoptNode(found));
  }
});
