// <gs-dialog><dialog id>: any element with data-dialog="id" opens it; a click on the veil closes it.
customElements.define("gs-dialog", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  handleEvent(event) {
    const dialog = this.querySelector("dialog");
    const opener = event.target.closest?.("[data-dialog]");
    if (dialog && opener?.dataset.dialog === dialog.id) {
      event.preventDefault();
      dialog.showModal();
    } else if (event.target === dialog) {
      dialog.close();
    }
  }
});
