// What every page needs and no element owns: the mark that scripts run, and focus after a refusal.
document.documentElement.classList.add("scripted");

// Of tabs that do not fit, the one that is open is on the screen.
for (const tab of document.querySelectorAll(":is(.tabs, .reel) [aria-current]")) {
  const row = tab.closest("ul, .reel");
  row.scrollLeft += tab.getBoundingClientRect().right - row.getBoundingClientRect().right + 24;
}

document.addEventListener("htmx:after:swap", () => {
  document.querySelector(".errors:not([data-seen])")?.focus();
  for (const errors of document.querySelectorAll(".errors")) errors.dataset.seen = "";
});

// Others say what changed: document.dispatchEvent(new CustomEvent("gs:say", {detail: "3 new"}))
document.addEventListener("gs:say", ({ detail }) => {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = detail;
});

// What comes by itself is summed up: at most once in ten seconds, of each source its last sentence.
// document.dispatchEvent(new CustomEvent("gs:sum", {detail: {of: "thread", text: "3 new"}}))
const SUM_EVERY = 10000;
const sums = new Map();
let summed = -SUM_EVERY;
let soon = 0;

function sumUp() {
  soon = 0;
  summed = performance.now();
  document.dispatchEvent(new CustomEvent("gs:say", { detail: [...sums.values()].join(". ") }));
  sums.clear();
}

document.addEventListener("gs:sum", ({ detail: { of, text } }) => {
  sums.set(of, text);
  soon ||= setTimeout(sumUp, Math.max(0, summed + SUM_EVERY - performance.now()));
});

// A refused or lost request must not be silent: the text stays, a sentence says so.
document.addEventListener("htmx:error", ({ target }) => {
  const status = target?.querySelector?.(".composer-status");
  if (status) status.textContent = status.dataset.failed || "";
});
