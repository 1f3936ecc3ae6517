// What every page needs and no element owns: the mark that scripts run, and focus after a refusal.
document.documentElement.classList.add("scripted");

document.addEventListener("htmx:after:swap", () => {
  document.querySelector(".errors:not([data-seen])")?.focus();
  for (const errors of document.querySelectorAll(".errors")) errors.dataset.seen = "";
});

// Others say what changed: document.dispatchEvent(new CustomEvent("gs:say", {detail: "3 new"}))
document.addEventListener("gs:say", ({ detail }) => {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = detail;
});

// A refused or lost request must not be silent: the text stays, a sentence says so.
document.addEventListener("htmx:error", ({ target }) => {
  const status = target?.querySelector?.(".composer-status");
  if (status) status.textContent = status.dataset.failed || "";
});
