const sentKey = "headwater-sent"; // the draft that was sent last from this tab, and when

// What was sent is forgotten when the server has taken it, which it says by leading on to another page: until then it may have been stopped, and who
// comes back finds all of it.
function taken() {
  const [key, at] = (sessionStorage.getItem(sentKey) ?? "").split("\n");
  sessionStorage.removeItem(sentKey);
  const [way] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (key && way && way.redirectCount > 0 && Math.abs(performance.timeOrigin - Number(at)) < 2000) localStorage.removeItem(key);
}
taken();

// <hw-draft key="…"><form>…</form></hw-draft>: keeps what is typed in this browser until the form is sent, so that a closed tab loses nothing.
class Draft extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const key = "headwater-draft:" + this.getAttribute("key");
    if (!form) return;
    const fields = () => [...form.elements].filter((e): e is HTMLInputElement | HTMLTextAreaElement =>
      (e instanceof HTMLTextAreaElement || (e instanceof HTMLInputElement && !["hidden", "password", "file", "submit"].includes(e.type))) && e.name !== "");
    // Fields of one name that are typed into are told apart by their place; radios and ticks by their value.
    const keyed = () => {
      const seen = new Map<string, number>();
      return fields().map((f) => {
        const n = seen.get(f.name) ?? 0;
        const picked = f instanceof HTMLInputElement && (f.type === "radio" || f.type === "checkbox");
        if (!picked) seen.set(f.name, n + 1);
        return [f, !picked && n > 0 ? f.name + "#" + String(n) : f.name] as const;
      });
    };
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, string>;
      for (const [f, name] of keyed()) {
        const was = kept[name];
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
      for (const [f, name] of keyed()) {
        if (f instanceof HTMLInputElement && (f.type === "radio" || f.type === "checkbox")) {
          if (f.checked) now[name] = f.value;
        } else if (f.value !== f.defaultValue && f.value !== f.dataset.filled) now[name] = f.value; // what the judge filled in it fills in again
      }
      localStorage.setItem(key, JSON.stringify(now));
    });
    form.addEventListener("submit", () => sessionStorage.setItem(sentKey, key + "\n" + String(Date.now())));
  }

  #say(text: string) {
    const line = this.querySelector(".saved");
    if (line) line.textContent = text;
  }
}
customElements.define("hw-draft", Draft);
