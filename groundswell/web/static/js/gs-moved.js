// <gs-moved list order says>: how many of the list's rows would move if it were put in order now.
// `order` names the rows as they would stand; what is counted is the fewest that have to move. Told
// after each swap: one brings the order, and takes out what was said; another draws the list anew.
customElements.define("gs-moved", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("htmx:after:swap", this);
    this.tell();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this);
  }

  handleEvent() {
    this.tell();
  }

  tell() {
    const list = document.getElementById(this.getAttribute("list"));
    if (!list) return;
    const wanted = this.getAttribute("order").split(" ").filter(Boolean);
    const shown = [...list.children].map((row) => row.dataset.question).filter(Boolean);
    const places = wanted.map((id) => shown.indexOf(id)).filter((at) => at >= 0);
    const moved = Math.max(shown.length, wanted.length) - longestRise(places);
    const text = moved ? this.getAttribute("says").replace("{n}", moved) : "";
    if (this.textContent !== text) this.textContent = text;
  }
});

// The most places that follow one another upwards.
function longestRise(places) {
  const ends = [];
  for (const place of places) {
    const at = ends.findIndex((end) => end >= place);
    ends[at < 0 ? ends.length : at] = place;
  }
  return ends.length;
}
