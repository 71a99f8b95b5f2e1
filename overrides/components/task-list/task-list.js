/**
 * A module's contents as a list of tasks: beside each unit stands in words what is read and done.
 *
 * Without it the list is the contents alone.
 */
const { store, progress, elements } = globalThis.trainingSite;

class TaskList extends HTMLElement {
  /** @type {HTMLElement} */ #sum;
  /** @type {(() => void) | undefined} */ #unsubscribe;

  connectedCallback() {
    if (!this.#sum) {
      this.#sum = elements.element("p", "ts-task-list__sum");
      this.prepend(this.#sum);
      for (const item of this.#items()) item.append(elements.element("span", "ts-task-list__state"));
    }
    this.#unsubscribe = store.subscribe(() => this.#show());
    this.#show();
  }

  disconnectedCallback() {
    this.#unsubscribe?.();
  }

  /** @returns {HTMLElement[]} */
  #items() {
    return [...this.querySelectorAll("[data-unit], [data-questions]")];
  }

  #show() {
    const module = progress.partsOf(this);
    const said = [progress.unitsInWords(module)];
    if (module.exercises.length > 0) said.push(progress.exercisesInWords(module));
    this.#sum.textContent = `${said.join(". ")}.`;
    for (const item of this.#items()) {
      const { words, whole } = item.dataset.unit ? this.#unit(item, module.module) : this.#check(item, module.module);
      item.querySelector(".ts-task-list__state").textContent = words;
      item.toggleAttribute("data-whole", whole);
    }
  }

  /** @param {HTMLElement} item @param {string} module */
  #unit(item, module) {
    const parts = { ...progress.partsOf(item), module };
    const read = item.dataset.unit in store.progress(module).units;
    const exercises = parts.exercises.length > 0 ? `. ${progress.exercisesInWords(parts)}` : "";
    return { words: `${read ? "Read" : "Not read yet"}${exercises}`, whole: read };
  }

  /** @param {HTMLElement} item @param {string} module */
  #check(item, module) {
    const parts = { ...progress.partsOf(item), module };
    const whole = progress.counted(parts).answered === parts.questions.length;
    return { words: progress.questionsInWords(parts), whole };
  }
}

customElements.define("task-list", TaskList);
