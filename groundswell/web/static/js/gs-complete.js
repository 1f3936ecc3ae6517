// <gs-complete for="id" url label>: @name, #tag and :emoji while writing. GET url?q=@re answers
// [{"label": "…", "insert": "…"}], those of the form's data-topic first; arrows choose, Enter or Tab
// takes, Escape closes.
const WORD = /(?:^|[\s(])([@#:][\p{L}\p{N}_.-]{1,30})$/u;
const PAUSE = 120;

customElements.define("gs-complete", class extends HTMLElement {
  connectedCallback() {
    this.area = document.getElementById(this.getAttribute("for"));
    this.list = document.createElement("ul");
    this.list.className = "completions";
    this.list.id = `${this.area.id}_completions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.getAttribute("label"));
    this.list.hidden = true;
    this.replaceChildren(this.list);
    this.area.setAttribute("aria-autocomplete", "list");
    for (const type of ["input", "keydown", "blur"]) this.area.addEventListener(type, this);
    this.list.addEventListener("mousedown", this);
  }

  handleEvent(event) {
    if (event.type === "input") this.soon();
    else if (event.type === "keydown") this.steer(event);
    else if (event.type === "blur") this.close();
    else this.click(event);
  }

  get word() {
    return this.area.value.slice(0, this.area.selectionStart).match(WORD)?.[1];
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const { word } = this;
    if (!word) return this.close();
    const address = new URL(this.getAttribute("url"), location.href);
    address.searchParams.set("q", word);
    const { topic } = this.area.form?.dataset ?? {};
    if (topic) address.searchParams.set("topic", topic);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => []) : [];
    if (word === this.word && document.activeElement === this.area) this.open(found);
  }

  open(found) {
    this.list.replaceChildren(...found.slice(0, 8).map(({ label, insert }, at) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}_${at}`;
      option.setAttribute("role", "option");
      option.dir = "auto";
      option.textContent = label;
      option.dataset.insert = insert;
      return option;
    }));
    this.list.hidden = !found.length;
    if (found.length) this.choose(0);
    else this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
    this.area.removeAttribute("aria-controls");
  }

  choose(at) {
    const options = [...this.list.children];
    this.at = (at + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", index === this.at));
    options[this.at].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-controls", this.list.id);
    this.area.setAttribute("aria-activedescendant", options[this.at].id);
  }

  steer(event) {
    if (this.list.hidden || event.isComposing) return;
    const act = {
      ArrowDown: () => this.choose(this.at + 1),
      ArrowUp: () => this.choose(this.at - 1),
      Enter: () => this.take(this.list.children[this.at]),
      Tab: () => this.take(this.list.children[this.at]),
      Escape: () => this.close(),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  click(event) {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) this.take(option);
  }

  take(option) {
    const to = this.area.selectionStart;
    this.area.setRangeText(`${option.dataset.insert} `, to - this.word.length, to, "end");
    this.close();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
