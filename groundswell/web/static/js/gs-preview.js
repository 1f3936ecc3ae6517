// <gs-preview for="id" url><button aria-pressed>: POST text to url, show the answered HTML where
// one writes. The answer is the server's own rendering of the words, already cleaned.
customElements.define("gs-preview", class extends HTMLElement {
  connectedCallback() {
    this.area = document.getElementById(this.getAttribute("for"));
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.toggle());
  }

  async toggle() {
    const on = this.button.getAttribute("aria-pressed") !== "true";
    this.button.setAttribute("aria-pressed", on);
    this.pane ??= this.makePane();
    this.pane.hidden = !on;
    this.area.hidden = on;
    if (!on) return this.area.focus();
    this.pane.setAttribute("aria-busy", "true");
    this.show(await this.ask());
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
    return answer?.ok ? answer.text() : "";
  }

  show(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    this.pane.replaceChildren(...parsed.body.childNodes);
  }
});
