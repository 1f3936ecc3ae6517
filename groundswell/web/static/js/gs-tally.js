// <gs-tally poll people single many>: what a poll came to. Numbers and bars change where they stand;
// what would move (words, numbers) waits until somebody asks for it.
customElements.define("gs-tally", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("gs:polls", this);
  }

  disconnectedCallback() {
    document.removeEventListener("gs:polls", this);
  }

  handleEvent({ detail }) {
    const id = this.getAttribute("poll");
    if (id in detail) this.people(detail[id]);
    for (const row of this.querySelectorAll("[data-option]")) {
      const count = detail[`${id}:${row.dataset.option}`];
      if (count !== undefined) row.querySelector(".poll-count").textContent = count;
    }
    const people = Number(this.getAttribute("people"));
    for (const row of this.querySelectorAll("[data-option]")) this.draw(row, people);
  }

  people(number) {
    this.setAttribute("people", number);
    const said = this.querySelector("[data-people]");
    if (said) said.textContent = this.getAttribute(number === 1 ? "single" : "many").replace("{n}", number);
    const newer = Number(said?.dataset.people) !== number;
    const newest = this.querySelector("[data-newest]")?.classList;
    newest?.toggle("btn-primary", newer);
    newest?.toggle("btn-quiet", !newer);
  }

  draw(row, people) {
    const count = Number(row.querySelector(".poll-count").textContent.replace(/\D/g, ""));
    const share = people ? Math.min(100, Math.round((100 * count) / people)) : 0;
    row.querySelector(".bar-part").setAttribute("width", share);
    const words = row.querySelector(".poll-share");
    words.textContent = words.textContent.replace(/\d+/, share);
  }
});
