// <gs-lines topic done lost>: the lines of a chat. What one can do with a line unfolds in it, and what is
// done there leaves the room, and what is being written in it, as they are.
customElements.define("gs-lines", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  handleEvent(event) {
    const button = event.target.closest("button");
    if (!button?.form) return;
    const does = { at: this.open, acts: this.act }[button.form.id];
    if (!does) return;
    event.preventDefault();
    does.call(this, button);
  }

  async open(button) {
    const line = button.closest("li");
    await window.htmx.ajax("GET", `${button.form.action}?more=${button.value}`, { source: this, target: button, swap: "outerHTML" });
    line.querySelector(".menu-items")?.scrollIntoView({ block: "nearest" });
  }

  // A message of its own answers with its row, or leads to another page: neither is shown here.
  // Without a connection another page would be the browser's, and what is being written gone.
  async act(button) {
    const body = new FormData(button.form, button);
    const answer = await fetch(button.formAction, { method: "POST", body }).catch(() => null);
    if (answer && !answer.ok) return button.form.requestSubmit(button);
    this.unsent?.remove();
    const note = this.note(answer ? "done" : "lost");
    if (answer) return button.replaceWith(note);
    this.unsent = note;
    button.after(note);
  }

  note(name) {
    return Object.assign(document.createElement("p"), { className: "menu-note", role: "status", textContent: this.getAttribute(name) });
  }
});
