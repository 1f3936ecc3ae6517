// <gs-reply to="Answering {name}">: round the reply form. Reply and quote below messages work
// here without leaving the page, and a button offers to quote what was selected in a message.
const TYPES = ["click", "selectionchange", "keydown"];

customElements.define("gs-reply", class extends HTMLElement {
  connectedCallback() {
    for (const type of TYPES) document.addEventListener(type, this, true);
    this.target = this.querySelector(".composer-target");
    this.target.querySelector("a").addEventListener("click", (event) => this.drop(event));
  }

  disconnectedCallback() {
    for (const type of TYPES) document.removeEventListener(type, this, true);
  }

  get area() {
    return this.querySelector("textarea");
  }

  handleEvent(event) {
    if (event.type === "selectionchange") return this.offer();
    if (event.type === "keydown") return this.hotkey(event);
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const button = event.target.closest?.(".message [name=reply], .message [data-quote]");
    if (!button) return;
    event.preventDefault();
    button.closest("details")?.removeAttribute("open");
    const message = button.closest(".message");
    this.answer(message);
    if (button.dataset.quote) this.quoteAll(button.dataset.quote);
    else this.area.focus();
  }

  idOf(message) {
    return message.querySelector("header > a[href^='/m/']").pathname.split("/")[2];
  }

  answer(message) {
    this.querySelector("[name=parent]").value = this.idOf(message);
    const name = message.querySelector(".actor").textContent;
    this.target.querySelector("span").textContent = this.getAttribute("to").replace("{name}", name);
    this.target.hidden = false;
  }

  drop(event) {
    event.preventDefault();
    this.querySelector("[name=parent]").value = "";
    this.target.hidden = true;
    this.area.focus();
  }

  async quoteAll(id) {
    const answer = await fetch(`/m/${id}/quote/`).catch(() => null);
    if (answer?.ok) this.insert(await answer.text());
  }

  insert(text) {
    const { area } = this;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    const before = area.value && !area.value.endsWith("\n\n") ? "\n\n" : "";
    area.setRangeText(before + text, area.value.length, area.value.length, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.scrollTop = area.scrollHeight;
  }

  // What is selected inside one message's words, and in which message.
  get selected() {
    const chosen = getSelection();
    const start = chosen.anchorNode?.parentElement?.closest(".message .words");
    const end = chosen.focusNode?.parentElement?.closest(".message .words");
    const text = chosen.toString().trim();
    return start && start === end && text ? { message: start.closest(".message"), text } : null;
  }

  offer() {
    const { selected } = this;
    this.button ??= this.makeButton();
    this.button.hidden = !selected;
    if (!selected) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    this.button.style.insetBlockStart = `${scrollY + Math.max(box.top - 44, 4)}px`;
    this.button.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - 120))}px`;
  }

  makeButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-primary btn-small quote-offer";
    button.textContent = this.getAttribute("quote");
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.quoteSelected());
    document.body.append(button);
    return button;
  }

  quoteSelected() {
    const { selected } = this;
    if (!selected) return;
    const { message, text } = selected;
    const id = this.idOf(message);
    const name = message.querySelector(".actor").textContent.replace(/[[\]\\]/g, "");
    this.answer(message);
    this.insert(`> [${name}](/m/${id}/):\n>\n${text.replace(/^/gm, "> ")}\n\n`);
    getSelection().removeAllRanges();
    this.offer();
  }

  hotkey(event) {
    const writing = event.target.closest?.("input, textarea, select, dialog");
    if (event.key !== "q" || writing || event.ctrlKey || event.metaKey || !this.selected) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.quoteSelected();
  }
});
