// <gs-handle from for>: fills a handle in from a name, until somebody writes one themself.
customElements.define("gs-handle", class extends HTMLElement {
  connectedCallback() {
    this.name = document.getElementById(this.getAttribute("from"));
    this.handle = document.getElementById(this.getAttribute("for"));
    this.own = Boolean(this.handle?.value);
    this.name?.addEventListener("input", this);
    this.handle?.addEventListener("input", this);
  }

  disconnectedCallback() {
    this.name?.removeEventListener("input", this);
    this.handle?.removeEventListener("input", this);
  }

  handleEvent({ target }) {
    if (target === this.handle) this.own = Boolean(target.value);
    else if (!this.own) this.handle.value = this.suggestion;
  }

  get suggestion() {
    const plain = this.name.value.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "");
    return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 24).replace(/-+$/, "");
  }
});
