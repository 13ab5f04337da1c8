// <hw-live src="/acme/live">: one stream of changes a browser. One tab listens and tells the others; a change to anything that the
// page shows (data-live="id id …" on its main part, or "*" for all) fetches the page again and morphs it.
import type { Editing } from "./editing";
import { refresh } from "./swap";

class Live extends HTMLElement {
  /** The stream is open, and this tab hears what happens from here on. */
  listening = false;
  #source?: EventSource;
  #channel?: BroadcastChannel;
  #timer = 0;
  #abort = new AbortController();

  connectedCallback() {
    const src = this.getAttribute("src");
    if (!src || !("locks" in navigator)) return;
    this.#channel = new BroadcastChannel("headwater" + src);
    this.#channel.onmessage = (e) => this.#heard(e.data as string[] | Editing);
    navigator.locks.request("headwater" + src, { signal: this.#abort.signal }, () => new Promise<void>((leave) => {
      this.#abort.signal.addEventListener("abort", () => leave());
      this.#listen(src);
    })).catch(() => undefined);
  }

  disconnectedCallback() {
    this.#abort.abort();
    this.#source?.close();
    this.#channel?.close();
  }

  #listen(src: string) {
    this.#source = new EventSource(src);
    this.#source.addEventListener("open", () => {
      this.listening = true;
      const nobody: Editing = { id: "*", who: [] }; // who is there is told next
      this.#channel?.postMessage(nobody);
      this.#heard(nobody);
    });
    this.#source.addEventListener("error", () => (this.listening = false));
    this.#source.addEventListener("changed", (e) => {
      const ids = JSON.parse((e as MessageEvent<string>).data) as string[];
      this.#channel?.postMessage(ids);
      this.#heard(ids);
    });
    this.#source.addEventListener("editing", (e) => {
      const who = JSON.parse((e as MessageEvent<string>).data) as Editing;
      this.#channel?.postMessage(who);
      this.#heard(who);
    });
  }

  #heard(ids: string[] | Editing) {
    if (!Array.isArray(ids)) {
      document.dispatchEvent(new CustomEvent<Editing>("hw-editing", { detail: ids }));
      return;
    }
    const shown = document.querySelector("main")?.getAttribute("data-live") ?? "";
    if (!shown) return; // a page that stays as it was read
    if (shown !== "*" && !ids.some((id) => id === "*" || shown.includes(id))) return; // "*" among the ids: anything may have changed
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void refresh(), 80);
  }
}
customElements.define("hw-live", Live);
