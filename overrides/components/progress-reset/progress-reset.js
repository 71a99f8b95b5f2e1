/**
 * A button that resets the progress in one module, or in the whole course, after a second question.
 *
 * There is nothing to reset without JavaScript, so it is empty HTML. Notes are not progress: they stay.
 */
const { store, progress, elements } = globalThis.trainingSite;

class ProgressReset extends HTMLElement {
  /** @type {HTMLButtonElement} */ #opener;
  /** @type {HTMLElement} */ #question;
  /** @type {HTMLElement} */ #news;

  connectedCallback() {
    if (this.#opener) return;
    const what = this.dataset.module ? "progress in this module" : "all progress";
    this.#opener = elements.button(`Reset ${what}`, () => this.#ask(), "ts-progress-reset__open");
    this.#news = elements.status("ts-progress-reset__news");
    this.#question = elements.element("div", "ts-progress-reset__question");
    this.#question.setAttribute("role", "group");
    this.#question.setAttribute("aria-label", `Reset ${what}?`);
    this.#question.tabIndex = -1;
    this.#question.hidden = true;
    const goes = this.dataset.module
      ? "The marks for units, exercises, and questions and your confidence answers in this module go."
      : "The marks for units, exercises, and questions, your confidence answers, and your post-test scores go.";
    this.#question.append(
      elements.element("p", "", `Reset ${what}? ${goes} Your notes stay.`),
      elements.button("Yes, reset", () => this.#reset(), "ts-button"),
      elements.button("No, leave it as it is", () => this.#close("")),
    );
    this.#question.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close("");
    });
    this.append(this.#opener, this.#question, this.#news);
  }

  #ask() {
    this.#news.textContent = "";
    this.#opener.hidden = true;
    this.#question.hidden = false;
    this.#question.focus();
  }

  #reset() {
    const { module } = this.dataset;
    if (module) store.eraseProgress(module);
    else store.eraseAllProgress();
    const left = module ? progress.hasProgress(module) : progress.hasAnyProgress();
    this.#close(left ? "This browser did not let go of it. Clear the site's data in its settings." : "Done. It is reset.");
  }

  /** @param {string} news */
  #close(news) {
    this.#question.hidden = true;
    this.#opener.hidden = false;
    this.#opener.focus();
    this.#news.textContent = news;
  }
}

customElements.define("progress-reset", ProgressReset);
