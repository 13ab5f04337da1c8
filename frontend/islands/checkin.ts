// <hw-checkin>: the check-in card by keyboard. Digits set the confidence (1 then 0 for ten), Enter saves and goes on, Escape leaves.
class CheckIn extends HTMLElement {
  #last = "";
  #at = 0;

  connectedCallback() {
    const value = this.querySelector<HTMLInputElement | HTMLSelectElement>("[name=value]");
    if (value instanceof HTMLInputElement) queueMicrotask(() => { // after a draft has been put back into it
      value.focus();
      value.select();
    });
    else (value ?? this.querySelector<HTMLInputElement>("input[name=confidence]"))?.focus();
    this.addEventListener("keydown", (e) => {
      const el = e.target as HTMLElement;
      if (e.key === "Escape") {
        const away = this.getAttribute("leave");
        if (away) location.assign(away);
      }
      const writing = el instanceof HTMLTextAreaElement || (el instanceof HTMLInputElement && el.type !== "radio" && el.type !== "checkbox");
      if (el instanceof HTMLTextAreaElement && e.key === "Enter" && !e.shiftKey && !e.isComposing) {
        e.preventDefault();
        this.#send();
      } else if (e.key === "Enter" && (el instanceof HTMLSelectElement || (el instanceof HTMLInputElement && !writing))) {
        e.preventDefault();
        this.#send();
      }
      if (!writing && /^[0-9]$/.test(e.key)) this.#digit(e.key);
    });
  }

  /** Enter is the main button: where a value was asked about, it says yes. */
  #send() {
    this.querySelector("form")?.requestSubmit(this.querySelector<HTMLButtonElement>("button.main"));
  }

  #digit(key: string) {
    const ten = this.#last === "1" && key === "0" && performance.now() - this.#at < 700;
    this.#last = key;
    this.#at = performance.now();
    const radio = this.querySelector<HTMLInputElement>(`input[name=confidence][value="${ten ? "10" : key}"]`);
    if (radio) {
      radio.checked = true;
      radio.focus();
      radio.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
customElements.define("hw-checkin", CheckIn);
