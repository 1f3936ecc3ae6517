// <gs-signs>: five signs for the room. One press in two seconds counts; how many gave each in the
// last ten seconds stands beside it, and goes when it is no longer so. Nothing moves.
const APART = 2000;
const SHOWN = 10000;

customElements.define("gs-signs", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    document.addEventListener("gs:signs", this);
  }

  disconnectedCallback() {
    clearTimeout(this.clear);
    document.removeEventListener("gs:signs", this);
  }

  handleEvent(event) {
    if (event.type === "gs:signs") return this.show(event.detail);
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    this.give(button);
  }

  give(button) {
    const at = Date.now();
    if (at - (this.last ?? 0) < APART) return;
    this.last = at;
    button.setAttribute("aria-pressed", "true");
    setTimeout(() => button.removeAttribute("aria-pressed"), APART);
    const body = new FormData(document.getElementById("room-acts"));
    body.set("sign", button.value);
    fetch(button.getAttribute("formaction"), { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {});
  }

  show(signs) {
    for (const [sign, count] of Object.entries(signs)) {
      const place = this.querySelector(`[data-sign="${sign}"]`);
      if (place) place.textContent = count || "";
    }
    clearTimeout(this.clear);
    this.clear = setTimeout(() => this.querySelectorAll("[data-sign]").forEach((place) => { place.textContent = ""; }), SHOWN);
  }
});
