// <gs-menu><details class="menu">: closes on Escape, outside clicks and choice; arrows walk it.
customElements.define("gs-menu", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", this);
    this.addEventListener("focusout", this);
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  get details() {
    return this.querySelector("details");
  }

  handleEvent(event) {
    if (!this.details?.open) return;
    if (event.type === "keydown") this.walk(event);
    else if (event.type === "click" && !this.contains(event.target)) this.details.open = false;
    else if (event.type === "focusout" && event.relatedTarget && !this.contains(event.relatedTarget)) this.details.open = false;
  }

  walk(event) {
    if (event.key === "Escape") {
      this.details.open = false;
      this.querySelector("summary").focus();
      event.stopPropagation();
    }
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const items = [...this.querySelectorAll(".menu-items :is(a, button)")];
    const at = items.indexOf(document.activeElement);
    items.at((at + step + (at < 0 && step < 0 ? 1 : 0)) % items.length)?.focus();
    event.preventDefault();
  }
});
