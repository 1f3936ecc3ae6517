// <gs-desk action idea token>: keeps the idea on this desk while the page is open, and lets it go
// when one leaves.
const EVERY = 60000;

customElements.define("gs-desk", class extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => document.hidden || this.tell({}), EVERY);
    window.addEventListener("pagehide", this);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    window.removeEventListener("pagehide", this);
  }

  handleEvent() {
    this.tell({ release: "1" });
  }

  tell(said) {
    const values = { idea: this.getAttribute("idea"), csrfmiddlewaretoken: this.getAttribute("token"), ...said };
    fetch(this.getAttribute("action"), { method: "POST", body: new URLSearchParams(values), keepalive: true }).catch(() => {});
  }
});
