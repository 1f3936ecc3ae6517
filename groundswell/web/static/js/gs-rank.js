// <gs-rank><ul><li class="mark-row"><label><input type=number>: two buttons beside each option move
// it up or down, rows are dragged by their label, and the numbers follow. Without it one types them.
customElements.define("gs-rank", class extends HTMLElement {
  connectedCallback() {
    if (this.rows) return;
    this.rows = [...this.querySelectorAll(".mark-row")];
    for (const row of this.rows) this.dress(row);
    this.sort();
    this.addEventListener("click", this);
    this.addEventListener("change", () => this.sort());
    for (const type of ["dragstart", "dragover", "dragend"]) this.addEventListener(type, this);
  }

  dress(row) {
    row.draggable = true;
    const name = row.querySelector("label").textContent.trim();
    for (const [step, sign, says] of [[-1, "↑", this.dataset.up], [1, "↓", this.dataset.down]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-small", textContent: sign });
      button.dataset.step = step;
      button.setAttribute("aria-label", says.replace("…", name));
      row.querySelector(".mark").append(button);
    }
  }

  handleEvent(event) {
    const row = event.target.closest?.(".mark-row");
    if (event.type === "click") this.step(event.target.closest("[data-step]"));
    else if (event.type === "dragstart") this.carried = row;
    else if (event.type === "dragover" && this.carried && row) this.carry(event, row);
    else if (event.type === "dragend" && this.carried) {
      this.number(this.list.indexOf(this.carried));
      this.carried = null;
    }
  }

  step(button) {
    if (!button) return;
    const row = button.closest(".mark-row");
    const place = this.list.indexOf(row) + Number(button.dataset.step);
    if (place < 0 || place >= this.rows.length) return;
    this.list[place][button.dataset.step < 0 ? "before" : "after"](row);
    this.number(Math.max(place, this.list.indexOf(row)));
    button.focus();
  }

  carry(event, row) {
    event.preventDefault();
    if (row === this.carried) return;
    const { top, height } = row.getBoundingClientRect();
    row[event.clientY < top + height / 2 ? "before" : "after"](this.carried);
  }

  get list() {
    return [...this.querySelectorAll(".mark-row")];
  }

  // Everything down to the row that was moved has a place; what is below and empty stays unranked.
  number(last) {
    const rows = this.list;
    const ranked = rows.reduce((most, row, at) => (this.input(row).value ? at : most), last);
    rows.forEach((row, at) => { this.input(row).value = at <= ranked ? at + 1 : ""; });
  }

  sort() {
    const rank = (row) => Number(this.input(row).value) || Infinity;
    const focused = document.activeElement;
    const sorted = [...this.list].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
    if (sorted.some((row, at) => row !== this.list[at])) this.querySelector("ul").append(...sorted);
    focused?.focus?.();
  }

  input(row) {
    return row.querySelector("input");
  }
});
