// <gs-suggest for="id" url label>: what begins like what is typed in a search field. GET url?q=
// answers rows with role=option; arrows walk them, Enter goes there, Escape closes them. Without a
// chosen row Enter sends the form as ever.
const PAUSE = 150;

customElements.define("gs-suggest", class extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.list = document.createElement("div");
    Object.assign(this.list, { className: "suggestions", id: `${this.field.id}_suggestions`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.getAttribute("label"));
    this.replaceChildren(this.list);
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(said)) this.field.setAttribute(name, value);
    for (const type of ["input", "keydown", "focus", "blur"]) this.field.addEventListener(type, this);
    // The field keeps the focus while a row is pressed, so that the rows are still there.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  handleEvent(event) {
    if (event.type === "input") this.later();
    else if (event.type === "keydown") this.steer(event);
    else if (event.type === "blur") this.close();
    else if (this.options.length && this.typed === this.field.value) this.show();
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.field.value;
    if (typed.trim().length < 2) return this.close();
    const address = new URL(this.getAttribute("url"), location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address).catch(() => null);
    const html = answer?.ok ? await answer.text() : "";
    if (!html || typed !== this.field.value || document.activeElement !== this.field) return;
    this.typed = typed;
    this.list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.children);
    this.options.forEach((option, at) => { option.id = `${this.list.id}_${at}`; });
    this.show();
    const says = this.list.firstElementChild?.dataset.says;
    document.dispatchEvent(new CustomEvent("gs:say", { detail: says }));
  }

  show() {
    this.choose(null);
    this.list.hidden = !this.options.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.choose(null);
    this.field.setAttribute("aria-expanded", "false");
  }

  get chosen() {
    return this.list.querySelector("[aria-selected=true]");
  }

  choose(option) {
    for (const one of this.options) one.setAttribute("aria-selected", String(one === option));
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  // Beyond the last row is the field again, and then the first row.
  move(step) {
    const stops = [null, ...this.options];
    this.choose(stops.at((stops.indexOf(this.chosen) + step) % stops.length));
  }

  steer(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Escape: () => this.close(),
      Enter: this.chosen && (() => this.chosen.click()),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
});
