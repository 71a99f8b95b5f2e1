/**
 * The end of a unit: marks it as read, and its exercises as done.
 *
 * A unit counts as read when the learner says so, or when its end comes into view and stays there a
 * moment. An end that is in view from the start counts for nothing: otherwise a timer alone would
 * mark it. Whoever takes the mark back is not overruled on the same page.
 */
const { store, progress, elements } = globalThis.trainingSite;
const STAY_MS = 1500;

class ProgressMark extends HTMLElement {
  /** @type {HTMLElement} */ #news;
  /** @type {HTMLButtonElement} */ #button;
  /** @type {(() => void) | undefined} */ #unsubscribe;
  /** @type {IntersectionObserver | undefined} */ #observer;
  /** @type {number | undefined} */ #staying;
  #refusal = "";

  connectedCallback() {
    if (!this.#button) this.#build();
    this.#unsubscribe = store.subscribe(() => this.#show());
    const title = document.querySelector("h1")?.textContent.trim() ?? "";
    store.visit(location.href.slice(store.site.length).replace(/[?#].*/, ""), title);
    this.#show();
    this.#watchEnd();
  }

  disconnectedCallback() {
    this.#unsubscribe?.();
    this.#stopWatching();
  }

  #build() {
    const box = this.querySelector("[data-controls]");
    this.#news = elements.status("ts-progress-mark__news");
    this.#button = elements.button("", () => this.#toggle());
    box.append(this.#news, this.#button);
    for (const exercise of this.#exercises()) {
      const state = elements.element("span", "ts-progress-mark__state");
      const mark = elements.button("", () => this.#toggleExercise(exercise), "ts-progress-mark__paper");
      mark.setAttribute("aria-describedby", exercise.querySelector("a").id);
      exercise.append(state, mark);
    }
  }

  /** @returns {HTMLElement[]} */
  #exercises() {
    return [...this.querySelectorAll("[data-exercise]")];
  }

  #read() {
    return store.progress(this.dataset.module).units[this.dataset.unit];
  }

  #toggle() {
    this.#stopWatching();
    this.#mark(!this.#read());
  }

  /** @param {boolean} read */
  #mark(read) {
    this.#tellRefusal(store.markRead(this.dataset.module, this.dataset.unit, read));
  }

  /** @param {HTMLElement} exercise */
  #toggleExercise(exercise) {
    const { module } = this.dataset;
    const id = exercise.dataset.exercise;
    this.#tellRefusal(store.markDone(module, id, !(id in store.progress(module).exercises)));
  }

  /** @param {{kept: boolean, reason?: string}} written */
  #tellRefusal(written) {
    this.#refusal = written.kept ? "" : ` ${progress.placeInWords(written)}`;
    this.#show();
  }

  #show() {
    const read = this.#read();
    const units = progress.unitsInWords(progress.partsOf(this));
    const said = `${read ? `Read on ${progress.day(read)}.` : "Not read yet."} ${units} in this module.${this.#refusal}`;
    if (this.#news.textContent !== said) this.#news.textContent = said;
    this.#button.textContent = read ? "Mark this unit as not read" : "Mark this unit as read";
    this.toggleAttribute("data-read", Boolean(read));
    for (const exercise of this.#exercises()) this.#showExercise(exercise);
  }

  /** @param {HTMLElement} exercise */
  #showExercise(exercise) {
    const { module } = this.dataset;
    const id = exercise.dataset.exercise;
    const written = progress.hasNote(module, id);
    const marked = id in store.progress(module).exercises;
    const words = written ? "Done: your note is written." : marked ? `Done${globalThis.trainingSite.session ? "" : " on paper"}.` : "Not done yet.";
    const [state, button] = exercise.querySelectorAll(".ts-progress-mark__state, .ts-progress-mark__paper");
    state.textContent = words;
    button.textContent = marked ? "Not done after all" : "I did it on paper";
    button.hidden = written;
    exercise.toggleAttribute("data-done", written || marked);
  }

  #watchEnd() {
    if (this.#read()) return;
    let cameFromAbove = false;
    this.#observer = new IntersectionObserver(([...entries]) => {
      const inView = entries.at(-1).isIntersecting;
      clearTimeout(this.#staying);
      if (!inView) cameFromAbove = true;
      else if (cameFromAbove) this.#staying = setTimeout(() => this.#reachEnd(), STAY_MS);
    });
    this.#observer.observe(this.querySelector("[data-end]") ?? this);
  }

  #reachEnd() {
    if (document.visibilityState !== "visible") return;
    this.#stopWatching();
    if (!this.#read()) this.#mark(true);
  }

  #stopWatching() {
    clearTimeout(this.#staying);
    this.#observer?.disconnect();
  }
}

customElements.define("progress-mark", ProgressMark);
