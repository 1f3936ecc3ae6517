// <gs-toolbar for="id">: buttons with data-act write Markdown round the selection.
const ROUND = { bold: ["**", "**"], italic: ["*", "*"], code: ["`", "`"], link: ["[", "](https://)"] };
const BEFORE = { quote: "> ", list: "- " };

customElements.define("gs-toolbar", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.area?.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    this.area?.removeEventListener("keydown", this);
  }

  get area() {
    return document.getElementById(this.getAttribute("for"));
  }

  handleEvent(event) {
    const act = event.type === "click" ? event.target.closest("[data-act]")?.dataset.act : this.shortcut(event);
    if (!act) return;
    event.preventDefault();
    this.apply(act);
  }

  shortcut(event) {
    return (event.ctrlKey || event.metaKey) && { b: "bold", i: "italic", k: "link" }[event.key];
  }

  apply(act) {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    const chosen = value.slice(from, to);
    if (BEFORE[act]) {
      const start = value.lastIndexOf("\n", from - 1) + 1;
      this.write(value.slice(start, to).replace(/^/gm, BEFORE[act]), start, to);
      return;
    }
    const [open, close] = act === "code" && chosen.includes("\n") ? ["```\n", "\n```"] : ROUND[act];
    this.write(open + chosen + close, from, to);
    const caret = from + open.length + (act === "link" && chosen ? chosen.length + 2 : 0);
    this.area.setSelectionRange(caret, act === "link" && chosen ? caret + 8 : caret + chosen.length);
  }

  // execCommand keeps the browser's own undo; setRangeText is what remains where it is gone.
  write(text, from, to) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    if (document.execCommand?.("insertText", false, text)) return;
    this.area.setRangeText(text, from, to, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
