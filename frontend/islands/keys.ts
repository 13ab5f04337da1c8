// <hw-keys base="/acme" keys="on">: single letters go places. They can be switched off in one's settings (WCAG 2.1.4) and never work inside a field.
class Keys extends HTMLElement {
  #g = 0;

  connectedCallback() {
    document.addEventListener("keydown", this.#down);
  }
  disconnectedCallback() {
    document.removeEventListener("keydown", this.#down);
  }

  #down = (e: KeyboardEvent) => {
    const el = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || this.getAttribute("keys") === "off") return;
    if (el.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    const base = this.getAttribute("base") ?? "";
    if (e.key === "ArrowLeft") return this.#follow(e, "[data-key=left]");
    if (e.key === "ArrowRight") return this.#follow(e, "[data-key=right]");
    if (performance.now() - this.#g < 1200) {
      const place = this.getAttribute("places")?.split(" ").find((p) => p.startsWith(e.key + "="));
      this.#g = 0;
      if (place) return this.#go(e, base + "/" + place.slice(2));
    }
    switch (e.key) {
      case "g": this.#g = performance.now(); break;
      case "c": return this.#go(e, base + "/objectives/new");
      case "u": return this.#go(e, base + "/check-in");
      case "e": return this.#follow(e, "[data-key=edit]");
      case "[": return this.#follow(e, "[data-key=earlier]");
      case "]": return this.#follow(e, "[data-key=later]");
      case "j": return this.#row(e, 1);
      case "k": return this.#row(e, -1);
      case "?": {
        e.preventDefault();
        document.querySelector<HTMLDialogElement>("#shortcuts")?.showModal();
      }
    }
  };

  #go(e: Event, url: string) {
    e.preventDefault();
    location.assign(url);
  }

  #follow(e: Event, selector: string) {
    const link = document.querySelector<HTMLAnchorElement>(selector);
    if (link) this.#go(e, link.href);
  }

  #row(e: Event, step: number) {
    const rows = [...document.querySelectorAll<HTMLElement>("main :is(a.kr-title, .ob a, .rows a, .krs summary)")].filter((r) => r.offsetParent);
    if (rows.length === 0) return;
    e.preventDefault();
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }
}
customElements.define("hw-keys", Keys);
