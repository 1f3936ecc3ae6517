// <gs-preview for="id" url><button aria-pressed>: POST text to url and show the answered HTML below
// what is written, anew after each pause. It is the server's own rendering, already cleaned.
const PAUSE = 500;

customElements.define("gs-preview", class extends HTMLElement {
  connectedCallback() {
    this.area = document.getElementById(this.getAttribute("for"));
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.toggle());
    this.area.addEventListener("input", () => this.later());
  }

  async toggle() {
    const on = this.button.getAttribute("aria-pressed") !== "true";
    this.button.setAttribute("aria-pressed", on);
    this.pane ??= this.makePane();
    this.pane.hidden = !on;
    if (on) await this.refresh();
  }

  later() {
    clearTimeout(this.soon);
    if (this.pane && !this.pane.hidden) this.soon = setTimeout(() => this.refresh(), PAUSE);
  }

  async refresh() {
    this.pane.setAttribute("aria-busy", "true");
    const html = await this.ask();
    if (html !== null) this.show(html);
    this.pane.removeAttribute("aria-busy");
  }

  makePane() {
    const pane = document.createElement("div");
    pane.className = "words composer-preview";
    pane.setAttribute("role", "region");
    pane.setAttribute("aria-label", this.button.textContent.trim());
    pane.setAttribute("hx-ignore", "");
    pane.tabIndex = 0;
    this.area.after(pane);
    return pane;
  }

  async ask() {
    const body = new FormData();
    body.set("text", this.area.value);
    body.set("csrfmiddlewaretoken", this.area.form.elements.csrfmiddlewaretoken?.value ?? "");
    const answer = await fetch(this.getAttribute("url"), { method: "POST", body }).catch(() => null);
    return answer?.ok && !answer.redirected ? answer.text() : null;
  }

  show(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    this.pane.replaceChildren(...parsed.body.childNodes);
  }
});
