// <gs-copy text="…" done="Copied"><a href="…">Copy link</a></gs-copy>: without a script, a plain link.
customElements.define("gs-copy", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  async handleEvent(event) {
    if (!navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(new URL(this.getAttribute("text"), location.href).href);
    document.dispatchEvent(new CustomEvent("gs:say", { detail: this.getAttribute("done") }));
    const label = this.querySelector("[data-label]") ?? this.querySelector("a, button");
    const before = label.textContent;
    label.textContent = this.getAttribute("done");
    setTimeout(() => { label.textContent = before; }, 1500);
  }
});
