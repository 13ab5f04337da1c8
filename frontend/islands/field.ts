// <hw-field action="…"><form>…one field…</form></hw-field>: sends the field when it is left or after a second and a half without typing, with the
// value that the person saw (base-NAME). A conflict shows both texts side by side; nothing is overwritten.
class Field extends HTMLElement {
  #timer = 0;
  #busy = false;

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    form.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#say("");
      this.#timer = window.setTimeout(() => void this.#send(form), 1500);
    });
    form.addEventListener("focusout", () => {
      clearTimeout(this.#timer);
      void this.#send(form);
    });
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.#send(form);
    });
  }

  async #send(form: HTMLFormElement) {
    const field = form.querySelector<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("[data-field]");
    const base = form.querySelector<HTMLInputElement>("[data-base]");
    if (!field || !base || this.#busy || field.value === base.value) return;
    this.#busy = true;
    const sent = field.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST", credentials: "same-origin", headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
      });
      const said = (await answer.json()) as { saved?: string; message?: string; theirs?: string };
      if (answer.ok) {
        base.value = sent;
        if (!(field instanceof HTMLSelectElement)) field.defaultValue = sent; // what others write there from now on is shown
        this.#say(said.saved ?? "Saved");
      } else if (answer.status === 409) this.#clash(field, base, said.theirs ?? "", said.message ?? "");
      else this.#say(said.message ?? "This could not be saved. Your text is still here.", true);
    } catch {
      this.#say("The server cannot be reached. Your text is still here; it is sent again when you leave the field.", true);
    }
    this.#busy = false;
    if (field.value !== sent) void this.#send(form);
  }

  #say(text: string, bad = false) {
    const line = this.querySelector(".saved");
    if (!line) return;
    line.textContent = text;
    line.classList.toggle("error", bad);
  }

  #clash(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, base: HTMLInputElement, theirs: string, message: string) {
    const box = document.createElement("div");
    box.className = "clash";
    box.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = message;
    const side = (title: string, text: string, label: string, pick: () => void) => {
      const d = document.createElement("div");
      d.className = "field";
      const h = document.createElement("span"), t = document.createElement("p"), b = document.createElement("button");
      h.className = "label"; h.textContent = title; t.textContent = text;
      b.type = "button"; b.className = "button"; b.textContent = label;
      b.addEventListener("click", () => { pick(); box.remove(); field.focus(); });
      d.append(h, t, b);
      return d;
    };
    const mine = field.value;
    box.append(line,
      side("Yours", mine, "Keep yours", () => { base.value = theirs; field.value = mine; field.dispatchEvent(new Event("input", { bubbles: true })); }),
      side("Theirs", theirs, "Take theirs", () => { base.value = theirs; field.value = theirs; this.#say("Their text is kept"); }));
    this.querySelector(".clash")?.remove();
    this.append(box);
  }
}
customElements.define("hw-field", Field);
