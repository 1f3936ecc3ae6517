// <gs-reveal label="Show the password"> around a password field: adds the button that shows it.
customElements.define("gs-reveal", class extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet btn-small";
    button.textContent = this.getAttribute("label");
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    });
    input.form.addEventListener("submit", () => { input.type = "password"; });
    this.append(button);
  }
});
