// <gs-queue open lost>: round the lists of a desk. What a button does with a question is sent without
// leaving the page: its card stays where it is and says what became of it, so that nothing moves
// under a finger. By key one goes on to the next card. `open` is where the open ones are asked for.
const STAYS = ["look", "leave", "pin", "unpin"];
const ORDERS = ["up", "down", "first"];

customElements.define("gs-queue", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
    this.addEventListener("keydown", this);
    this.addEventListener("toggle", this, true);
  }

  handleEvent(event) {
    if (event.type === "submit") this.submit(event);
    else if (event.type === "toggle") this.unfold(event.target);
    else if (event.key === "Escape") this.fold(event.target);
  }

  // Merging chooses the other on a page of its own.
  submit(event) {
    const { target, submitter } = event;
    const address = submitter?.getAttribute("formaction") ?? target.getAttribute("action");
    if (!address.endsWith("/move/") || target.elements.into) return;
    event.preventDefault();
    const body = new FormData(target);
    if (submitter?.name) body.set(submitter.name, submitter.value);
    body.delete("nonce");
    this.send(address, body, (submitter ?? target).closest(".asked"));
  }

  async send(address, body, card) {
    const acts = card?.querySelector(".card-acts");
    const focused = document.activeElement;
    if (acts?.inert) return;
    if (acts) acts.inert = true;
    const answer = await this.ask(address, { method: "POST", body });
    if (!answer) return acts && (acts.inert = false);
    const { state, says } = await answer.json();
    const act = body.get("act");
    if (act === "undo") this.restore(address, state);
    else if (STAYS.includes(act)) await this.redraw(card);
    else if (ORDERS.includes(act)) this.arrange();
    else if (card) this.settle(card, says, focused);
    document.getElementById("desk-now")?.refresh();
  }

  async ask(address, options = {}) {
    const headers = { "HX-Request": "true" };
    const { reader } = document.body.dataset;
    if (reader) headers["Groundswell-Reader"] = reader;
    const answer = await fetch(address, { ...options, headers }).catch(() => null);
    const elsewhere = answer?.headers.get("HX-Redirect");
    if (elsewhere) location.assign(elsewhere);
    else if (answer?.ok) return answer;
    else this.refuse(answer);
    return null;
  }

  refuse(answer) {
    const said = JSON.parse(answer?.headers.get("HX-Trigger") ?? "{}")["gs:refused"];
    const reason = said?.reason ?? this.getAttribute("lost");
    document.dispatchEvent(new CustomEvent("gs:refused", { detail: { reason } }));
  }

  settle(card, says, focused) {
    card.dataset.done = "";
    card.removeAttribute("data-keep");
    card.querySelector(".card-done").textContent = says;
    document.dispatchEvent(new CustomEvent("gs:say", { detail: says }));
    if (focused === card) this.next(card);
    else if (card.contains(focused)) this.go(card.closest("#desk-now") ? document.getElementById("now-title") : card);
  }

  // Of the cards that are to be done, the one behind this; at the end the one before.
  next(card) {
    const cards = [...this.querySelectorAll("[data-walk]")].filter((one) => one === card || !("done" in one.dataset));
    const at = cards.indexOf(card);
    this.go(cards[at + 1] ?? cards[at - 1] ?? card);
  }

  go(card) {
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  restore(address, state) {
    const id = address.split("/").at(-3);
    for (const card of this.querySelectorAll(`[data-question="${id}"][data-state="${state}"][data-done]`)) {
      delete card.dataset.done;
      card.querySelector(".card-done").textContent = "";
      card.querySelector(".card-acts").inert = false;
    }
  }

  async redraw(card) {
    const region = card.closest("gs-region");
    const answer = await this.ask(region ? region.address : this.getAttribute("open"));
    if (!answer) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(card.id);
    if (!fresh) return;
    const had = card.contains(document.activeElement) || document.activeElement === document.body;
    card.replaceWith(fresh);
    if (had) this.go(fresh);
  }

  arrange() {
    return window.htmx.ajax("GET", this.getAttribute("open"), { target: "#desk-open", source: this, swap: "outerMorph" });
  }

  // A card in which somebody may be writing is not drawn anew. What a key unfolds is for the keys:
  // its first field has them.
  unfold(details) {
    const card = details.closest?.(".asked");
    if (!card) return;
    card.toggleAttribute("data-keep", Boolean(card.querySelector("details[open]")));
    if (!details.open || document.activeElement !== card) return;
    details.querySelector("select, textarea, input:not([type=hidden])")?.focus();
  }

  fold(target) {
    const details = target.closest("details[open]");
    const card = target.closest("[data-walk]");
    if (!details || !card) return;
    details.open = false;
    this.go(card);
  }
});
