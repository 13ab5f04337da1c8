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

type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function is(f: Typed, type: "radio" | "checkbox"): f is HTMLInputElement {
  return f instanceof HTMLInputElement && f.type === type;
}

/** The value that the page gave a field. */
function began(f: Typed): string {
  if (!(f instanceof HTMLSelectElement)) return f.defaultValue;
  return ([...f.options].find((o) => o.defaultSelected) ?? f.options[0])?.value ?? "";
}

// <hw-draft key="…"><form>…</form></hw-draft>: keeps what is typed in this browser until the form is sent, so that a closed tab loses nothing.
class Draft extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const key = "headwater-draft:" + this.getAttribute("key");
    if (!form) return;
    const fields = () => [...form.elements].filter((e): e is Typed => e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement
      || (e instanceof HTMLInputElement && !["hidden", "password", "file", "submit"].includes(e.type))).filter((e) => e.name !== "");
    // Fields of one name are told apart by their place; ticks by what they stand for.
    const keyed = () => {
      const seen = new Map<string, number>();
      return fields().map((f) => {
        if (is(f, "radio")) return [f, f.name] as const;
        if (is(f, "checkbox")) return [f, f.name + "=" + f.value] as const;
        const n = seen.get(f.name) ?? 0;
        seen.set(f.name, n + 1);
        return [f, n > 0 ? f.name + "#" + String(n) : f.name] as const;
      });
    };
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, string>;
      for (const [f, name] of keyed()) {
        const was = kept[name];
        if (was === undefined) continue;
        if (is(f, "radio")) f.checked = f.value === was;
        else if (is(f, "checkbox")) f.checked = was === "yes";
        else if (!(f instanceof HTMLSelectElement) || [...f.options].some((o) => o.value === was)) f.value = was; // of a choice that there is no more nothing comes back
      }
      if (Object.keys(kept).length > 0) this.#say("What you typed before is still here.");
    } catch {
      localStorage.removeItem(key);
    }
    form.addEventListener("input", () => {
      const now: Record<string, string> = {};
      for (const [f, name] of keyed()) {
        if (is(f, "radio")) {
          if (f.checked) now[name] = f.value;
        } else if (is(f, "checkbox")) {
          if (f.checked !== f.defaultChecked) now[name] = f.checked ? "yes" : "no";
        } else if (f.value !== began(f) && f.value !== f.dataset.filled) now[name] = f.value; // what the judge filled in it fills in again
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
