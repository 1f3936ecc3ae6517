// <gs-room src person>: a session's room. Its stream brings what everybody sees, drawn once, and hands
// it to whoever shows it; `person` is the channel on which one alone is told something.
const SAY_EVERY = 10000;
const CLOSE_WITHIN = 60000;
const RELOAD_WITHIN = 5000;

customElements.define("gs-room", class extends HTMLElement {
  connectedCallback() {
    this.fresh = 0;
    this.after = new URL(this.getAttribute("src"), location.href).searchParams.get("after");
    this.pauseButton = this.querySelector("[data-pause]");
    this.pauseButton.hidden = false;
    this.pauseText = this.pauseButton.textContent;
    this.waiting = [];
    this.held = {};
    this.addEventListener("click", this);
    this.addEventListener("gs:fresh", this);
    this.voice = setInterval(() => this.say(), SAY_EVERY);
    this.lines = document.getElementById("lines");
    this.lines.scrollTop = this.lines.scrollHeight;
    this.open();
  }

  disconnectedCallback() {
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
    const person = `live:${this.getAttribute("person")}`;
    this.source.addEventListener(person.slice(5), () => document.dispatchEvent(new CustomEvent(person, { detail: { event: "changed" } })));
    // Of a question that nobody knows is ours, all are told that something became of one.
    this.source.addEventListener("asked", () => {
      if (document.querySelector("#own-questions[data-key]")) document.dispatchEvent(new CustomEvent("live:asked", { detail: { event: "changed" } }));
    });
    this.source.addEventListener("state", (event) => this.count(JSON.parse(event.data)));
    this.source.addEventListener("reset", () => this.reload(RELOAD_WITHIN));
    // What comes instead of the room is read from its head.
    this.source.addEventListener("revoked", () => {
      history.scrollRestoration = "manual";
      this.reload(RELOAD_WITHIN);
    });
    this.source.onopen = () => { this.failures = 0; };
    this.source.onerror = () => {
      if (this.source.readyState !== EventSource.CLOSED) return;
      this.failures = (this.failures ?? 0) + 1;
      if (this.failures > 4) return this.anew();
      this.retry = setTimeout(() => this.open(), 1000 * 2 ** this.failures * (0.5 + Math.random()));
    };
  }

  // A page that is typed into is not given up for one that cannot be had. That one may not come in
  // any more is a page as well; that it was too much at once is none.
  async anew() {
    const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
    if (answer && answer.status < 500 && answer.status !== 429) return location.reload();
    this.retry = setTimeout(() => this.anew(), 10000 * (0.5 + Math.random()));
  }

  take({ data, lastEventId }) {
    this.after = lastEventId;
    if (this.paused) return this.waiting.push(data);
    const { part, key, html } = JSON.parse(data);
    const here = document.getElementById(key);
    const card = html ? new DOMParser().parseFromString(html, "text/html").body.firstElementChild : null;
    if (part === "questions") return document.dispatchEvent(new CustomEvent("gs:asked", { detail: { key, card } }));
    if (part === "polls") return this.poll(key, here, card);
    if (!card) return here?.remove();
    if (part === "session") return this.turn(here, card);
    if (here && (part === "lines" || part === "prompts")) return here.replaceWith(card);
    if (part === "lines") return this.line(card);
    if (part === "prompts") document.getElementById(part).append(card);
  }

  // At the end everybody loads the recap, but not all in the same instant.
  turn(here, card) {
    // Who came while the room was closed has not got its chat.
    if (here?.dataset.paused === "yes" && card.dataset.paused === "no" && !this.lines.children.length) this.reload(RELOAD_WITHIN);
    const said = card.textContent.trim();
    if (here?.textContent.trim() !== said) this.news = said;
    here?.replaceWith(card);
    if (!card.querySelector("[data-state=lobby]")) document.querySelector(".lobby")?.remove();
    if (card.dataset.over === "yes") this.reload(CLOSE_WITHIN);
  }

  // A full room that loads its page in one instant waits for it; the sign says what has changed.
  reload(within) {
    this.leaving ??= setTimeout(() => location.reload(), Math.random() * within);
  }

  // A line that was edited and is older than those shown is not a new one.
  line(card) {
    const last = this.lines.lastElementChild?.id ?? "m0";
    if (Number(card.id.slice(1)) < Number(last.slice(1))) return;
    const end = this.lines.scrollHeight - this.lines.scrollTop - this.lines.clientHeight < 60;
    this.hold();
    this.lines.append(card);
    if (end) this.lines.scrollTop = this.lines.scrollHeight;
  }

  // While a hand is where one writes, the list stays as high as it is, and so does the field below.
  hold() {
    const section = this.lines.closest("section");
    const hand = () => section.matches(":hover, :focus-within");
    if (this.holds || !hand()) return;
    this.holds = true;
    this.lines.style.blockSize = `${this.lines.offsetHeight}px`;
    const look = () => requestAnimationFrame(() => {
      if (!this.holds || hand()) return;
      this.holds = false;
      this.lines.style.blockSize = "";
      for (const type of ["pointerleave", "focusout"]) section.removeEventListener(type, look);
    });
    for (const type of ["pointerleave", "focusout"]) section.addEventListener(type, look);
  }

  // What moved is for whoever shows it: <gs-asked>, <gs-tally> and <gs-signs>.
  count(state) {
    if (this.paused) {
      for (const [name, counts] of Object.entries(state)) Object.assign((this.held[name] ??= {}), counts);
      return;
    }
    for (const [name, counts] of Object.entries(state)) document.dispatchEvent(new CustomEvent(`gs:${name}`, { detail: counts }));
  }

  poll(key, here, card) {
    if (here?.dataset.state !== "open" && card?.dataset.state === "open") this.news = `${this.getAttribute("polled")}: ${card.querySelector(".words")?.textContent ?? ""}`;
    document.dispatchEvent(new CustomEvent("gs:poll", { detail: { key, card } }));
  }

  handleEvent(event) {
    if (event.type === "gs:fresh") this.fresh += 1;
    else if (event.target.closest("[data-pause]")) this.pause();
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

  // All that came in ten seconds is said in one sentence or two.
  say() {
    const fresh = this.fresh && this.getAttribute(this.fresh === 1 ? "fresh-one" : "fresh-many").replace("{n}", this.fresh);
    const text = [this.news, fresh].filter(Boolean).join(". ");
    this.fresh = 0;
    this.news = "";
    if (text) document.dispatchEvent(new CustomEvent("gs:say", { detail: text }));
  }
});
