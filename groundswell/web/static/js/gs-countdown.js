// <gs-countdown at says="Begins in {time}" over="…">: how long until a moment, each second anew.
const two = (number) => String(number).padStart(2, "0");

customElements.define("gs-countdown", class extends HTMLElement {
  connectedCallback() {
    this.at = new Date(this.getAttribute("at"));
    if (Number.isNaN(this.at.valueOf())) return;
    this.clock = setInterval(() => document.hidden || this.tell(), 1000);
    this.tell();
  }

  disconnectedCallback() {
    clearInterval(this.clock);
  }

  tell() {
    const left = Math.max(0, Math.ceil((this.at - Date.now()) / 1000));
    const hours = Math.floor(left / 3600);
    const rest = `${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
    const time = hours ? `${hours}:${rest}` : rest;
    this.textContent = left ? this.getAttribute("says").replace("{time}", time) : this.getAttribute("over");
    if (!left) clearInterval(this.clock);
  }
});
