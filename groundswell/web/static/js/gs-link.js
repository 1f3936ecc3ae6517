// <gs-link until>: a page that a link opened. When the link is ended, or its time is over, the page
// is loaded again, and says so.
const LATE = 24 * 3600 * 1000;

customElements.define("gs-link", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("live:ended", this);
    const left = new Date(this.getAttribute("until")) - Date.now();
    if (left < LATE) this.over = setTimeout(() => this.handleEvent(), Math.max(0, left) + 500);
  }

  disconnectedCallback() {
    clearTimeout(this.over);
    document.removeEventListener("live:ended", this);
  }

  handleEvent() {
    location.reload();
  }
});
