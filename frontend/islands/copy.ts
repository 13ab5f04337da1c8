// <hw-copy><p class="secret">…</p></hw-copy>: a button that copies what is shown this once. Without it the text is selected by one click.
class Copy extends HTMLElement {
  connectedCallback() {
    const secret = this.querySelector<HTMLElement>(".secret");
    if (!secret || !isSecureContext || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = "Copy";
    const about = this.getAttribute("about");
    if (about) button.setAttribute("aria-label", "Copy " + about);
    const said = document.createElement("span");
    said.className = "soft small";
    said.setAttribute("role", "status");
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(secret.textContent?.trim() ?? "").then(
        () => { said.textContent = "Copied."; },
        () => { getSelection()?.selectAllChildren(secret); said.textContent = "It is selected: copy it by the keys you know."; });
    });
    const line = document.createElement("p");
    line.className = "line no-print";
    line.append(button, said);
    this.append(line);
  }
}
customElements.define("hw-copy", Copy);
