// Fetches a page of our own and morphs its main part into this one, so that nothing a person is typing into is touched.
import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";

/** A form that somebody has typed into: its fields are not what the server sent. */
function touched(form: HTMLFormElement): boolean {
  return [...form.elements].some((e) => {
    if (e instanceof HTMLInputElement) {
      return e.type === "radio" || e.type === "checkbox" ? e.checked !== e.defaultChecked : e.value !== e.defaultValue;
    }
    if (e instanceof HTMLTextAreaElement) return e.value !== e.defaultValue;
    return e instanceof HTMLSelectElement && [...e.options].some((o) => o.selected !== o.defaultSelected && o.defaultSelected);
  });
}

/** Reads a page and returns its document; null when it could not be read or the session ended. */
export async function page(url: string): Promise<Document | null> {
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || (answer.redirected && new URL(answer.url).pathname === "/sign-in")) return null;
    // A parser without script would make elements of what is for browsers without script; here, as in the page itself, it stays text.
    const text = (await answer.text()).replace(/<noscript>([^]*?)<\/noscript>/g, (_, inside: string) => `<noscript>${inside.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</noscript>`);
    return new DOMParser().parseFromString(text, "text/html");
  } catch {
    return null;
  }
}

/** Morphs this page's main part to the newest one. */
export async function refresh(): Promise<void> {
  const fresh = await page(location.href);
  const main = document.querySelector("main");
  const next = fresh?.querySelector("main");
  if (!main || !next) return;
  Idiomorph.morph(main, next.innerHTML, {
    morphStyle: "innerHTML", ignoreActiveValue: true, restoreFocus: true,
    callbacks: {
      beforeNodeMorphed(old: Node, fresh: Node): boolean {
        if (!(old instanceof Element)) return true;
        if (old.localName === "hw-map" || old.localName === "hw-judge") { // they put themselves in place
          old.dispatchEvent(new CustomEvent("fresh", { detail: fresh }));
          return false;
        }
        if (old instanceof HTMLFormElement && (old.contains(document.activeElement) || touched(old))) return false;
        if (old.matches(".saved")) return false; // the browser says it, never the server
        return !(old.matches("dialog[open], hw-field") && old.contains(document.activeElement));
      },
      // What somebody is writing in stays, even when the newest page has it no more: with the field goes its text. So does a conflict
      // that waits for an answer, which the server does not know of.
      beforeNodeRemoved: (old: Node) => !(old instanceof Element && (old.matches(".clash") || old.querySelector(".clash") !== null
        || (old.contains(document.activeElement) && document.activeElement?.matches("input, textarea, select")))),
      beforeAttributeUpdated: (name: string, node: Element) => !(name === "open" && node.localName === "details" || name === "class" && node.matches("details[open] > .menu")),
    },
  });
}
