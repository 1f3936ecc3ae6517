// <gs-autosize for="id">: a text area that grows where `field-sizing` is not known yet.
customElements.define("gs-autosize", class extends HTMLElement {
  connectedCallback() {
    if (CSS.supports("field-sizing", "content")) return;
    const area = document.getElementById(this.getAttribute("for"));
    const fit = () => {
      area.rows = Math.max(4, Math.min(30, area.value.split("\n").length + 1 + Math.floor(area.value.length / 90)));
    };
    area?.addEventListener("input", fit);
    if (area) fit();
  }
});
