// <hw-pick src="/acme/choices.json?of=people"><input list="x"><datalist id="x"></hw-pick>: fills the list with what is meant by the letters typed so far. Without
// this island the field takes a whole name or an e-mail.
class Picker extends HTMLElement {
  #timer = 0;
  #asked = 0;

  connectedCallback() {
    this.addEventListener("input", this.#typed);
  }
  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.removeEventListener("input", this.#typed);
  }

  #typed = () => {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#suggest(), 200);
  };

  async #suggest() {
    const field = this.querySelector("input"), list = this.querySelector("datalist");
    const q = field?.value.trim() ?? "";
    if (!list || q.length < 2 || [...list.options].some((o) => o.value === field?.value)) return;
    const mine = ++this.#asked;
    try {
      const answer = await fetch(`${this.getAttribute("src")}&q=${encodeURIComponent(q)}`, { credentials: "same-origin" });
      if (!answer.ok || mine !== this.#asked) return;
      list.replaceChildren(...((await answer.json()) as string[]).map((text) => {
        const o = document.createElement("option");
        o.value = text;
        return o;
      }));
    } catch {
      // What is typed is understood without suggestions.
    }
  }
}
customElements.define("hw-pick", Picker);
