// <gs-pick form single many><input data-all><span data-count>: chooses all on the page, says how many are
// chosen, and chooses a run of rows with Shift.
customElements.define("gs-pick", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("change", this);
    document.addEventListener("click", this);
    this.say();
  }

  disconnectedCallback() {
    document.removeEventListener("change", this);
    document.removeEventListener("click", this);
  }

  get boxes() {
    return [...document.querySelectorAll(`.pick[form="${CSS.escape(this.getAttribute("form"))}"]`)];
  }

  handleEvent(event) {
    const { target, type, shiftKey } = event;
    if (target.matches?.("[data-all]")) for (const box of this.boxes) box.checked = target.checked;
    else if (type === "click" && target.matches?.(".pick")) this.run(target, shiftKey);
    this.say();
  }

  run(box, shift) {
    const boxes = this.boxes;
    const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (shift && from >= 0) for (const other of boxes.slice(from, to)) other.checked = box.checked;
    this.last = box;
  }

  say() {
    const number = this.boxes.filter(({ checked }) => checked).length;
    const text = number === 1 ? this.getAttribute("single") : this.getAttribute("many")?.replace("{n}", number);
    this.querySelector("[data-count]").textContent = number ? text : "";
  }
});
