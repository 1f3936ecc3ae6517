// <gs-pause then="Go on"><button><span>Pause</span></button></gs-pause>: what comes by itself waits until
// one goes on; then all of it comes at once.
customElements.define("gs-pause", class extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.words = this.button.querySelector("span");
    this.off = this.words.textContent;
    this.button.addEventListener("click", this);
  }

  handleEvent() {
    this.paused = !this.paused;
    document.documentElement.toggleAttribute("data-paused", this.paused);
    this.words.textContent = this.paused ? this.getAttribute("then") : this.off;
    document.dispatchEvent(new CustomEvent("gs:pause", { detail: this.paused }));
  }
});
