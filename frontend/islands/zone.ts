// <hw-zone>…an input…</hw-zone>: an empty time zone is filled with the browser's, so that nobody has to know its name.
class Zone extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    if (field && field.value === "") field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
}
customElements.define("hw-zone", Zone);
