// <gs-board>: cards dragged by their grip onto another column ask for a reason in the dialog; arrow
// keys walk from card to card. Each card's "Move to" does the same without a pointer, and the focus
// goes along with the card.
const STEPS = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };

customElements.define("gs-board", class extends HTMLElement {
  connectedCallback() {
    for (const type of ["pointerdown", "keydown", "click", "submit"]) this.addEventListener(type, this);
    document.addEventListener("htmx:after:swap", this);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this);
  }

  handleEvent(event) {
    if (event.type === "keydown") this.walk(event);
    else if (event.type === "click") event.target.closest("[data-leave]") && this.dialog.close();
    else if (event.type === "submit") this.send(event);
    else if (event.type === "htmx:after:swap") this.follow();
    else if (event.type === "pointerdown") this.take(event);
    else if (event.type === "pointermove") this.carry(event);
    else this.drop(event);
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  take(event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    this.card = grip.closest(".board-card");
    this.from = [event.clientX, event.clientY];
    this.setPointerCapture(event.pointerId);
    this.card.classList.add("is-dragged");
    for (const type of ["pointermove", "pointerup", "pointercancel"]) this.addEventListener(type, this);
  }

  carry({ clientX, clientY }) {
    this.card.style.translate = `${clientX - this.from[0]}px ${clientY - this.from[1]}px`;
    this.over?.classList.remove("is-target");
    this.over = document.elementsFromPoint(clientX, clientY).map((it) => it.closest?.(".board-column")).find(Boolean);
    this.over?.classList.add("is-target");
    const board = this.querySelector(".board");
    const { left, right } = board.getBoundingClientRect();
    if (clientX > right - 40) board.scrollLeft += 12;
    if (clientX < left + 40) board.scrollLeft -= 12;
  }

  drop(event) {
    for (const type of ["pointermove", "pointerup", "pointercancel"]) this.removeEventListener(type, this);
    this.card.classList.remove("is-dragged");
    this.card.style.translate = "";
    this.over?.classList.remove("is-target");
    const to = event.type === "pointerup" ? this.over : null;
    this.over = null;
    if (to && to !== this.card.closest(".board-column")) this.ask(to);
  }

  ask(column) {
    const form = this.dialog.querySelector("form");
    const { idea, to, reason, nonce } = form.elements;
    form.reset();
    // The region brings a new one with every move: this move may be the same again after an undo.
    nonce.value = this.card.querySelector("[name=nonce]").value;
    idea.value = this.card.dataset.idea;
    to.value = column.dataset.stage;
    this.dialog.querySelector("[data-drop-to]").textContent = column.dataset.name;
    this.dialog.querySelector("[data-drop-idea]").textContent = this.card.querySelector("h3").textContent;
    this.dialog.showModal();
    reason.focus();
  }

  async send(event) {
    this.sent = event.target.elements.idea?.value.split(".")[0];
    if (!this.dialog?.contains(event.target)) return;
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    this.dialog.close();
    await window.htmx.ajax("POST", event.target.action, { target: "#board", swap: "outerMorph", values });
  }

  // The form that was sent is done with: it empties and closes, and the focus goes where its card
  // went.
  follow() {
    const card = this.sent && document.getElementById(`c${this.sent}`);
    this.sent = "";
    if (card) card.querySelector("form").reset();
    if (!card || (this.contains(document.activeElement) && !card.contains(document.activeElement))) return;
    card.querySelector("details").open = false;
    card.querySelector("h3 a").focus();
  }

  walk(event) {
    const card = event.target.closest(".board-card");
    const step = STEPS[event.key];
    if (!card || !step || event.target.matches("input, select")) return;
    event.preventDefault();
    const columns = [...this.querySelectorAll(".board-column")].map((it) => [...it.querySelectorAll(".board-card")]);
    const cards = columns.filter((it) => it.length);
    const column = cards.findIndex((it) => it.includes(card));
    const beside = cards[column + step[0]] ?? cards[column];
    const next = beside[Math.min(cards[column].indexOf(card) + step[1], beside.length - 1)];
    next?.querySelector("h3 a").focus();
  }
});
