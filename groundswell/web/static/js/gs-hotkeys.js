// <gs-hotkeys>: elements name their own keys in data-hotkey ("r", "/", "g h"); j and k walk
// messages and [data-walk]; ? opens the list. One switch, kept on the device, turns single keys off.
const OFF = "groundswell:keys-off";
const PAUSE = 900;
const WALK = ".message, [data-walk]";

customElements.define("gs-hotkeys", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
    this.switch = document.querySelector("[data-keys-switch]");
    if (!this.switch) return;
    this.switch.checked = !localStorage.getItem(OFF);
    this.switch.addEventListener("change", () => {
      if (this.switch.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    const writing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.target.closest?.("form")?.requestSubmit();
      return;
    }
    if (event.key === "Escape" && event.target.matches?.("input, textarea")) this.leave(event.target);
    if (writing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF)) return;
    const keys = Date.now() - (this.at ?? 0) < PAUSE && this.last ? `${this.last} ${event.key}` : event.key;
    this.last = event.key.length === 1 ? event.key : null;
    this.at = Date.now();
    if (this.act(keys)) {
      event.preventDefault();
      this.last = null;
    }
  }

  // Out of the field, for single keys, but not out of its form: Ctrl+Enter still sends, Tab goes on.
  leave(field) {
    if (field !== document.activeElement) return;
    if (field.form && !field.form.hasAttribute("tabindex")) field.form.tabIndex = -1;
    field.form?.focus({ preventScroll: true });
    field.blur();
  }

  act(keys) {
    const key = keys.at(-1);
    if (key === "?") return (document.getElementById("own-keys") ?? document.getElementById("keys"))?.showModal() ?? true;
    const named = `[data-hotkey="${CSS.escape(keys)}"], [data-hotkey-too="${CSS.escape(keys)}"]`;
    const walks = keys.length === 1 && (key === "j" || key === "k") && !document.querySelector(named);
    if (walks) return this.walk(key === "j" ? 1 : -1);
    const inside = document.activeElement?.closest(WALK);
    // A key of a message acts on the message one is at, never on the first of the page.
    const outside = [...document.querySelectorAll(named)].find((found) => !found.closest(`${WALK}, [inert]`));
    const target = [...(inside?.querySelectorAll(named) ?? [])].find((found) => !found.closest("[inert]")) ?? outside;
    if (!target) return inside ? !inside.dispatchEvent(new CustomEvent("gs:key", { detail: keys, bubbles: true, cancelable: true })) : false;
    if (target.matches("input, textarea")) target.focus();
    else target.click();
    return true;
  }

  walk(step) {
    const stops = [...document.querySelectorAll(WALK)];
    const here = document.activeElement?.closest(WALK);
    const first = stops.findIndex((stop) => stop.getBoundingClientRect().bottom > 80);
    const next = stops[here ? stops.indexOf(here) + step : Math.max(first, 0)];
    if (!next) return true;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
});
