// <hw-board>: items of the roadmap move between columns and within them, or along the time axis, by drag, and by Shift with an arrow key. Both press the
// buttons or send the form that the page has without it.
import { refresh } from "./swap";

/** A day so many days later, both as 2026-10-19. */
function later(day: string, by: number): string {
  return new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
}

/** How many days lie between two. */
function span(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function short(day: string): string {
  return new Date(day).toLocaleDateString(document.documentElement.lang || undefined, { day: "numeric", month: "short", timeZone: "UTC" });
}

class Board extends HTMLElement {
  #dragged: HTMLElement | null = null;

  connectedCallback() {
    const moves = this.querySelector(".bet[draggable=true], .span.held") !== null && !matchMedia("(pointer: coarse)").matches;
    this.querySelector<HTMLElement>("[data-hint]")!.hidden = !moves;
    this.addEventListener("dragstart", this.#start);
    this.addEventListener("dragover", this.#over);
    this.addEventListener("drop", this.#drop);
    this.addEventListener("dragend", () => this.#clear());
    this.addEventListener("keydown", this.#key);
    this.addEventListener("click", this.#click);
    this.addEventListener("pointerdown", this.#grasp);
  }

  #start = (e: DragEvent) => {
    const bet = (e.target as Element).closest<HTMLElement>(".bet[draggable]");
    if (!bet || !e.dataTransfer) return;
    this.#dragged = bet;
    bet.classList.add("is-dragged");
    e.dataTransfer.effectAllowed = "move";
    e.dataTransfer.setData("text/plain", bet.dataset.id ?? "");
  };

  /** The column under the pointer, and the item that the dragged one would stand before. */
  #place(e: DragEvent): { list: HTMLElement; before: HTMLElement | undefined } | null {
    const column = (e.target as Element).closest<HTMLElement>("section section");
    const list = column?.querySelector<HTMLElement>(".bets");
    if (!list || !this.#dragged) return null;
    const others = [...list.querySelectorAll<HTMLElement>(".bet")].filter((b) => b !== this.#dragged);
    const before = others.find((b) => {
      const r = b.getBoundingClientRect();
      return e.clientY < r.top + r.height / 2;
    });
    return { list, before };
  }

  #over = (e: DragEvent) => {
    const at = this.#place(e);
    if (!at) return;
    e.preventDefault();
    this.#marks();
    at.list.classList.add("is-over");
    at.before?.classList.add("is-before");
  };

  #drop = (e: DragEvent) => {
    const at = this.#place(e), bet = this.#dragged;
    if (!at || !bet) return;
    e.preventDefault();
    const others = [...at.list.querySelectorAll<HTMLElement>(".bet")].filter((b) => b !== bet);
    const n = at.before ? others.indexOf(at.before) : others.length;
    at.list.insertBefore(bet, at.before ?? null); // where it went, at once
    this.#clear();
    void this.#send(bet, `${at.list.dataset.horizon} ${n > 0 ? others[n - 1]!.dataset.id : ""}`);
  };

  #key = (e: KeyboardEvent) => {
    const to = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }[e.key];
    const bet = (e.target as Element).closest<HTMLElement>(".bet");
    if (!to || !bet || !e.shiftKey || e.ctrlKey || e.metaKey || e.altKey || this.closest("dialog")) return;
    const button = bet.querySelector<HTMLButtonElement>(`[data-move="${to}"]`);
    if (!button) return;
    e.preventDefault();
    void this.#send(bet, button.value);
  };

  /** A bar of the time axis follows the pointer: as a whole, or its end if that was grasped. */
  #grasp = (e: PointerEvent) => {
    const bar = (e.target as Element).closest<SVGRectElement>(".span.held");
    const axis = bar?.closest<HTMLElement>(".axis"), svg = bar?.ownerSVGElement;
    if (!bar || !axis || !svg || e.button !== 0) return;
    e.preventDefault();
    const days = Number(axis.dataset.days), day = svg.getBoundingClientRect().width / days;
    const { start, end } = bar.dataset as { start: string; end: string };
    const x = bar.getAttribute("x")!, width = bar.getAttribute("width")!;
    const long = span(start, end), ending = bar.getBoundingClientRect().right - e.clientX < 10;
    let by = 0;
    const move = (m: PointerEvent) => {
      by = Math.round((m.clientX - e.clientX) / day);
      if (ending) by = Math.max(by, -long);
      const moved = (at: string, n: number) => `${parseFloat(at) + (n / days) * 100}%`;
      bar.setAttribute(ending ? "width" : "x", moved(ending ? width : x, by));
      const text = axis.querySelector(`[data-id="${bar.dataset.bar}"] [data-span]`);
      if (text) text.textContent = `${short(ending ? start : later(start, by))} to ${short(later(end, by))}`;
    };
    const stop = (send: boolean) => {
      bar.removeEventListener("pointermove", move);
      const row = axis.querySelector<HTMLElement>(`[data-id="${bar.dataset.bar}"]`);
      if (send && by !== 0 && row) return void this.#send(row, `${ending ? start : later(start, by)} ${later(end, by)}`);
      bar.setAttribute("x", x);
      bar.setAttribute("width", width);
    };
    bar.setPointerCapture(e.pointerId);
    bar.addEventListener("pointermove", move);
    bar.addEventListener("pointerup", () => stop(true), { once: true });
    bar.addEventListener("pointercancel", () => stop(false), { once: true });
  };

  /** The buttons of the menu, without leaving the page. */
  #click = (e: MouseEvent) => {
    const button = (e.target as Element).closest<HTMLButtonElement>("button[name=to]");
    const bet = button?.closest<HTMLElement>(".bet");
    if (!button || !bet) return;
    e.preventDefault();
    button.closest("details")!.open = false;
    void this.#send(bet, button.value);
  };

  async #send(bet: HTMLElement, to: string) {
    const form = bet.querySelector("form"), id = bet.id;
    if (!form) return;
    const body = new URLSearchParams({ to, back: "" });
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return location.reload();
    await refresh();
    const now = document.getElementById(id), title = now?.querySelector<HTMLElement>(".bet-title");
    title?.focus();
    now?.scrollIntoView({ block: "nearest" });
    const list = now?.closest<HTMLElement>(".bets"), say = this.querySelector("[data-say]");
    const when = now?.querySelector("[data-span]");
    if (when && say) say.textContent = `${title?.textContent ?? ""}: ${when.textContent ?? ""}`;
    if (list && say) say.textContent = `${title?.textContent ?? ""}: ${list.dataset.horizon}, ${[...list.children].indexOf(now!) + 1} of ${list.children.length}`;
  }

  #marks() {
    for (const el of this.querySelectorAll(".is-over, .is-before")) el.classList.remove("is-over", "is-before");
  }

  #clear() {
    this.#marks();
    this.#dragged?.classList.remove("is-dragged");
    this.#dragged = null;
  }
}
customElements.define("hw-board", Board);
