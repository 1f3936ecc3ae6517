// <gs-pollbox says>: the polls of a room. One's own answer is marked in the card that is here: an
// open poll is not drawn over it. A new one comes at once where nothing would move under a hand,
// and else waits behind a button.
customElements.define("gs-pollbox", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("gs:poll", this);
  }

  disconnectedCallback() {
    document.removeEventListener("gs:poll", this);
  }

  handleEvent({ detail: card }) {
    const here = document.getElementById(card.id);
    if (here?.dataset.state === card.dataset.state) return;
    const room = this.closest("gs-room");
    if (here || !room.matches(":hover, :focus-within")) this.put(here, card);
    else this.offer(card, room.querySelector(":scope > .fresh"));
  }

  put(here, card) {
    if (here) here.replaceWith(card);
    else this.querySelector("ul").prepend(card);
    window.htmx?.process(card);
  }

  offer(card, place) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: this.getAttribute("says") });
    button.onclick = () => {
      button.remove();
      this.put(document.getElementById(card.id), card);
      card.scrollIntoView({ block: "center" });
      card.querySelector("input")?.focus({ preventScroll: true });
    };
    place.replaceChildren(button);
  }
});
