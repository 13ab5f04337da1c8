// <hw-drawer>: a link inside it with data-drawer opens in a drawer at the right, so that the list is never left. The drawer shows the main part of the
// link's own page; a second click, or one with a modifier, opens that page.
import { page } from "./swap";

class Drawer extends HTMLElement {
  #dialog?: HTMLDialogElement;

  connectedCallback() {
    this.addEventListener("click", (e) => {
      const link = (e.target as Element).closest<HTMLAnchorElement | SVGAElement>("a[data-drawer]");
      if (!link || e.metaKey || e.ctrlKey || e.shiftKey || e.button !== 0 || innerWidth < 1100) return;
      e.preventDefault();
      void this.#open(link);
    });
  }

  async #open(link: HTMLAnchorElement | SVGAElement) {
    const href = link.getAttribute("href") ?? "";
    const doc = await page(href);
    const main = doc?.querySelector("main");
    if (!main) return location.assign(href);
    const dialog = (this.#dialog ??= this.#make());
    const bar = document.createElement("p");
    bar.className = "apart";
    const whole = document.createElement("a"), close = document.createElement("button");
    whole.className = "link"; whole.href = href; whole.textContent = "Open the page";
    close.className = "button quiet"; close.type = "button"; close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    bar.append(whole, close);
    for (const el of main.querySelectorAll("[id]")) el.id = "drawer-" + el.id;
    for (const el of main.querySelectorAll("[aria-labelledby]")) el.setAttribute("aria-labelledby", "drawer-" + el.getAttribute("aria-labelledby"));
    for (const el of main.querySelectorAll("[for]")) el.setAttribute("for", "drawer-" + el.getAttribute("for"));
    dialog.replaceChildren(bar, ...main.childNodes);
    dialog.setAttribute("aria-label", link.getAttribute("aria-label") ?? link.textContent?.trim() ?? "Details");
    dialog.onclose = () => link.focus();
    if (!dialog.open) dialog.showModal();
  }

  #make() {
    const d = document.createElement("dialog");
    d.className = "drawer";
    d.addEventListener("click", (e) => { if (e.target === d) d.close(); });
    this.append(d);
    return d;
  }
}
customElements.define("hw-drawer", Drawer);
