// <gs-region id src data-live="topic-1 …" [hold=".message"] [fresh-one] [fresh-many] [swap]>: asks for itself
// again when a channel speaks. With hold, things that match it and are not here yet wait behind
// a button ("2 new"), so that what is being read never moves.
const TOGETHER = 400;

customElements.define("gs-region", class extends HTMLElement {
  connectedCallback() {
    this.channels = (this.dataset.live ?? "").split(" ").filter(Boolean);
    for (const channel of this.channels) document.addEventListener(`live:${channel}`, this);
  }

  disconnectedCallback() {
    clearTimeout(this.soon);
    for (const channel of this.channels) document.removeEventListener(`live:${channel}`, this);
  }

  // Many signals at once are one question; the random part keeps a crowd from asking together.
  handleEvent({ detail }) {
    const only = this.getAttribute("only");
    if (only && detail.event !== "resumed" && !only.split(" ").includes(detail.event)) return;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.look(), TOGETHER * (0.5 + Math.random()));
  }

  get address() {
    return this.getAttribute("src") || location.href;
  }

  async look() {
    const waiting = this.hasAttribute("hold") ? await this.count() : 0;
    if (waiting) this.offer(waiting);
    else this.refresh();
  }

  async count() {
    const headers = { "HX-Request": "true", "HX-Target": this.id };
    const { reader } = document.body.dataset;
    if (reader) headers["Groundswell-Reader"] = reader;
    const answer = await fetch(this.address, { headers }).catch(() => null);
    if (answer?.headers.get("HX-Trigger") === "gs:lapsed") document.dispatchEvent(new CustomEvent("gs:lapsed"));
    if (!answer?.ok) return 0;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = [...page.querySelectorAll(this.getAttribute("hold"))];
    return found.filter(({ id }) => id && !document.getElementById(id)).length;
  }

  offer(number) {
    const text = this.getAttribute(number === 1 ? "fresh-one" : "fresh-many")?.replace("{n}", number) ?? String(number);
    const place = this.querySelector(".fresh") ?? this.appendChild(document.createElement("div"));
    place.className = "fresh";
    const button = place.querySelector("button") ?? place.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "btn btn-primary";
    button.textContent = text;
    button.onclick = () => this.show();
    document.dispatchEvent(new CustomEvent("gs:say", { detail: text }));
  }

  async show() {
    const known = new Set([...this.querySelectorAll("[id]")].map(({ id }) => id));
    await this.refresh();
    const here = document.getElementById(this.id) ?? document;
    const first = [...here.querySelectorAll(this.getAttribute("hold"))].find(({ id }) => id && !known.has(id));
    if (!first) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  }

  refresh() {
    const swap = this.getAttribute("swap") || "outerMorph";
    return window.htmx.ajax("GET", this.address, { target: `#${CSS.escape(this.id)}`, source: this, swap });
  }
});
