// <gs-arrange><form class="drag-form"><ol><li data-id><span data-grip>: rows dragged by their grip; letting
// go sends the new order. The buttons beside each row do the same without a pointer.
customElements.define("gs-arrange", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerdown", this);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.take(event);
    else if (event.type === "pointermove") this.carry(event);
    else this.leave(event);
  }

  take(event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    this.row = grip.closest("[data-id]");
    this.before = this.order;
    this.row.classList.add("is-dragged");
    this.setPointerCapture(event.pointerId);
    for (const type of ["pointermove", "pointerup", "pointercancel"]) this.addEventListener(type, this);
  }

  carry(event) {
    const over = document.elementsFromPoint(event.clientX, event.clientY).map((it) => it.closest?.("[data-id]"))
      .find((row) => row && row !== this.row && row.parentElement === this.row.parentElement);
    if (!over) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](this.row);
  }

  leave(event) {
    for (const type of ["pointermove", "pointerup", "pointercancel"]) this.removeEventListener(type, this);
    this.row.classList.remove("is-dragged");
    if (event.type === "pointercancel" || this.order === this.before) return;
    const form = this.querySelector(".drag-form");
    form.elements.order.value = this.order;
    form.requestSubmit();
  }

  get order() {
    return [...this.querySelectorAll("[data-id]")].map((row) => row.dataset.id).join(",");
  }
});
