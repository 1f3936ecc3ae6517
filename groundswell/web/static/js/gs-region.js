// <gs-region id src data-live="topic-1 …" [hold=".message"] [fresh-one] [fresh-many] [swap]>: asks for itself
// again when a channel speaks. With hold, things that match it and are not here yet wait behind
// a button ("2 new"), so that what is being read never moves; with still, what has gone stays as long
// as pointer or focus is among them. `fresh-key` is the button's key.
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
  handleEvent({ type, detail }) {
    const only = this.getAttribute("only");
    if (only && detail.event !== "resumed" && !only.split(" ").includes(detail.event)) return;
    if (!type.startsWith("live:") && document.documentElement.hasAttribute("data-paused")) return this.wait();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.look(), TOGETHER * (0.5 + Math.random()));
  }

  get address() {
    return this.getAttribute("src") || location.href;
  }

  async look() {
    const { fresh = 0, gone = 0 } = this.hasAttribute("hold") ? await this.compare() : {};
    if (fresh) this.offer(fresh);
    else if (gone && this.hasAttribute("still") && this.matches(":hover, :has(:focus-visible)")) this.wait();
    else this.refresh();
  }

  wait() {
    for (const type of ["pointerleave", "focusout"]) this.addEventListener(type, this, { once: true });
  }

  async compare() {
    const headers = { "HX-Request": "true", "HX-Target": this.id };
    const { reader } = document.body.dataset;
    if (reader) headers["Groundswell-Reader"] = reader;
    const answer = await fetch(this.address, { headers }).catch(() => null);
    if (answer?.headers.get("HX-Trigger") === "gs:lapsed") document.dispatchEvent(new CustomEvent("gs:lapsed"));
    if (!answer?.ok) return {};
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const absent = (from, other) => [...from.querySelectorAll(this.getAttribute("hold"))].filter(({ id }) => id && !other.getElementById(id)).length;
    return { fresh: absent(page, document), gone: absent(this, page) };
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
    const key = this.getAttribute("fresh-key");
    if (key) {
      button.dataset.hotkey = key;
      button.append(" ", Object.assign(document.createElement("kbd"), { textContent: key, ariaHidden: "true" }));
    }
    document.dispatchEvent(new CustomEvent("gs:sum", { detail: { of: this.id, text } }));
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
