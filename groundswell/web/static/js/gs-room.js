// <gs-room src order voted own>: a session's room. Its stream brings cards that are the same for
// everybody; what is one's own is marked here. Nothing moves under a pointer or a focus: what would
// move waits, and lists are put in order at most every two seconds.
const SORT_EVERY = 2000;
const SAY_EVERY = 10000;
const CLOSE_WITHIN = 60000;
const RELOAD_WITHIN = 5000;
const words = (text) => new Set((text ?? "").split(" ").filter(Boolean));

customElements.define("gs-room", class extends HTMLElement {
  connectedCallback() {
    this.voted = words(this.getAttribute("voted"));
    this.own = words(this.getAttribute("own"));
    this.fresh = 0;
    this.after = new URL(this.getAttribute("src"), location.href).searchParams.get("after");
    this.pauseButton = this.querySelector("[data-pause]");
    this.pauseButton.hidden = false;
    this.pauseText = this.pauseButton.textContent;
    this.waiting = [];
    this.held = {};
    this.addEventListener("click", this);
    this.clock = setInterval(() => this.order(), SORT_EVERY);
    this.voice = setInterval(() => this.say(), SAY_EVERY);
    this.lines = document.getElementById("lines");
    this.lines.scrollTop = this.lines.scrollHeight;
    this.open();
  }

  disconnectedCallback() {
    clearInterval(this.clock);
    clearInterval(this.voice);
    clearTimeout(this.retry);
    clearTimeout(this.leaving);
    this.source?.close();
  }

  open() {
    const address = new URL(this.getAttribute("src"), location.href);
    address.searchParams.set("after", this.after);
    this.source = new EventSource(address);
    this.source.addEventListener("item", (event) => this.take(event));
    this.source.addEventListener("state", (event) => this.count(JSON.parse(event.data)));
    this.source.addEventListener("reset", () => this.reload(RELOAD_WITHIN));
    this.source.addEventListener("revoked", () => this.reload(RELOAD_WITHIN));
    this.source.onopen = () => { this.failures = 0; };
    this.source.onerror = () => {
      if (this.source.readyState !== EventSource.CLOSED) return;
      this.failures = (this.failures ?? 0) + 1;
      if (this.failures > 4) return location.reload();
      this.retry = setTimeout(() => this.open(), 1000 * 2 ** this.failures * (0.5 + Math.random()));
    };
  }

  take({ data, lastEventId }) {
    this.after = lastEventId;
    if (this.paused) return this.waiting.push(data);
    const { part, key, html } = JSON.parse(data);
    const here = document.getElementById(key);
    if (!html) return here?.remove();
    const card = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    if (part === "session") return this.turn(here, card);
    if (here && (part === "lines" || part === "prompts")) return here.replaceWith(card);
    if (part === "polls") return this.poll(here, card);
    if (part === "lines") return this.line(card);
    if (part === "prompts") return document.getElementById(part).append(card);
    this.mark(card);
    const place = { current: "on", open: "questions" }[card.dataset.state] ?? "done";
    if (here && here.parentElement.id === place) here.replaceWith(card);
    else this.move(here, card, document.getElementById(place));
  }

  // At the end everybody loads the recap, but not all in the same instant.
  turn(here, card) {
    // Who came while the room was closed has not got its chat.
    if (here?.dataset.paused === "yes" && card.dataset.paused === "no" && !this.lines.children.length) this.reload(RELOAD_WITHIN);
    here?.replaceWith(card);
    document.querySelector(".lobby")?.remove();
    document.dispatchEvent(new CustomEvent("gs:say", { detail: card.textContent.trim() }));
    if (card.dataset.over === "yes") this.reload(CLOSE_WITHIN);
  }

  // A full room that loads its page in one instant waits for it; the sign says what has changed.
  reload(within) {
    this.leaving ??= setTimeout(() => location.reload(), Math.random() * within);
  }

  move(here, card, list) {
    if (here) here.remove();
    else this.fresh += 1;
    this.querySelector("[data-none]")?.remove();
    if (list.id === "done") list.prepend(card);
    else list.append(card);
  }

  // A line that was edited and is older than those shown is not a new one.
  line(card) {
    const last = this.lines.lastElementChild?.id ?? "m0";
    if (Number(card.id.slice(1)) < Number(last.slice(1))) return;
    const end = this.lines.scrollHeight - this.lines.scrollTop - this.lines.clientHeight < 60;
    this.lines.append(card);
    if (end) this.lines.scrollTop = this.lines.scrollHeight;
  }

  mark(card) {
    const button = card.querySelector("[data-vote]");
    if (!button) return;
    const id = button.dataset.vote;
    button.setAttribute("aria-pressed", String(this.voted.has(id)));
    button.value = this.voted.has(id) ? "off" : "on";
    button.disabled = this.own.has(id);
  }

  // What else moved is for whoever shows it: <gs-tally> and <gs-signs>.
  count(state) {
    if (this.paused) {
      for (const [name, counts] of Object.entries(state)) Object.assign((this.held[name] ??= {}), counts);
      return;
    }
    const { votes = {}, ...others } = state;
    for (const [id, number] of Object.entries(votes)) this.show(id, number);
    for (const [name, counts] of Object.entries(others)) document.dispatchEvent(new CustomEvent(`gs:${name}`, { detail: counts }));
  }

  poll(here, card) {
    if (!here && card.dataset.state === "open") this.news = this.getAttribute("polled");
    document.dispatchEvent(new CustomEvent("gs:poll", { detail: card }));
  }

  show(id, number) {
    const card = document.getElementById(`q${id}`);
    if (!card) return;
    card.dataset.votes = number;
    const count = card.querySelector(".vote-count");
    if (count && count.textContent !== String(number)) count.textContent = number;
  }

  handleEvent(event) {
    if (event.target.closest("[data-pause]")) return this.pause();
    const button = event.target.closest("button[data-vote]");
    if (!button) return;
    event.preventDefault();
    this.vote(button);
  }

  async vote(button) {
    const wants = button.value === "on";
    const body = new FormData(document.getElementById("room-acts"));
    body.set("vote", button.value);
    button.disabled = true;
    const answer = await fetch(button.getAttribute("formaction"), { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    button.disabled = false;
    if (!answer?.ok) return document.dispatchEvent(new CustomEvent("gs:lost"));
    const { question, count } = await answer.json();
    for (const id of [button.dataset.vote, question]) wants ? this.voted.add(id) : this.voted.delete(id);
    this.show(question, count);
    const card = document.getElementById(`q${question}`);
    if (card) this.mark(card);
    if (!button.closest(".asked")) button.replaceWith("✓");
  }

  pause() {
    this.paused = !this.paused;
    this.pauseButton.textContent = this.paused ? this.getAttribute("paused") : this.pauseText;
    if (this.paused) return;
    this.waiting.splice(0).forEach((data) => this.take({ data, lastEventId: this.after }));
    const held = this.held;
    this.held = {};
    this.count(held);
  }

  order() {
    const list = document.getElementById("questions");
    if (this.paused || this.getAttribute("order") !== "top" || list.matches(":hover, :focus-within")) return;
    const cards = [...list.children];
    const sorted = [...cards].sort((a, b) => b.dataset.votes - a.dataset.votes || (a.id.length - b.id.length) || (a.id < b.id ? -1 : 1));
    if (sorted.some((card, at) => card !== cards[at])) list.append(...sorted);
  }

  // All that came in ten seconds is said in one sentence or two.
  say() {
    const fresh = this.fresh && this.getAttribute(this.fresh === 1 ? "fresh-one" : "fresh-many").replace("{n}", this.fresh);
    const text = [this.news, fresh].filter(Boolean).join(". ");
    this.fresh = 0;
    this.news = "";
    if (text) document.dispatchEvent(new CustomEvent("gs:say", { detail: text }));
  }
});
