// <gs-focus>: gives its first child the focus when it arrives, so that a refusal is not overlooked.
customElements.define("gs-focus", class extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => this.firstElementChild?.focus());
  }
});
