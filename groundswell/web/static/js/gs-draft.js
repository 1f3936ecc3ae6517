// <gs-draft for="id" key="reply-42" [whose="17"] [url] [restored="…"] [lapsed="…"] [offline="…"]>: keeps what is being written on
// this device at once, for this person alone, and with url on the server after a pause (POST key, text, nonce).
const PAUSE = 3000;
const SENT = "groundswell:sent";

// A sent text is forgotten only once a conversation is seen again without a complaint: a lapsed
// session, a refusal or a broken server loses nothing.
const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
if (document.querySelector(".message") && !document.querySelector(".errors, .field-error")) {
  for (const name of sent) localStorage.removeItem(name);
}
sessionStorage.removeItem(SENT);

customElements.define("gs-draft", class extends HTMLElement {
  connectedCallback() {
    this.area = document.getElementById(this.getAttribute("for"));
    if (!this.area) return;
    const whose = this.getAttribute("whose") ?? "";
    this.name = `groundswell:draft:${whose}:${this.getAttribute("key")}`;
    this.restore();
    this.area.addEventListener("input", this);
    this.area.form.addEventListener("submit", this);
    this.area.form.addEventListener("htmx:after:request", this);
  }

  disconnectedCallback() {
    clearTimeout(this.soon);
  }

  restore() {
    const kept = localStorage.getItem(this.name);
    if (!kept || this.area.value) return;
    this.area.value = kept;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    const status = document.getElementById(`${this.area.id}_status`);
    if (status) status.textContent = this.getAttribute("restored");
  }

  handleEvent(event) {
    if (event.type === "submit") this.leaveFor(event);
    else if (event.type !== "htmx:after:request") this.keep();
    // A part of the form may ask for something by itself, such as what is similar.
    else if (event.target === this.area.form) this.sent(event.detail?.ctx?.response);
  }

  // Without a connection the page would be gone for nothing; whoever knows better sends it again.
  leaveFor(event) {
    if (navigator.onLine || this.warned) return this.leave();
    this.warned = true;
    event.preventDefault();
    const status = document.getElementById(`${this.area.id}_status`);
    if (status) status.textContent = this.getAttribute("offline");
  }

  // Several drafts may be parts of one form, such as its title.
  leave() {
    clearTimeout(this.soon);
    const names = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
    sessionStorage.setItem(SENT, JSON.stringify([...new Set([...names, this.name])]));
  }

  sent(response) {
    clearTimeout(this.soon);
    if (response?.status < 400) localStorage.removeItem(this.name);
  }

  keep() {
    if (this.area.value.trim()) localStorage.setItem(this.name, this.area.value);
    else localStorage.removeItem(this.name);
    const status = document.getElementById(`${this.area.id}_status`);
    if (status) status.textContent = "";
    if (!this.hasAttribute("url")) return;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.send(), PAUSE);
  }

  async send() {
    const body = new FormData();
    body.set("key", this.getAttribute("key"));
    body.set("text", this.area.value);
    body.set("title", this.area.form.elements.title?.value ?? "");
    body.set("nonce", this.area.form.elements.nonce?.value ?? "");
    body.set("csrfmiddlewaretoken", this.area.form.elements.csrfmiddlewaretoken?.value ?? "");
    const answer = await fetch(this.getAttribute("url"), { method: "POST", body }).catch(() => null);
    if (!answer?.redirected) return;
    document.dispatchEvent(new CustomEvent("gs:lapsed"));
    const status = document.getElementById(`${this.area.id}_status`);
    if (status) status.textContent = this.getAttribute("lapsed");
  }
});
