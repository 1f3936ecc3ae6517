// <gs-toggle for="id"><button aria-expanded="false">: shows and hides one element.
// With pressed, the button's aria-pressed flips at once and the form it sends catches up.
customElements.define("gs-toggle", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  handleEvent(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (this.hasAttribute("pressed")) {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
      return;
    }
    const target = document.getElementById(this.getAttribute("for"));
    target.hidden = !target.hidden;
    button.setAttribute("aria-expanded", !target.hidden);
    if (!target.hidden) target.querySelector("input, textarea, a, button")?.focus();
  }
});
