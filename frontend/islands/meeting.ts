// <hw-meeting minutes="5">: the clock of a topic, and the arrows that lead from one to the next. f fills the screen, as a television would.
// With held="…" it says there that the last page is reached ("ends"): how long it took is known by when it began, which the links hand on.
// With keep="…" the clock is of the whole meeting, and goes on from step to step in this window.
import { page } from "./swap";

/** Goes on without leaving the page, so that a full screen stays one. */
async function go(url: string) {
  const fresh = await page(url);
  if (!fresh) return location.assign(url);
  history.pushState(null, "", url);
  document.title = fresh.title;
  document.body.className = fresh.body.className;
  document.body.replaceChildren(...fresh.body.childNodes);
  document.querySelector<HTMLElement>("main")?.focus();
}
addEventListener("popstate", () => document.querySelector("hw-meeting") && location.reload());

class Meeting extends HTMLElement {
  #began = 0;
  #timer = 0;

  connectedCallback() {
    this.#began = this.#start();
    this.#timer = window.setInterval(() => this.#tick(), 1000);
    document.addEventListener("keydown", this.#down);
    this.#tick();
    this.#whole();
    document.querySelector(".agenda [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }
  /** The last page says that the meeting has come to its end, and is only looked at from then on. */
  #whole() {
    const held = this.getAttribute("held");
    if (!held || !this.hasAttribute("ends")) return;
    void fetch(held, { method: "POST", credentials: "same-origin", keepalive: true }).catch(() => undefined);
    const here = new URL(location.href);
    here.searchParams.delete("began");
    history.replaceState(history.state, "", here);
  }
  #start(): number {
    const keep = this.getAttribute("keep");
    if (!keep) return Date.now();
    const began = Number(sessionStorage.getItem("headwater-clock:" + keep)) || Date.now();
    sessionStorage.setItem("headwater-clock:" + keep, String(began));
    return began;
  }
  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("keydown", this.#down);
  }

  #tick() {
    const of = Number(this.getAttribute("minutes")) * 60;
    const left = Math.round(of - (Date.now() - this.#began) / 1000);
    const clock = this.querySelector("[data-clock]");
    if (!clock) return;
    const over = Math.abs(left);
    const text = `${Math.floor(over / 60)}:${String(over % 60).padStart(2, "0")}`;
    if (this.hasAttribute("keep")) clock.textContent = left >= 0 ? `${text} left` : `${text} over; what can wait?`;
    else clock.textContent = left >= 0 ? `${text} left for this topic` : `${text} over; who takes it further?`;
  }

  #down = (e: KeyboardEvent) => {
    const el = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || el.closest("input, textarea, select")) return;
    const step = ({ ArrowLeft: "back", ArrowRight: "on" } as Record<string, string>)[e.key];
    const link = step && document.querySelector<HTMLAnchorElement>(`[data-step=${step}]`);
    if (link) {
      e.preventDefault();
      void go(link.href);
    }
    if (e.key === "f") {
      void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
    }
  };
}
customElements.define("hw-meeting", Meeting);
