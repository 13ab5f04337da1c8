// <hw-judge action="…" kind="key_result|objective">…a sentence and its fields…</hw-judge>: while a sentence is typed, the judge reads it. Its words
// are underlined, empty fields fill themselves, and what a coach would ask stands below. Nothing is changed that a person has typed.
type Read = { html: string; slots: Record<string, string>; marks: { from: number; to: number; kind: string }[] };

const names: Record<string, string[]> = {
  baseline: ["baseline", "kr_from"], target: ["target", "kr_to"], unit: ["unit", "kr_unit"], direction: ["direction"], due: ["due"],
};

class Judge extends HTMLElement {
  #timer = 0;
  #asked = 0;
  #filled = new Map<HTMLElement, string>();
  #mirror: HTMLElement | null = null;
  #panel: HTMLElement | null = null;

  connectedCallback() {
    const field = this.querySelector<HTMLTextAreaElement | HTMLInputElement>("[name=title], [name=kr_title], [data-field]");
    if (!field || this.#panel) return;
    this.#panel = document.createElement("div");
    this.#panel.setAttribute("aria-live", "polite");
    this.#panel.className = "judged";
    if (field instanceof HTMLTextAreaElement) {
      const box = document.createElement("div");
      box.className = "sentence";
      field.replaceWith(box);
      this.#mirror = document.createElement("div");
      this.#mirror.className = "mirror";
      this.#mirror.setAttribute("aria-hidden", "true");
      box.append(field, this.#mirror);
      box.after(this.#panel);
    } else field.after(this.#panel);
    this.addEventListener("input", (e) => { // the sentence, or one of the numbers beside it
      if (this.#mirror && e.target === field) this.#mirror.textContent = "";
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#read(field), 60);
    });
    this.#panel.addEventListener("click", (e) => {
      const b = (e.target as HTMLElement).closest<HTMLElement>("[data-rewrite]");
      if (!b) return;
      field.value = b.dataset.rewrite ?? "";
      field.focus();
      const blank = field.value.indexOf("…");
      if (blank >= 0) field.setSelectionRange(blank, blank + 1);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    if (field.value.trim() !== "") void this.#read(field);
  }

  async #read(field: HTMLTextAreaElement | HTMLInputElement) {
    const asked = ++this.#asked, text = field.value;
    const form = this.closest("form") ?? this.querySelector("form");
    const objective = this.getAttribute("objective") ?? form?.querySelector<HTMLTextAreaElement>("[name=title]")?.value ?? "";
    let read: Read;
    try {
      const answer = await fetch(this.getAttribute("action") ?? "", {
        method: "POST", credentials: "same-origin", headers: { Accept: "application/json" },
        body: new URLSearchParams({ text, objective, kind: this.getAttribute("kind") ?? "key_result", end: this.getAttribute("end") ?? "",
          ...Object.fromEntries(["baseline", "target", "unit", "direction"].map((slot) => [slot, this.#slot(slot)?.value ?? ""])) }),
      });
      if (!answer.ok) return;
      read = (await answer.json()) as Read;
    } catch {
      return; // offline: the sentence is judged when it is saved
    }
    if (asked !== this.#asked || field.value !== text || !this.#panel) return;
    if (this.#panel.innerHTML !== read.html) this.#panel.innerHTML = read.html;
    this.#underline(text, read.marks);
    for (const [slot, value] of Object.entries(read.slots)) this.#fill(slot, value);
  }

  #slot(name: string) {
    return this.querySelector<HTMLInputElement | HTMLSelectElement>((names[name] ?? []).map((n) => `[name="${n}"]`).join(", "));
  }

  #fill(slot: string, value: string) {
    const f = this.#slot(slot);
    if (!f || f === document.activeElement) return;
    const last = this.#filled.get(f);
    const untouched = f instanceof HTMLSelectElement ? f.value === "" || f.value === last || (last === undefined && f.selectedIndex === 0) : f.value === "" || f.value === last;
    if (!untouched || f.value === value) return;
    f.value = value;
    this.#filled.set(f, f.value);
  }

  #underline(text: string, marks: Read["marks"]) {
    if (!this.#mirror) return;
    this.#mirror.textContent = "";
    let at = 0;
    for (const m of marks) {
      if (m.from < at) continue;
      const mark = document.createElement("mark");
      if (m.kind === "doubt") mark.className = "doubt";
      mark.textContent = text.slice(m.from, m.to);
      this.#mirror.append(text.slice(at, m.from), mark);
      at = m.to;
    }
    this.#mirror.append(text.slice(at));
  }
}
customElements.define("hw-judge", Judge);
