// <gs-scrubber><form><input type="number" min max>: a slider along a long topic that follows what
// is on the screen, shows where it would lead, and goes there when it is let go.
customElements.define("gs-scrubber", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.number = this.form.querySelector("input");
    this.slider = this.number.cloneNode();
    this.slider.type = "range";
    this.slider.removeAttribute("id");
    this.slider.removeAttribute("name");
    this.slider.setAttribute("aria-label", this.form.querySelector("label").textContent);
    this.form.before(this.slider);
    this.slider.addEventListener("input", this);
    this.slider.addEventListener("change", this);
    this.watcher = new IntersectionObserver((entries) => this.follow(entries), { rootMargin: "-30% 0px -60%" });
    document.querySelectorAll(".message[data-number]").forEach((message) => this.watcher.observe(message));
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    this.slider.remove();
  }

  handleEvent({ type }) {
    this.number.value = this.slider.value;
    if (type === "change") this.form.requestSubmit();
  }

  follow(entries) {
    const here = entries.find(({ isIntersecting }) => isIntersecting)?.target;
    if (!here || document.activeElement === this.slider || document.activeElement === this.number) return;
    this.slider.value = here.dataset.number;
    this.number.value = here.dataset.number;
  }
});
