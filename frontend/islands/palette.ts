// <hw-palette src="/acme/search.json">: Ctrl or ⌘ K, or /, opens search and commands in one. The commands stand in the page as a list of links;
// without this island that list is the menu, and the search field is a form.
type Hit = { title: string; about: string; url: string };

class Palette extends HTMLElement {
  #dialog?: HTMLDialogElement;
  #input?: HTMLInputElement;
  #list?: HTMLElement;
  #at = 0;
  #asked = 0;

  connectedCallback() {
    document.addEventListener("keydown", this.#down);
    // a click or a first letter opens it, and not the focus alone: who walks through the page by keyboard passes by
    const field = document.querySelector<HTMLInputElement>(".top .find input");
    field?.addEventListener("click", () => this.#open());
    field?.addEventListener("input", (e) => {
      if ((e as InputEvent).isComposing) return;
      this.#open(field.value);
      field.value = field.defaultValue;
    });
  }
  disconnectedCallback() {
    document.removeEventListener("keydown", this.#down);
  }

  #down = (e: KeyboardEvent) => {
    const typing = (e.target as HTMLElement).closest("input, textarea, select");
    if ((e.key === "k" && (e.ctrlKey || e.metaKey)) || (e.key === "/" && !typing && this.getAttribute("keys") !== "off" && !document.querySelector("dialog[open]"))) {
      e.preventDefault();
      this.#open();
    }
  };

  #open(typed = "") {
    this.#dialog ??= this.#make();
    if (!this.#dialog.open) this.#dialog.showModal();
    if (typed !== "" && this.#input) this.#input.value = typed;
    else this.#input?.select();
    void this.#show();
  }

  #make() {
    const d = document.createElement("dialog");
    d.className = "palette";
    d.setAttribute("aria-label", "Search or run a command");
    const form = document.createElement("form");
    form.className = "find";
    const input = (this.#input = document.createElement("input"));
    Object.assign(input, { type: "search", placeholder: "Search or run a command", autocomplete: "off" });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-label", "Search or run a command");
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", "palette-list");
    form.append(input);
    const list = (this.#list = document.createElement("div"));
    list.className = "menu";
    list.id = "palette-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Results");
    d.append(form, list);
    input.addEventListener("input", () => void this.#show());
    input.addEventListener("keydown", (e) => {
      if (e.key === "Escape" && !e.isComposing) { // a search field would only be emptied by it
        e.preventDefault();
        d.close();
      }
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        this.#mark(this.#at + (e.key === "ArrowDown" ? 1 : -1));
      }
    });
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      list.querySelector<HTMLAnchorElement>("[aria-selected=true]")?.click();
    });
    d.addEventListener("click", (e) => { if (e.target === d) d.close(); });
    this.append(d);
    return d;
  }

  async #show() {
    const q = this.#input?.value.trim() ?? "";
    const commands = [...this.querySelectorAll<HTMLAnchorElement>("[data-command]")]
      .map((a) => ({ title: a.textContent?.trim() ?? "", about: a.dataset.command ?? "", url: a.href }))
      .filter((c) => c.title.toLowerCase().includes(q.toLowerCase()));
    this.#fill(commands.slice(0, 8));
    if (q === "") return;
    const mine = ++this.#asked;
    try {
      const answer = await fetch(`${this.getAttribute("src")}?q=${encodeURIComponent(q)}`, { credentials: "same-origin" });
      if (answer.ok && mine === this.#asked) this.#fill([...commands.slice(0, 3), ...((await answer.json()) as Hit[])]);
    } catch {
      // The commands still work without the server.
    }
  }

  #fill(hits: Hit[]) {
    this.#list?.replaceChildren(...hits.map((h, i) => {
      const a = document.createElement("a");
      a.href = h.url;
      a.id = "hit-" + i;
      a.tabIndex = -1;
      a.setAttribute("role", "option");
      const about = document.createElement("span");
      about.className = "soft small";
      about.textContent = h.about;
      a.append(document.createTextNode(h.title), about);
      return a;
    }));
    if (hits.length === 0 && this.#list) {
      const none = document.createElement("p");
      none.className = "soft";
      none.textContent = "Nothing found. Try fewer letters.";
      this.#list.replaceChildren(none);
    }
    this.#mark(0);
  }

  #mark(at: number) {
    const rows = [...(this.#list?.querySelectorAll("[role=option]") ?? [])];
    this.#at = Math.min(Math.max(at, 0), Math.max(rows.length - 1, 0));
    rows.forEach((r, i) => r.setAttribute("aria-selected", String(i === this.#at)));
    rows[this.#at]?.scrollIntoView({ block: "nearest" });
    this.#input?.setAttribute("aria-activedescendant", rows[this.#at]?.id ?? "");
  }
}
customElements.define("hw-palette", Palette);
