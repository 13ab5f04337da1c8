// <hw-editing action="…" for="id" me="member" does="editing this too"><p>…</p></hw-editing>: says who else is editing the same objective, and tells the others
// while this person is in a field of [data-editing] around it, or else of the page's main part. With "stay" it tells them for as long as the page is
// seen: a room in which they are. Without an action it only listens.
type Editor = { id: string; name: string };
export type Editing = { id: string; who: Editor[] };

const PAGE = Math.random().toString(36).slice(2); // what this page says when it is left says nothing of the next one, which may be told first
const AGAIN = 10_000; // the server forgets who says nothing for 25 s

class EditingIsland extends HTMLElement {
  #abort = new AbortController();
  #timer = 0;
  #here = false;

  connectedCallback() {
    const main = this.closest<HTMLElement>("[data-editing]") ?? this.closest("main");
    if (!main) return;
    this.#abort = new AbortController(); // it may have been taken out and put in again
    const { signal } = this.#abort;
    document.addEventListener("hw-editing", (e) => this.#heard((e as CustomEvent<Editing>).detail), { signal });
    if (!this.hasAttribute("action")) return;
    if (this.hasAttribute("stay")) {
      const look = () => (document.hidden ? this.#leave() : this.#come());
      document.addEventListener("visibilitychange", look, { signal });
      window.addEventListener("pagehide", () => this.#leave(), { signal });
      window.addEventListener("pageshow", look, { signal });
      look();
      return;
    }
    const field = (t: EventTarget | null) => t instanceof HTMLElement && t.matches("input, textarea, select");
    main.addEventListener("focusin", (e) => field(e.target) && this.#come(), { signal });
    main.addEventListener("input", (e) => field(e.target) && this.#come(), { signal });
    main.addEventListener("focusout", () => window.setTimeout(() => { if (!main.contains(document.activeElement)) this.#leave(); }, 50), { signal });
    window.addEventListener("pagehide", () => this.#leave(), { signal });
    const look = () => { if (main.contains(document.activeElement) && field(document.activeElement)) this.#come(); };
    window.addEventListener("pageshow", look, { signal }); // a page that one comes back to has its focus already
    look();
  }

  disconnectedCallback() {
    this.#leave();
    this.#abort.abort();
  }

  #come() {
    if (this.#here) return;
    this.#here = true;
    this.#say(false);
    this.#timer = window.setInterval(() => this.#say(false), AGAIN);
  }

  #leave() {
    if (!this.#here) return;
    this.#here = false;
    clearInterval(this.#timer);
    this.#say(true);
  }

  #say(left: boolean) {
    const body = new URLSearchParams(left ? { page: PAGE, left: "1" } : { page: PAGE });
    void fetch(this.getAttribute("action") ?? "", { method: "POST", credentials: "same-origin", keepalive: true, body }).catch(() => undefined);
  }

  #heard(e: Editing) {
    if (e.id !== this.getAttribute("for") && e.id !== "*") return; // "*": nobody is known anywhere, until it is said anew
    const line = this.querySelector("p");
    if (!line) return;
    const names = e.who.filter((w) => w.id !== this.getAttribute("me")).map((w) => w.name);
    const text = names.length === 0 ? "" : (names.length === 1 ? names[0] : names.slice(0, -1).join(", ") + " and " + names[names.length - 1])
      + (names.length === 1 ? " is " : " are ") + (this.getAttribute("does") ?? "editing this too") + ".";
    if (line.textContent !== text) line.textContent = text; // said aloud once, and not each time it is heard again
  }
}
customElements.define("hw-editing", EditingIsland);
