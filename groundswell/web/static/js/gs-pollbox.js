// <gs-pollbox says>: the polls of a room. One's own answer is marked in the card that is here: an
// open poll is not drawn over it. A new one comes at once where nothing would move under a hand,
// and else waits behind a button; the button says so as well where the place is not in sight. It
// offers the newest of those that are open and not answered. What is closed stays as high as it
// was; what would be higher, or goes away, waits until the hand has gone.
const HEARS = ["gs:poll", "htmx:before:swap", "htmx:after:swap"];
const isOpen = (card) => Boolean(card) && card.dataset.state === "open";

customElements.define("gs-pollbox", class extends HTMLElement {
  connectedCallback() {
    this.later = new Map();
    this.offered = new Set();
    for (const type of HEARS) document.addEventListener(type, this);
  }

  disconnectedCallback() {
    for (const type of HEARS) document.removeEventListener(type, this);
  }

  get hand() {
    return this.closest("gs-room").matches(":hover, :focus-within");
  }

  handleEvent({ type, detail }) {
    if (type === "gs:poll") return this.take(detail);
    const cards = [...this.querySelectorAll(".poll")];
    if (type === "htmx:before:swap") this.heights = new Map(cards.map(({ id, offsetHeight }) => [id, offsetHeight]));
    else for (const card of cards) this.swapped(card);
  }

  swapped(card) {
    if (!isOpen(card)) this.keep(card, this.heights?.get(card.id));
    if (!isOpen(card) || "answered" in card.dataset) this.withdraw(card.id);
  }

  take({ key, card }) {
    const here = document.getElementById(key);
    const comes = card && (!here || (isOpen(card) && here.closest("details")));
    if (this.later.delete(key) || (comes && this.hand)) return this.wait(key, card);
    if (!isOpen(card)) this.withdraw(key);
    if (!card) return here && this.whenFree(() => this.drop(here));
    if (here?.dataset.state === card.dataset.state) return;
    this.put(here, card);
    if (isOpen(card) && !this.isSeen(card)) this.offer(key);
  }

  offer(key) {
    this.offered.delete(key);
    this.offered.add(key);
    this.draw();
  }

  withdraw(key) {
    if (this.offered.delete(key)) this.draw();
  }

  // How many closed ones are folded away stands on their one line.
  drop(here) {
    const fold = here.closest("details");
    here.remove();
    if (!fold) return;
    const left = fold.querySelectorAll(".poll").length;
    fold.querySelector("summary b").textContent = left;
    fold.hidden = !left;
  }

  put(here, card) {
    if (isOpen(card) && here?.closest("details")) {
      this.drop(here);
      here = null;
    }
    const height = here?.offsetHeight;
    if (here) here.replaceWith(card);
    else this.querySelector("ul").prepend(card);
    this.keep(card, height);
    window.htmx?.process(card);
  }

  isSeen(card) {
    const { top, bottom } = card.getBoundingClientRect();
    return top >= 0 && Math.min(bottom, top + 100) <= innerHeight;
  }

  get place() {
    return this.closest("gs-room").querySelector(":scope > .fresh");
  }

  keep(card, height) {
    if (!height) return;
    const { style } = card;
    style.minBlockSize = `${height}px`;
    if (card.offsetHeight <= height || !this.hand) return;
    Object.assign(style, { maxBlockSize: `${height}px`, overflow: "auto" });
    card.tabIndex = 0;
    this.whenFree(() => {
      style.maxBlockSize = style.overflow = "";
      card.removeAttribute("tabindex");
    });
  }

  whenFree(work) {
    if (!this.hand) return work();
    const room = this.closest("gs-room");
    const look = () => requestAnimationFrame(() => {
      if (this.hand || !work) return;
      for (const type of ["pointerleave", "focusout"]) room.removeEventListener(type, look);
      work();
      work = null;
    });
    for (const type of ["pointerleave", "focusout"]) room.addEventListener(type, look);
  }

  wait(key, card) {
    if (card) this.later.set(key, card);
    if (isOpen(card)) return this.offer(key);
    this.withdraw(key);
    if (![...this.later.values()].some(isOpen)) this.whenFree(() => this.show());
  }

  show() {
    const waiting = [...this.later];
    this.later.clear();
    for (const [key, card] of waiting) this.put(document.getElementById(key), card);
  }

  // What stands there already stays, also under a finger.
  draw() {
    const key = [...this.offered].at(-1);
    if (this.place.dataset.offers === key) return;
    if (!key) {
      delete this.place.dataset.offers;
      return this.place.replaceChildren();
    }
    this.place.dataset.offers = key;
    this.place.replaceChildren(...this.buttons(key));
  }

  buttons(key) {
    const named = (className, text) => Object.assign(document.createElement("button"), { type: "button", className: `btn ${className}`, textContent: text });
    const button = named("btn-primary", this.getAttribute("says"));
    const later = named("btn-quiet", this.getAttribute("later"));
    const card = this.later.get(key) ?? document.getElementById(key);
    const asks = card?.querySelector(".words")?.textContent ?? "";
    if (asks) button.append(" ", Object.assign(document.createElement("span"), { className: "poll-asks", dir: "auto", textContent: asks }));
    button.onclick = () => {
      this.withdraw(key);
      this.show();
      const here = document.getElementById(key);
      here?.scrollIntoView({ block: "center" });
      here?.querySelector("input")?.focus({ preventScroll: true });
    };
    later.onclick = () => {
      this.withdraw(key);
      this.whenFree(() => this.show());
    };
    return [button, later];
  }
});
