// <gs-push key="…" blocked="…" failed="…"> around a form with hidden endpoint, p256dh and auth:
// asks the browser to be told by push, then sends the form. Hidden where a browser cannot.
customElements.define("gs-push", class extends HTMLElement {
  connectedCallback() {
    this.hidden = !("serviceWorker" in navigator && "PushManager" in window);
    this.addEventListener("submit", this);
  }

  async handleEvent(event) {
    const form = event.target;
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    try {
      const { endpoint, keys } = (await this.subscribe()).toJSON();
      form.elements.endpoint.value = endpoint;
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.requestSubmit();
    } catch (error) {
      const refused = Notification.permission === "denied" ? "blocked" : "failed";
      const place = form.querySelector("[role=alert]");
      place.textContent = this.getAttribute(refused);
      place.hidden = false;
    }
  }

  async subscribe() {
    await Notification.requestPermission();
    const worker = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    await navigator.serviceWorker.ready;
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.getAttribute("key") });
  }
});
