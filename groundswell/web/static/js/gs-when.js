// <gs-when said="your time"><time datetime>: a day and an hour to come, at the clock of whoever reads.
const lang = document.documentElement.lang || undefined;

customElements.define("gs-when", class extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const at = new Date(time?.dateTime);
    if (!time || Number.isNaN(at.valueOf())) return;
    const clock = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    if (at.getFullYear() !== new Date().getFullYear()) clock.year = "numeric";
    time.title = `${time.textContent.trim()} (UTC${at.toISOString().slice(10, 16).replace("T", " ")})`;
    time.textContent = `${new Intl.DateTimeFormat(lang, clock).format(at)}, ${this.getAttribute("said")}`;
  }
});
