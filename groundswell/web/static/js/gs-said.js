// <gs-said lost="…"><p role="alert" hidden><p role="status" hidden>…<a></p>: says what was refused
// or lost, and that one is signed out, over the page and without moving it.
const LONG = 12000;
const TYPES = ["gs:refused", "gs:lapsed", "htmx:error", "htmx:after:request"];

customElements.define("gs-said", class extends HTMLElement {
  connectedCallback() {
    [this.refused, this.lapsed] = this.querySelectorAll("p");
    for (const type of TYPES) document.addEventListener(type, this);
  }

  disconnectedCallback() {
    for (const type of TYPES) document.removeEventListener(type, this);
  }

  handleEvent({ type, detail }) {
    if (type === "gs:refused") this.say(detail.reason ?? detail.value?.reason);
    else if (type === "gs:lapsed") this.end();
    else if (this.isLost(type, detail?.ctx)) this.say(this.getAttribute("lost"));
  }

  // What the page asks for on its own may fail in silence: it asks again. A form that shows a
  // refusal where it stands says the reason itself.
  isLost(type, ctx) {
    if (!ctx || ctx.request?.method === "GET" || ctx.hx?.trigger) return false;
    const status = ctx.response?.status;
    if (status && ctx.sourceElement?.hasAttribute(`hx-status:${status}`)) return false;
    return type === "htmx:error" || status >= 400;
  }

  say(text) {
    clearTimeout(this.soon);
    this.refused.textContent = text;
    this.refused.hidden = false;
    this.soon = setTimeout(() => { this.refused.hidden = true; }, LONG);
  }

  end() {
    const here = location.pathname + location.search;
    this.lapsed.querySelector("a").href = `/accounts/login/?next=${encodeURIComponent(here)}`;
    this.lapsed.hidden = false;
  }
});
