// <hw-tray>: the ticks of a list by keyboard. j and k move, x ticks, with Shift j and k tick on the way, a leads to what the ticked are done with. A
// click with Shift ticks all between. Without it the list is a form with check boxes.
class Tray extends HTMLElement {
  #last = -1;

  connectedCallback() {
    if (this.#ticks.length === 0) return; // somebody who only looks
    const keys = document.querySelector("hw-keys")?.getAttribute("keys") !== "off";
    this.querySelector<HTMLElement>("[data-hint]")!.hidden = !keys;
    if (keys) document.addEventListener("keydown", this.#down, true);
    this.addEventListener("click", this.#click);
    this.addEventListener("change", () => this.#count());
    this.#count();
  }
  disconnectedCallback() {
    document.removeEventListener("keydown", this.#down, true);
  }

  get #ticks() {
    return [...this.querySelectorAll<HTMLInputElement>(".tray .tick:not(:disabled)")];
  }

  #down = (e: KeyboardEvent) => {
    const el = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || el.closest("textarea, select, [contenteditable], dialog[open]")) return;
    if (el instanceof HTMLInputElement && !el.matches(".tray .tick")) return;
    const ticks = this.#ticks, at = ticks.indexOf(el as HTMLInputElement), key = e.key.toLowerCase();
    switch (key) {
      case "j":
      case "k": {
        const next = ticks[Math.min(Math.max(at + (key === "j" ? 1 : -1), 0), ticks.length - 1)];
        if (!next) return;
        if (e.shiftKey) {
          if (at >= 0) ticks[at]!.checked = true;
          next.checked = true;
        }
        next.focus();
        next.scrollIntoView({ block: "nearest" });
        this.#last = ticks.indexOf(next);
        break;
      }
      case "x":
        if (at < 0) return;
        ticks[at]!.checked = !ticks[at]!.checked;
        break;
      case "a":
        this.querySelector<HTMLElement>("select[name=roadmap_item_id], button[name=do]")?.focus();
        break;
      default:
        return;
    }
    e.preventDefault();
    e.stopPropagation(); // here they mean the ticks and not the page's rows
    this.#count();
  };

  #click = (e: MouseEvent) => {
    const tick = (e.target as Element).closest<HTMLInputElement>(".tray .tick");
    if (!tick) return;
    const ticks = this.#ticks, at = ticks.indexOf(tick);
    if (e.shiftKey && this.#last >= 0) {
      for (let i = Math.min(at, this.#last); i <= Math.max(at, this.#last); i++) ticks[i]!.checked = tick.checked;
    }
    this.#last = at;
  };

  #count() {
    const n = this.#ticks.filter((t) => t.checked).length, at = this.querySelector("[data-count]");
    if (at) at.textContent = n === 0 ? "Nothing is ticked" : `${n} ticked`;
  }
}
customElements.define("hw-tray", Tray);
