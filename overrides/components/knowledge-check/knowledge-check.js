/**
 * A question with feedback on the page itself.
 *
 * Without it the question is a form with a link to the answers. With it, a button checks the
 * answer: first what was chosen and why, then the other answers. Kept is that the question was
 * tried, never how. With `data-once` the first answer is final. A `knowledge-check` event tells
 * whether it was right: the post-test listens, and so does a learning-management system's session.
 */
const { store, elements } = globalThis.trainingSite;
const { element } = elements;

class KnowledgeCheck extends HTMLElement {
  /** @type {HTMLFormElement} */ #form;
  /** @type {HTMLButtonElement} */ #button;
  /** @type {HTMLElement} */ #status;
  /** @type {HTMLElement} */ #others;

  connectedCallback() {
    if (this.#form) return;
    this.#form = this.querySelector("form");
    this.#button = element("button", "ts-button ts-question__button", "Check my answer");
    this.#button.type = "submit";
    this.#status = element("div", "ts-feedback");
    this.#status.setAttribute("role", "status");
    this.#others = element("div", "ts-feedback-others");
    this.querySelector(".ts-question__answers")?.remove();
    this.#form.append(this.#button, this.#status, this.#others);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#check();
    });
    this.#form.addEventListener("change", () => this.#forget());
  }

  #check() {
    const choices = [...this.querySelectorAll("[data-choice]")];
    const chosen = choices.filter(isChosen);
    this.#forget();
    if (chosen.length === 0) {
      this.#status.append(element("p", "ts-verdict", "Choose an answer first."));
      return;
    }
    choices.forEach(markState);
    const once = this.hasAttribute("data-once");
    if (once) this.#close();
    this.#status.append(element("p", "ts-verdict", verdict(choices, once)));
    this.#status.append(...chosen.map((choice) => explanation(choice, "You chose")));
    const rest = choices.filter((choice) => !isChosen(choice));
    if (rest.length > 0) {
      this.#others.append(element("p", "ts-feedback-others__title", "The other answers"));
      this.#others.append(...rest.map((choice) => explanation(choice, isRight(choice) ? "Right answer" : "Answer")));
    }
    if (once) this.#status.focus();
    else store.markAnswered(this.dataset.module, this.dataset.question);
    const right = choices.every((choice) => isChosen(choice) === isRight(choice));
    this.dispatchEvent(new CustomEvent("knowledge-check", { bubbles: true, detail: { right } }));
  }

  /** The answer stands. The button goes, so the feedback takes the focus. */
  #close() {
    for (const input of this.querySelectorAll("input")) input.disabled = true;
    this.#button.remove();
    this.#status.setAttribute("role", "group");
    this.#status.setAttribute("aria-label", "Feedback");
    this.#status.tabIndex = -1;
  }

  #forget() {
    this.#status.replaceChildren();
    this.#others.replaceChildren();
    for (const choice of this.querySelectorAll("[data-choice]")) delete choice.dataset.state;
  }
}

const isChosen = (choice) => choice.querySelector("input").checked;
const isRight = (choice) => choice.hasAttribute("data-right");

/** @param {HTMLElement} choice */
function markState(choice) {
  if (isChosen(choice)) choice.dataset.state = isRight(choice) ? "right" : "wrong";
  else if (isRight(choice)) choice.dataset.state = "missed";
}

/** @param {HTMLElement[]} choices @param {boolean} once */
function verdict(choices, once) {
  const states = choices.map((choice) => choice.dataset.state);
  if (!states.includes("wrong") && !states.includes("missed")) return "Right.";
  const more = once ? "" : " Have another look whenever you like.";
  return states.includes("right") ? "Partly right." : `Not this one.${more}`;
}

/** A choice's letter and explanation, in words that need no color. */
function explanation(choice, lead) {
  const box = element("div", "ts-feedback__choice");
  const letter = choice.querySelector(".ts-choice__letter").textContent.trim();
  box.append(element("p", "ts-feedback__lead", `${lead} ${letter}:`));
  box.append(choice.querySelector("template[data-feedback]").content.cloneNode(true));
  return box;
}

customElements.define("knowledge-check", KnowledgeCheck);
