// <gs-lines topic done>: the lines of a chat. What one can do with a line unfolds in it, and what is
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
  async act(button) {
    const body = new FormData(button.form, button);
    const answer = await fetch(button.formAction, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) return button.form.requestSubmit(button);
    button.replaceWith(Object.assign(document.createElement("p"), { className: "menu-note", role: "status", textContent: this.getAttribute("done") }));
  }
});
