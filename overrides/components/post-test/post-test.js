/**
 * A test over the whole course: a new draw of questions each time, one question at a time.
 *
 * The page holds every question; an attempt lives in this element and nowhere else. Kept are the
 * date and the score, never an answer.
 *
 * @typedef {{module: string, question: string, template: HTMLTemplateElement}} Entry
 */
const { store, progress, elements } = globalThis.trainingSite;

class PostTest extends HTMLElement {
  /** @type {Entry[]} */ #pool = [];
  /** @type {Entry[]} */ #drawn = [];
  /** @type {boolean[]} */ #right = [];
  /** @type {HTMLElement} */ #stage;
  /** @type {HTMLElement} */ #tries;
  /** @type {HTMLAnchorElement[]} */ #modules;
  /** @type {(() => void) | undefined} */ #unsubscribe;

  connectedCallback() {
    if (!this.#stage) this.#build();
    this.#unsubscribe = store.subscribe(() => this.#showTries());
    this.#showTries();
  }

  disconnectedCallback() {
    this.#unsubscribe?.();
  }

  #build() {
    this.#pool = [...this.querySelectorAll("template[data-question]")].map((template) => ({
      module: template.dataset.module,
      question: template.dataset.question,
      template,
    }));
    this.#stage = this.querySelector("[data-stage]");
    this.#modules = [...this.#stage.querySelectorAll("a[data-module]")];
    this.#tries = elements.element("div", "ts-post-test__tries");
    this.#stage.replaceChildren(elements.button("Start the post-test", () => this.#start(), "ts-button"));
    this.#stage.after(this.#tries);
  }

  #start() {
    const { questions, atLeast } = this.dataset;
    this.#drawn = drawAnew(this.#pool, Number(questions), Number(atLeast), this.#drawn);
    this.#right = [];
    this.#showQuestion();
  }

  #showQuestion() {
    const number = this.#right.length;
    const title = elements.element("h2", "ts-post-test__title", `Question ${number + 1} of ${this.#drawn.length}`);
    const question = this.#drawn[number].template.content.cloneNode(true);
    this.#stage.replaceChildren(title, question);
    this.#stage.addEventListener("knowledge-check", (event) => this.#take(event), { once: true });
    focusOn(title);
  }

  /** @param {CustomEvent<{right: boolean}>} event */
  #take(event) {
    this.#right.push(event.detail.right);
    const more = this.#right.length < this.#drawn.length;
    const next = elements.button(
      more ? "Next question" : "See the result",
      () => (more ? this.#showQuestion() : this.#showResult()),
      "ts-button",
    );
    this.#stage.append(next);
  }

  #showResult() {
    const of = this.#drawn.length;
    const right = this.#right.filter(Boolean).length;
    const passMark = Number(this.dataset.passMark);
    const passed = right * 100 >= passMark * of;
    const written = store.saveResult({ right, of, passed });
    const title = elements.element("h2", "ts-post-test__title", "Your result");
    this.#stage.replaceChildren(
      title,
      elements.element("p", "ts-post-test__score", `${scoreInWords({ right, of, passed })}`),
      elements.element("p", "", `The pass mark is ${passMark}%. ${progress.placeInWords(written)}`),
      this.#byModule(),
      elements.button("Try again with a new draw", () => this.#start(), "ts-button"),
    );
    focusOn(title);
  }

  /** How many were right in each module: for now only, and kept nowhere. */
  #byModule() {
    const list = elements.element("ul", "ts-post-test__modules");
    for (const module of this.#modules) {
      const asked = [...this.#drawn.keys()].filter((number) => this.#drawn[number].module === module.dataset.module);
      if (asked.length === 0) continue;
      const right = asked.filter((number) => this.#right[number]).length;
      const item = elements.element("li");
      const link = elements.element("a", "", module.textContent);
      link.href = module.dataset.overview;
      item.append(link, `: ${right} of ${asked.length} right${right < asked.length ? ". Worth another look." : "."}`);
      list.append(item);
    }
    return list;
  }

  #showTries() {
    const results = store.results();
    if (results.length === 0) {
      this.#tries.replaceChildren();
      return;
    }
    const list = elements.element("ol", "ts-post-test__list");
    for (const result of results) {
      list.append(elements.element("li", "", `${progress.day(result.date)}: ${scoreInWords(result)}`));
    }
    this.#tries.replaceChildren(elements.element("h2", "ts-post-test__title", "Your tries so far"), list);
  }
}

/** @param {{right: number, of: number, passed: boolean}} result */
function scoreInWords({ right, of, passed }) {
  return `${right} of ${of} right, ${Math.floor((right * 100) / of)}%. ${passed ? "Passed." : "Not passed."}`;
}

/** @param {HTMLElement} title */
function focusOn(title) {
  title.tabIndex = -1;
  title.focus();
}

/** @template T @param {T[]} values @returns {T[]} the same in chance order */
function shuffled(values) {
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(Math.random() * (last + 1));
    [mixed[last], mixed[chosen]] = [mixed[chosen], mixed[last]];
  }
  return mixed;
}

/**
 * Draw from the pool: first as many of each module as are asked for, then any others. A module with
 * fewer gives all it has. Where the modules' shares are more than the whole, the shares count.
 * @param {Entry[]} pool @param {number} questions @param {number} atLeast
 */
function draw(pool, questions, atLeast) {
  const left = shuffled(pool);
  const drawn = [];
  for (const module of new Set(pool.map((entry) => entry.module))) {
    drawn.push(...left.filter((entry) => entry.module === module).slice(0, atLeast));
  }
  const others = left.filter((entry) => !drawn.includes(entry));
  drawn.push(...others.slice(0, Math.max(0, questions - drawn.length)));
  return shuffled(drawn);
}

/** Another draw than the last one, wherever the pool has more than is drawn. */
function drawAnew(pool, questions, atLeast, last) {
  let drawn = draw(pool, questions, atLeast);
  const same = () => drawn.length === last.length && drawn.every((entry) => last.includes(entry));
  for (let tries = 0; tries < 20 && same(); tries += 1) drawn = draw(pool, questions, atLeast);
  return drawn;
}

customElements.define("post-test", PostTest);
