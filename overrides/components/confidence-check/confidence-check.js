/**
 * The same lines before and after a module, kept on this device, side by side when both are marked.
 *
 * Without it the lines can be marked and nothing is kept. What moved is shown to the learner only.
 */
const { store, progress, elements } = globalThis.trainingSite;
let made = 0;

class ConfidenceCheck extends HTMLElement {
  /** @type {HTMLElement} */ #news;
  /** @type {HTMLButtonElement} */ #clear;
  /** @type {(() => void) | undefined} */ #unsubscribe;

  connectedCallback() {
    if (!this.#news) this.#build();
    this.#unsubscribe = store.subscribe(({ elsewhere, kind, module }) => {
      if (elsewhere || kind !== "progress" || module === this.dataset.module) this.#show();
    });
    this.#show();
  }

  disconnectedCallback() {
    this.#unsubscribe?.();
  }

  #build() {
    const hint = this.querySelector("[data-hint]");
    if (hint) hint.textContent = "For your eyes only: your answers stay in this browser.";
    this.#news = elements.status("ts-confidence__news");
    this.#clear = elements.button("Clear my answers", () => this.#erase());
    this.querySelector("section").append(this.#news, this.#clear);
    for (const line of this.#lines()) {
      const change = elements.element("p", "ts-scale__change");
      change.id = `ts-scale-change-${(made += 1)}`;
      line.append(change);
      line.addEventListener("change", () => this.#save());
    }
  }

  /** @returns {HTMLElement[]} */
  #lines() {
    return [...this.querySelectorAll("[data-statement]")];
  }

  #save() {
    const answers = {};
    for (const line of this.#lines()) {
      const marked = line.querySelector("input:checked");
      if (marked) answers[line.dataset.statement] = Number(marked.value);
    }
    const written = store.saveConfidence(this.dataset.module, this.dataset.when, answers);
    const advice = written.kept ? "" : " Write your answers down if you want to compare.";
    this.#news.textContent = `${progress.placeInWords(written)}${advice}`;
  }

  #erase() {
    store.saveConfidence(this.dataset.module, this.dataset.when, {});
    this.#news.textContent = "Your answers are cleared.";
    this.querySelector("input").focus();
  }

  #show() {
    const { before, after } = store.progress(this.dataset.module).confidence;
    const mine = (this.dataset.when === "before" ? before : after)?.answers ?? {};
    const compares = this.dataset.when === "after" || Object.keys(after?.answers ?? {}).length > 0;
    for (const line of this.#lines()) {
      const id = line.dataset.statement;
      for (const input of line.querySelectorAll("input")) input.checked = Number(input.value) === mine[id];
      const [first, now] = [before, after].map((when) => stepInWords(line, when?.answers[id]));
      const said = compares && first && now ? `Before: ${first}. Now: ${now}.` : "";
      const change = line.querySelector(".ts-scale__change");
      change.textContent = said;
      if (said) line.setAttribute("aria-describedby", change.id);
      else line.removeAttribute("aria-describedby");
    }
    this.#clear.hidden = Object.keys(mine).length === 0;
  }
}

/** @param {HTMLElement} line @param {number | undefined} step @returns {string} nothing when the scale has no such step */
function stepInWords(line, step) {
  const inputs = [...line.querySelectorAll("input")];
  return inputs.find((input) => Number(input.value) === step)?.labels[0].textContent.trim() ?? "";
}

customElements.define("confidence-check", ConfidenceCheck);
