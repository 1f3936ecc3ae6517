// <gs-presence data-live="topic-1-presence" few about hidden>: the rounded number of people here.
const FEWEST = 5;

customElements.define("gs-presence", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener(`live:${this.dataset.live}`, this);
  }

  disconnectedCallback() {
    document.removeEventListener(`live:${this.dataset.live}`, this);
  }

  handleEvent({ detail }) {
    let about = 0;
    try {
      ({ about } = JSON.parse(detail.event));
    } catch {
      return;
    }
    this.hidden = !about;
    this.textContent = about < FEWEST ? this.getAttribute("few") : this.getAttribute("about").replace("{n}", about);
  }
});
