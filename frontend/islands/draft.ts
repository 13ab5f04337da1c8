// <hw-draft key="…"><form>…</form></hw-draft>: keeps what is typed in this browser until the form is sent, so that a closed tab loses nothing.
class Draft extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const key = "headwater-draft:" + this.getAttribute("key");
    if (!form) return;
    const fields = () => [...form.elements].filter((e): e is HTMLInputElement | HTMLTextAreaElement =>
      (e instanceof HTMLTextAreaElement || (e instanceof HTMLInputElement && !["hidden", "password", "file", "submit"].includes(e.type))) && e.name !== "");
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, string>;
      for (const f of fields()) {
        const was = kept[f.name];
        if (was === undefined) continue;
        if (f instanceof HTMLInputElement && (f.type === "radio" || f.type === "checkbox")) f.checked = f.value === was;
        else f.value = was;
      }
      if (Object.keys(kept).length > 0) this.#say("What you typed before is still here.");
    } catch {
      localStorage.removeItem(key);
    }
    form.addEventListener("input", () => {
      const now: Record<string, string> = {};
      for (const f of fields()) {
        if (f instanceof HTMLInputElement && (f.type === "radio" || f.type === "checkbox")) {
          if (f.checked) now[f.name] = f.value;
        } else if (f.value !== f.defaultValue) now[f.name] = f.value;
      }
      localStorage.setItem(key, JSON.stringify(now));
    });
    form.addEventListener("submit", () => localStorage.removeItem(key));
  }

  #say(text: string) {
    const line = this.querySelector(".saved");
    if (line) line.textContent = text;
  }
}
customElements.define("hw-draft", Draft);
