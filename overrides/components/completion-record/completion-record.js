/**
 * Fills in the record of completion from the learner's own marks, with the name they type.
 *
 * Without it the record is a form to fill in by hand. The name is written into this page alone: it
 * is stored and sent nowhere, and it is gone when the page is left.
 */
const { store, progress, elements } = globalThis.trainingSite;

class CompletionRecord extends HTMLElement {
  /** @type {HTMLInputElement} */ #name;
  /** @type {HTMLElement} */ #missing;
  /** @type {(() => void) | undefined} */ #unsubscribe;
  #forget = () => this.#clearName();

  connectedCallback() {
    if (!this.#name) this.#build();
    this.#unsubscribe = store.subscribe(() => this.#show());
    addEventListener("pagehide", this.#forget);
    this.#show();
  }

  disconnectedCallback() {
    this.#unsubscribe?.();
    removeEventListener("pagehide", this.#forget);
  }

  #build() {
    const label = elements.element("label", "ts-record-form__label", "Your name, as it should stand on the record");
    this.#name = /** @type {HTMLInputElement} */ (elements.element("input", "ts-record-form__name"));
    const box = { id: "ts-record-name", type: "text", "aria-describedby": "ts-record-hint", maxlength: "100" };
    const unseen = { autocomplete: "off", spellcheck: "false", translate: "no", autocapitalize: "words" };
    for (const [name, value] of Object.entries({ ...box, ...unseen })) this.#name.setAttribute(name, value);
    this.#name.addEventListener("input", () => this.#showName());
    label.htmlFor = this.#name.id;
    const hint = elements.element("p", "ts-record-form__hint", "It stays on this page: it is not stored, not sent, and gone when you leave.");
    hint.id = "ts-record-hint";
    this.#missing = elements.element("div", "ts-record-form__missing");
    const print = elements.button("Print this record", () => globalThis.print(), "ts-button");
    this.querySelector("[data-form]").replaceChildren(label, this.#name, hint, this.#missing, print);
  }

  #clearName() {
    this.#name.value = "";
    this.#showName();
  }

  #showName() {
    this.querySelector("[data-name]").textContent = this.#name.value.trim();
  }

  /** @returns {HTMLElement[]} */
  #rows() {
    return [...this.querySelectorAll("[data-module]")];
  }

  #show() {
    const complete = this.#rows().filter((row) => progress.completedOn(progress.partsOf(row)));
    const blank = complete.length === 0;
    for (const row of this.#rows()) {
      const date = progress.completedOn(progress.partsOf(row));
      row.hidden = !date && !blank;
      row.querySelector("[data-date]").textContent = date ? progress.day(date) : "";
    }
    const passed = store.results().filter((result) => result.passed).at(-1);
    const minutes = complete.reduce((sum, row) => sum + Number(row.dataset.minutes), 0);
    const test = this.querySelector("[data-test]");
    test.hidden = !passed && !blank;
    test.querySelector("[data-passed]").textContent = passed
      ? `${progress.day(passed.date)}, ${passed.right} of ${passed.of} right`
      : "";
    const all = minutes + (passed ? Number(test.dataset.minutes) : 0);
    this.querySelector("[data-sum]").textContent = blank ? "" : String(all);
    this.querySelector("[data-today]").textContent = blank ? "" : progress.day(new Date().toISOString());
    this.#showMissing(blank);
  }

  /** @param {boolean} blank */
  #showMissing(blank) {
    const missing = this.#rows().filter((row) => !progress.completedOn(progress.partsOf(row)));
    this.#missing.replaceChildren();
    if (missing.length === 0) return;
    const apart = blank && store.isApart();
    if (apart) this.#missing.append(elements.element("p", "", "You opened this page from disk, and this browser keeps such pages apart, so what you read on others cannot show here. Print the record and fill it in by hand, or open the copy in Chrome or Edge."));
    if (apart) return;
    const lead = blank
      ? "No module is complete in this browser yet, so the record below is blank. You can print it and fill it in by hand."
      : "Not on the record yet:";
    const list = elements.element("ul");
    for (const row of missing) {
      const words = `${row.querySelector("th").textContent}: ${progress.unitsInWords(progress.partsOf(row))}`;
      list.append(elements.element("li", "", words));
    }
    this.#missing.append(elements.element("p", "", lead), list);
  }
}

customElements.define("completion-record", CompletionRecord);
