// <hw-judge action="…" kind="key_result|objective">…a sentence and its fields…</hw-judge>: while a sentence is typed, the judge reads it. Its words
// are underlined, empty fields fill themselves, and what a coach would ask stands below. Nothing is changed that a person has typed. A finding that is
// right as it is goes to keep="…" with its reason; where the line of="…" is not there yet, it goes with the form.
type Read = { html: string; slots: Record<string, string>; words: Record<string, string>; marks: { from: number; to: number; kind: string }[] };

const names: Record<string, string[]> = {
  baseline: ["baseline", "kr_from"], target: ["target", "kr_to"], unit: ["unit", "kr_unit"], direction: ["direction"], due: ["due"],
};

class Judge extends HTMLElement {
  #timer = 0;
  #asked = 0;
  #touched = false;
  #filled = new Map<HTMLElement, string>();
  #mirror: HTMLElement | null = null;
  #panel: HTMLElement | null = null;
  #kept = new Set<string>(); // rules and the sentences for which they were dismissed, before the line is there

  connectedCallback() {
    const field = this.querySelector<HTMLTextAreaElement | HTMLInputElement>("[name=title], [name=kr_title], [data-field]");
    if (!field || this.#panel) return;
    this.#panel = document.createElement("div");
    this.#panel.setAttribute("aria-live", "polite");
    this.#panel.className = "judged";
    if (field instanceof HTMLTextAreaElement) {
      field.addEventListener("keydown", (e) => { // a sentence is one line, however long it is
        if (e.key === "Enter" && !e.isComposing) e.preventDefault();
      });
      const box = document.createElement("div");
      const first = document.activeElement === field || (field.autofocus && document.activeElement === document.body); // moving it takes the focus away
      box.className = "sentence";
      field.replaceWith(box);
      this.#mirror = document.createElement("div");
      this.#mirror.className = "mirror";
      this.#mirror.setAttribute("aria-hidden", "true");
      box.append(field, this.#mirror);
      box.after(this.#panel);
      if (first) field.focus();
    } else field.after(this.#panel);
    this.addEventListener("input", (e) => { // the sentence, or one of the numbers beside it
      if (this.#panel?.contains(e.target as Node)) return;
      this.#touched = true;
      if (this.#mirror && e.target === field) this.#mirror.textContent = "";
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#read(field), 60);
    });
    this.#panel.addEventListener("click", (e) => {
      if ((e.target as HTMLElement).matches("[data-keep] button")) return void this.#keep(field, e.target as HTMLElement);
      const b = (e.target as HTMLElement).closest<HTMLElement>("[data-rewrite]");
      if (!b) return;
      const next = b.dataset.second ? this.#empty() : undefined;
      if (next) {
        next.value = b.dataset.second ?? "";
        next.dispatchEvent(new Event("input", { bubbles: true }));
      }
      field.value = b.dataset.rewrite ?? "";
      field.focus();
      const blank = field.value.indexOf("…");
      if (blank >= 0) field.setSelectionRange(blank, blank + 1);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.#panel.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" || !(e.target as HTMLElement).matches("[data-keep] input")) return;
      e.preventDefault(); // of the form around it
      void this.#keep(field, e.target as HTMLElement);
    });
    // which team and cycle it is for decides which words are foreign
    this.closest("form")?.addEventListener("change", (e) => {
      if ((e.target as HTMLElement).matches("[name=team_ids], [name=team_id], [name=cycle_id]") && field.value.trim() !== "") void this.#read(field);
    });
    this.addEventListener("fresh", (e) => this.#fresh((e as CustomEvent<Element>).detail, field));
    if (field.value.trim() !== "") void this.#read(field);
  }

  /** Takes what others have written since; what this person is writing in stays, with the text that it began from. */
  #fresh(now: Element, sentence: HTMLTextAreaElement | HTMLInputElement) {
    let changed = false;
    for (const { name, value } of now.attributes) if (this.getAttribute(name) !== value) this.setAttribute(name, value);
    for (const theirs of now.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("[data-field]")) {
      const mine = this.querySelector<HTMLTextAreaElement | HTMLInputElement>(`[id="${theirs.id}"]`);
      const base = mine?.closest("form")?.querySelector<HTMLInputElement>("[data-base]");
      if (!mine || !base || mine === document.activeElement || mine.value !== mine.defaultValue || mine.value === theirs.value) continue;
      mine.value = mine.defaultValue = base.value = theirs.value;
      changed = true;
    }
    if (changed) void this.#read(sentence);
  }

  // keep dismisses a finding for the sentence as it is written, with the reason beside it.
  async #keep(field: HTMLTextAreaElement | HTMLInputElement, from: HTMLElement) {
    const box = from.closest<HTMLElement>("[data-keep]"), reason = box?.querySelector("input");
    const rule = box?.dataset.keep ?? "", text = field.value.trim(), of = this.getAttribute("of") ?? "";
    if (!reason || reason.value.trim() === "") return reason?.focus();
    if (of !== "") {
      try {
        const answer = await fetch(this.getAttribute("keep") ?? "", {
          method: "POST", credentials: "same-origin", headers: { Accept: "application/json" },
          body: new URLSearchParams({ id: of, rule, reason: reason.value, text }),
        });
        if (!answer.ok) return reason.focus();
      } catch {
        return reason.focus();
      }
    } else {
      for (const [name, value] of Object.entries({ kept_rule: rule, kept_text: text, kept_reason: reason.value })) {
        const hidden = document.createElement("input");
        hidden.type = "hidden";
        hidden.name = name;
        hidden.value = value;
        this.append(hidden);
      }
      this.#kept.add(rule + " " + text);
    }
    field.focus();
    void this.#read(field);
  }

  async #read(field: HTMLTextAreaElement | HTMLInputElement) {
    const asked = ++this.#asked, text = field.value;
    const form = this.closest("form") ?? this.querySelector("form");
    const chosen = (...names: string[]) => names.map((n) => form?.querySelector<HTMLSelectElement>(`select[name=${n}]`)?.value).find((v) => v) ?? "";
    const objective = this.getAttribute("objective") ?? form?.querySelector<HTMLTextAreaElement>("[name=title]")?.value ?? "";
    let read: Read;
    try {
      const answer = await fetch(this.getAttribute("action") ?? "", {
        method: "POST", credentials: "same-origin", headers: { Accept: "application/json" },
        body: new URLSearchParams({ text, objective, kind: this.getAttribute("kind") ?? "key_result", end: this.getAttribute("end") ?? "",
          of: this.getAttribute("of") ?? "", under: this.getAttribute("under") ?? "", team: this.getAttribute("team") ?? chosen("team_ids", "team_id"), cycle: this.getAttribute("cycle") ?? chosen("cycle_id"),
          ...Object.fromEntries(["baseline", "target", "unit", "direction"].map((slot) => [slot, this.#typed(slot)])) }),
      });
      if (!answer.ok) return;
      read = (await answer.json()) as Read;
    } catch {
      return; // offline: the sentence is judged when it is saved
    }
    if (asked !== this.#asked || field.value !== text || !this.#panel) return;
    if (!this.#panel.querySelector("[data-keep][open]:focus-within") && this.#panel.innerHTML !== read.html) this.#panel.innerHTML = read.html;
    for (const f of this.#panel.querySelectorAll<HTMLElement>("[data-keep]"))
      if (this.#kept.has(f.dataset.keep + " " + text.trim())) f.closest("li")?.remove();
    for (const both of this.#panel.querySelectorAll<HTMLElement>("[data-second]")) both.hidden = !this.#empty();
    this.#underline(text, read.marks);
    for (const slot of Object.keys(names)) this.#fill(slot, read.slots[slot] ?? "");
    this.#say(read.words);
    const seen = this.querySelector<HTMLInputElement>("[name=read], [name=kr_read]");
    if (seen) seen.value = text.trim();
  }

  // empty is the first key result of the form that nobody has written yet.
  #empty() {
    return [...(this.closest("form")?.querySelectorAll<HTMLTextAreaElement>("[name=kr_title]") ?? [])].find((f) => f.value.trim() === "" && !this.contains(f));
  }

  /** Says what is taken from the sentence and has no field of its own. */
  #say(words: Read["words"]) {
    const taken = Object.keys(words).filter((slot) => !this.#slot(slot)).map((slot) => words[slot]);
    let line = this.#panel?.nextElementSibling;
    if (!line?.matches(".taken")) {
      if (taken.length === 0) return;
      line = document.createElement("p");
      line.className = "hint taken";
      this.#panel?.after(line);
    }
    line.textContent = taken.length > 0 ? `Taken from the sentence: ${taken.join(", ")}.` : "";
  }

  // typed is what a person wrote into a field; what was filled in from the sentence stands in the sentence.
  #typed(slot: string) {
    const f = this.#slot(slot);
    return !f || this.#filled.get(f) === f.value ? "" : f.value;
  }

  #slot(name: string) {
    return this.querySelector<HTMLInputElement | HTMLSelectElement>([`[data-slot="${name}"]`, ...(names[name] ?? []).map((n) => `[name="${n}"]`)].join(", "));
  }

  #fill(slot: string, value: string) {
    const f = this.#slot(slot);
    if (!f || f === document.activeElement) return;
    const last = this.#filled.get(f);
    if (value === "" && last === undefined) return; // there is nothing of ours to take back
    if (value === "" && f instanceof HTMLSelectElement) value = ([...f.options].find((o) => o.defaultSelected) ?? f.options[0])?.value ?? ""; // as the form began
    const untouched = f instanceof HTMLSelectElement ? f.value === "" || f.value === last || (last === undefined && f.selectedIndex === 0) : f.value === "" || f.value === last;
    if (!untouched || f.value === value) return;
    const saves = f.closest("hw-field");
    if (saves && !this.#touched) return; // what is only read is not changed
    f.value = value;
    this.#filled.set(f, f.value);
    f.dataset.filled = f.value;
    if (saves) f.dispatchEvent(new Event("input", { bubbles: true }));
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
