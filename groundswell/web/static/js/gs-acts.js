// <gs-acts>: round the two forms that the buttons below messages belong to. What they ask for opens
// in place of the button, and what they do is answered by the message's new row; what is marked
// data-away leads to another page.
const KEYS = ["r", "q", "e"];

customElements.define("gs-acts", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
    document.addEventListener("toggle", this, true);
    document.addEventListener("gs:key", this);
  }

  disconnectedCallback() {
    document.removeEventListener("toggle", this, true);
    document.removeEventListener("gs:key", this);
  }

  handleEvent(event) {
    if (event.type === "submit") this.submit(event);
    else if (event.type === "toggle") this.keep(event.target);
    else if (KEYS.includes(event.detail)) this.key(event);
  }

  submit(event) {
    const { submitter } = event;
    const row = submitter?.closest(".message-acts");
    if (!row || submitter.name === "reply" || "away" in submitter.dataset) return;
    event.preventDefault();
    if (event.target.method === "get") this.open(submitter);
    else window.htmx.ajax("POST", submitter.getAttribute("formaction"), { source: event.target, event, target: row, swap: "outerHTML" });
  }

  // What had the focus after the last answer must not take it from what opens now.
  open(button) {
    for (const earlier of button.closest(".message-acts").querySelectorAll("[autofocus]")) earlier.autofocus = false;
    const address = `/m/${this.idOf(button)}/${button.name === "react" ? "reactions" : "acts"}/`;
    return window.htmx.ajax("GET", address, { source: this, target: button, swap: "outerHTML" });
  }

  idOf(inside) {
    return inside.closest(".message").querySelector("header > a[href^='/m/']").pathname.split("/")[2];
  }

  // A row with an open menu stays as it is while the page around it changes.
  keep(details) {
    const row = details.closest?.(".message-acts");
    if (!row) return;
    if (row.querySelector("details[open]")) row.dataset.keep = "";
    else delete row.dataset.keep;
  }

  // Keys of a message: what is only in the menu is fetched first, and then pressed.
  async key(event) {
    const button = event.target.querySelector(event.detail === "r" ? "[name=reply]" : "[name=more]");
    if (!button) return;
    event.preventDefault();
    if (button.name === "reply") return button.click();
    const row = button.closest(".message-acts");
    await this.open(button);
    row.querySelector(`[data-hotkey="${event.detail}"]`)?.click();
  }
});
