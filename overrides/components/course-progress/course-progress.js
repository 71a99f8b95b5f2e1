/**
 * The home page for someone who has been here: where they left, and how far each module is.
 *
 * Someone who is here for the first time sees the page as it is.
 */
const { store, progress, elements } = globalThis.trainingSite;

class CourseProgress extends HTMLElement {
  /** @type {HTMLElement} */ #continue;
  /** @type {HTMLElement} */ #sum;
  /** @type {(() => void) | undefined} */ #unsubscribe;

  connectedCallback() {
    if (!this.#continue) this.#build();
    this.#unsubscribe = store.subscribe(() => this.#show());
    this.#show();
  }

  disconnectedCallback() {
    this.#unsubscribe?.();
  }

  #build() {
    this.#continue = elements.element("p", "ts-course-progress__continue");
    this.querySelector("[data-start]")?.before(this.#continue);
    for (const card of this.#cards()) {
      card.querySelector("[data-state]")?.append(elements.element("span", "ts-course-progress__state"));
    }
    this.#sum = elements.element("div", "ts-course-progress__sum");
    this.#sum.append(
      elements.element("p", ""),
      document.createElement("progress-reset"),
    );
    this.querySelector("[data-sum]")?.append(this.#sum);
  }

  /** @returns {HTMLElement[]} */
  #cards() {
    return [...this.querySelectorAll("[data-module]")].filter((card) => card.dataset.units);
  }

  #show() {
    const begun = progress.hasAnyProgress();
    this.#showContinue();
    const modules = this.#cards().map((card) => progress.partsOf(card));
    this.#cards().forEach((card, number) => {
      const state = card.querySelector(".ts-course-progress__state");
      if (state) state.textContent = begun ? ` · ${progress.unitsInWords(modules[number])}` : "";
    });
    const all = modules.reduce((sum, parts) => sum + parts.units.length, 0);
    const read = modules.reduce((sum, parts) => sum + progress.counted(parts).read, 0);
    this.#sum.querySelector("p").textContent = begun
      ? `${read} of ${progress.count(all, "unit", "units")} read in all.${globalThis.trainingSite.session ? "" : " This is known to this browser only."}`
      : "";
    this.#sum.toggleAttribute("data-begun", begun);
  }

  #showContinue() {
    const left = store.lastVisited();
    const address = left && addressInside(left.path);
    if (!address) {
      this.#continue.replaceChildren();
      return;
    }
    const link = elements.element("a", "ts-button", `Continue where you left: ${left.title}`);
    link.href = address;
    this.#continue.replaceChildren(link);
  }
}

/** A stored path may be anything: only a page of this site is followed. @param {string} path */
function addressInside(path) {
  try {
    const { href } = new URL(path, store.site);
    return href.startsWith(store.site) ? href : null;
  } catch {
    return null;
  }
}

customElements.define("course-progress", CourseProgress);
