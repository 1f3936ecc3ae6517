// <gs-replay lead="12"> round a recording and the list of what was said: a time in the list leads to
// that moment of the recording, and the line that was said then is marked while it plays. The list
// scrolls along while [name=follow] is ticked, and never under a pointer or a focus.
customElements.define("gs-replay", class extends HTMLElement {
  connectedCallback() {
    this.media = this.querySelector("video, audio");
    if (!this.media) return;
    this.lead = Number(this.getAttribute("lead"));
    this.list = this.querySelector(".replay");
    this.times = [...this.querySelectorAll("a[data-at]")];
    this.follow = this.querySelector("[name=follow]");
    this.follow.closest("[hidden]")?.removeAttribute("hidden");
    this.media.addEventListener("timeupdate", this);
    this.addEventListener("click", this);
  }

  handleEvent(event) {
    if (event.type === "timeupdate") return this.mark();
    const time = event.target.closest?.("a[data-at]");
    if (!time || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.media.currentTime = Math.max(0, Number(time.dataset.at) + this.lead);
    this.media.play().catch(() => {});
  }

  mark() {
    const now = this.media.currentTime - this.lead;
    const row = this.times.findLast((time) => Number(time.dataset.at) <= now)?.closest("li");
    if (row === this.row) return;
    this.row?.removeAttribute("aria-current");
    row?.setAttribute("aria-current", "true");
    this.row = row;
    if (!row || !this.follow.checked || this.list.matches(":hover, :focus-within")) return;
    this.list.scrollTop += row.getBoundingClientRect().top - this.list.getBoundingClientRect().top;
  }
});
