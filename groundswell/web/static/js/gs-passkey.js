// <gs-passkey act="get|create" options="…" | src="/options/" failed="…"> around a form with a hidden
// `credential`: asks the device for the passkey, then sends the form.
customElements.define("gs-passkey", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  async handleEvent(event) {
    const form = event.target;
    if (form.elements.credential.value) return;
    event.preventDefault();
    try {
      form.elements.credential.value = JSON.stringify(await this.credential(form));
      form.requestSubmit();
    } catch (error) {
      this.say(form, error);
    }
  }

  async credential(form) {
    const options = await this.options();
    if (this.getAttribute("act") === "get") return webauthnJSON.get(options.request_options);
    const creation = options.creation_options;
    const alone = form.elements.passwordless?.checked ?? false;
    Object.assign(creation.publicKey.authenticatorSelection, {
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
    }, alone ? { userVerification: "required" } : {});
    return webauthnJSON.create(creation);
  }

  async options() {
    if (this.hasAttribute("options")) return JSON.parse(this.getAttribute("options"));
    const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  say(form, error) {
    const place = form.querySelector("[role=alert]");
    place.textContent = this.getAttribute("failed");
    place.hidden = false;
    place.title = error.name;
  }
});
