// <gs-asked order voted>: the questions of a room. Their cards are the same for everybody; what is
// one's own is marked here. Nothing moves under a pointer or a focus: what would move it waits, and
// lists are put in order at most every two seconds.
const SORT_EVERY = 2000;
const TOUCHED = 4000;
const LISTS = ["on", "questions", "done"];
const words = (text) => new Set((text ?? "").split(" ").filter(Boolean));

customElements.define("gs-asked", class extends HTMLElement {
  connectedCallback() {
    this.voted = words(this.getAttribute("voted"));
    this.later = [];
    this.addEventListener("click", this);
    this.addEventListener("pointerdown", this);
    for (const type of ["gs:asked", "gs:votes"]) document.addEventListener(type, this);
    this.clock = setInterval(() => this.tick(), SORT_EVERY);
  }

  disconnectedCallback() {
    for (const type of ["gs:asked", "gs:votes"]) document.removeEventListener(type, this);
    clearInterval(this.clock);
  }

  handleEvent(event) {
    if (event.type === "gs:asked") return this.take(event.detail);
    if (event.type === "gs:votes") return Object.entries(event.detail).forEach(([id, number]) => this.show(id, number));
    this.at = Date.now();
    const button = event.type === "click" && event.target.closest("button[data-vote]");
    if (!button) return;
    event.preventDefault();
    this.vote(button);
  }

  // A card that changes stays in its place; one that comes, goes or changes its list moves others.
  take(told) {
    const { key, card } = told;
    const here = document.getElementById(key);
    if (!card && !here) return;
    if (card) this.mark(card);
    if (card?.dataset.state === "current" && words(this.mine.dataset.own).has(key.slice(1)))
      document.dispatchEvent(new CustomEvent("gs:sum", { detail: { of: key, text: this.getAttribute("yours") } }));
    const from = here?.parentElement.id;
    const to = card && ({ current: "on", open: "questions" }[card.dataset.state] ?? "done");
    if (from === to) here.replaceWith(card);
    else if (this.waits(key, from, to)) this.wait(told, here);
    else this.move(here, card, to);
  }

  // It says at once where it stands what it is now; only its place waits.
  wait(told, here) {
    this.later.push(told);
    if (here && told.card && !here.querySelector(":focus-visible")) here.replaceWith(told.card);
  }

  // Lists stand one above the other: a change moves its own and those below; a card that is put at
  // the end of a list only those below.
  waits(key, from, to) {
    if (this.later.some((told) => told.key === key)) return true;
    const places = [from, to === "questions" ? "done" : to].filter(Boolean).map((id) => LISTS.indexOf(id));
    return LISTS.slice(Math.min(...places)).some((id) => this.isTouched(document.getElementById(id)));
  }

  // A mouse rests on it, a finger was there a moment ago, or the keys are in it.
  isTouched(list) {
    const hand = matchMedia("(hover: none)").matches ? Date.now() - (this.at ?? 0) < TOUCHED : list.matches(":hover");
    return hand || list.matches(":has(:focus-visible)");
  }

  move(here, card, to) {
    here?.remove();
    if (!card) return;
    if (!here) this.dispatchEvent(new CustomEvent("gs:fresh", { bubbles: true }));
    this.querySelector("[data-none]")?.remove();
    const list = document.getElementById(to);
    if (to === "done") list.prepend(card);
    else list.append(card);
  }

  mark(card) {
    const button = card.querySelector("[data-vote]");
    if (!button) return;
    const id = button.dataset.vote;
    button.setAttribute("aria-pressed", String(this.voted.has(id)));
    button.value = this.voted.has(id) ? "off" : "on";
    button.disabled = words(this.mine.dataset.own).has(id);
  }

  // Which questions are one's own the page says anew when one of them has changed.
  get mine() {
    return document.getElementById("own-questions");
  }

  show(id, number) {
    const card = document.getElementById(`q${id}`);
    if (!card) return;
    card.dataset.votes = number;
    const count = card.querySelector(".vote-count");
    if (count && count.textContent !== String(number)) count.textContent = number;
  }

  async vote(button) {
    const wants = button.value === "on";
    const body = new FormData(document.getElementById("room-acts"));
    body.set("vote", button.value);
    button.disabled = true;
    const headers = { Accept: "application/json", "HX-Request": "true" };
    const answer = await fetch(button.getAttribute("formaction"), { method: "POST", body, headers }).catch(() => null);
    button.disabled = false;
    if (answer?.headers.has("HX-Redirect")) return location.assign(answer.headers.get("HX-Redirect"));
    if (!answer?.ok) return this.refuse(answer);
    const { question, count } = await answer.json();
    for (const id of [button.dataset.vote, question]) wants ? this.voted.add(id) : this.voted.delete(id);
    this.show(question, count);
    const card = document.getElementById(`q${question}`);
    if (card) this.mark(card);
    if (!button.closest(".asked")) button.replaceWith("✓");
  }

  refuse(answer) {
    const said = JSON.parse(answer?.headers.get("HX-Trigger") ?? "{}")["gs:refused"];
    document.dispatchEvent(new CustomEvent("gs:refused", { detail: { reason: said?.reason ?? this.getAttribute("lost") } }));
  }

  tick() {
    if (this.closest("gs-room").paused) return;
    const list = document.getElementById("questions");
    if (this.marked !== this.mine.dataset.own) [...list.children].forEach((card) => this.mark(card));
    this.marked = this.mine.dataset.own;
    this.later.splice(0).forEach((told) => this.take(told));
    if (!this.isTouched(list)) this.order(list);
  }

  // Those that are pinned stand before the others, and else by votes where one reads them so; among
  // equals people not yet heard, where the host says so.
  order(list) {
    const cards = [...list.children];
    const order = this.getAttribute("order");
    const unheard = document.getElementById("session-sign")?.hasAttribute("data-unheard");
    const heard = ({ dataset }) => Number(unheard && "heard" in dataset);
    const pin = ({ dataset }) => Number(dataset.pinned ?? Infinity);
    const votes = (a, b) => b.dataset.votes - a.dataset.votes || heard(a) - heard(b) || (a.id.length - b.id.length) || (a.id < b.id ? -1 : 1);
    const sorted = [...cards].sort((a, b) => pin(a) - pin(b) || (order === "top" ? votes(a, b) : order === "fair" ? heard(a) - heard(b) : 0));
    if (sorted.some((card, at) => card !== cards[at])) list.append(...sorted);
  }
});
