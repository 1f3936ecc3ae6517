// <gs-upload for="id" url busy failed>: picked, pasted or dropped files go to url one by one;
// the answer {"markdown": "…"} (or {"error": "…"}) lands where the writer was. A server that is busy
// with other pictures (503) is asked again a few times.
const TIMES = 8, PAUSE = 1500;
customElements.define("gs-upload", class extends HTMLElement {
  connectedCallback() {
    this.area = document.getElementById(this.getAttribute("for"));
    this.frame = this.closest(".composer-frame");
    this.input = this.querySelector("input[type=file]");
    this.querySelector("button").addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.sendAll(this.input.files));
    this.area.addEventListener("paste", (event) => this.take(event, event.clipboardData));
    for (const type of ["dragover", "dragleave", "drop"]) this.frame.addEventListener(type, this);
  }

  handleEvent(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.frame.classList.toggle("is-dropping", event.type === "dragover");
    if (event.type === "drop") this.take(event, event.dataTransfer);
  }

  take(event, transfer) {
    if (!transfer?.files.length) return;
    event.preventDefault();
    this.sendAll(transfer.files);
  }

  async sendAll(files) {
    for (const file of [...files]) await this.send(file);
    this.input.value = "";
  }

  async send(file) {
    this.say(this.getAttribute("busy"));
    const body = new FormData();
    body.set("file", file);
    body.set("csrfmiddlewaretoken", this.area.form.elements.csrfmiddlewaretoken?.value ?? "");
    let answer;
    for (let time = 0; time < TIMES; time += 1) {
      if (time) await new Promise((next) => setTimeout(next, PAUSE));
      answer = await fetch(this.getAttribute("url"), {
        method: "POST", body, headers: { Accept: "application/json" },
      }).catch(() => null);
      if (answer?.status !== 503) break;
    }
    const said = await answer?.json().catch(() => null);
    this.say(answer?.ok ? "" : said?.error || this.getAttribute("failed"));
    if (answer?.ok) this.insert(said.markdown);
  }

  insert(markdown) {
    const { selectionEnd: at, value } = this.area;
    this.area.setRangeText(`${value && value[at - 1] !== "\n" ? "\n" : ""}${markdown}\n`, at, at, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.area.focus();
  }

  say(text) {
    const status = document.getElementById(`${this.area.id}_status`);
    if (status) status.textContent = text;
  }
});
