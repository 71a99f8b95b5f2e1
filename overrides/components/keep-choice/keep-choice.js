/**
 * Where notes are: asks once, then says which is on and lets it be changed at any time.
 *
 * Keep on this device, or don't keep, as on a shared computer. Without it nothing can be written, so
 * there is nothing to choose.
 */
class KeepChoice extends HTMLElement {
  #changing = false;
  #stop = () => {};

  connectedCallback() {
    const { store } = globalThis.trainingSite;
    this.#stop = store.subscribe((change) => {
      if (change.kind === "mode" || change.kind === "everything") this.#show();
    });
    this.#show();
  }

  disconnectedCallback() {
    this.#stop();
  }

  #show() {
    const { store } = globalThis.trainingSite;
    if (store.isApart()) {
      this.dataset.mode = "apart";
      this.replaceChildren(this.#onThisPage());
      return;
    }
    const asking = this.#changing || store.mode() === "unasked";
    this.dataset.mode = store.mode();
    this.replaceChildren(asking ? this.#question() : this.#answer());
  }

  /** Nothing to choose: a page from disk in a browser that keeps such pages apart. */
  #onThisPage() {
    const { element } = globalThis.trainingSite.elements;
    const box = element("div", "ts-keep");
    box.append(element("p", "ts-keep__words", "You opened this page from disk, and this browser keeps such pages apart: what you write is on this page only and gone when you leave it. Print or download it before, or open the copy in Chrome or Edge, which keep notes."));
    return box;
  }

  #question() {
    const { element, button } = globalThis.trainingSite.elements;
    const group = element("div", "ts-keep ts-keep--asking");
    const question = element("p", "ts-keep__question", "Where should your notes be?");
    question.id = `${this.#name}-question`;
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", question.id);
    const options = element("div", "ts-keep__options");
    options.append(
      this.#option("Keep them on this device", `In this browser, until you erase them. Whoever uses this browser can read them.${FROM_DISK}`, "keep"),
      this.#option("Don’t keep them", "For a shared computer: write, then print or download. They are gone when this tab closes.", "session"),
    );
    group.append(question, options);
    if (this.#changing) group.append(button("Leave it as it is", () => this.#settle(), "ts-link-button"));
    return group;
  }

  /** @param {string} label @param {string} meaning @param {"keep" | "session"} mode */
  #option(label, meaning, mode) {
    const { element, button } = globalThis.trainingSite.elements;
    const option = element("div", "ts-keep__option");
    const choose = button(label, () => this.#choose(mode));
    const words = element("p", "ts-keep__meaning", meaning);
    words.id = `${this.#name}-${mode}`;
    choose.setAttribute("aria-describedby", words.id);
    option.append(choose, words);
    return option;
  }

  #answer() {
    const { store, elements } = globalThis.trainingSite;
    const box = elements.element("div", "ts-keep");
    const words = elements.element("p", "ts-keep__words", KeepChoice.sentence(store));
    words.tabIndex = -1;
    const change = elements.button("Change where notes are kept", () => this.#ask(), "ts-link-button");
    box.append(words, change);
    return box;
  }

  /** @param {{mode: () => string, isOnDevice: () => boolean, countKept: () => number}} store */
  static sentence(store) {
    if (store.mode() === "keep" && !store.isOnDevice()) return "You chose to keep your notes on this device, but this browser does not keep them now.";
    if (store.mode() === "keep") return "Your notes are kept on this device, in this browser.";
    const kept = store.countKept();
    const earlier = kept === 0 ? "" : ` ${kept === 1 ? "One note" : `${kept} notes`} kept earlier ${kept === 1 ? "is" : "are"} still on this device.`;
    return `${globalThis.trainingSite.session?.why ?? ""}Your notes are not kept: they are gone when this tab closes. Print or download them before.${earlier}`;
  }

  #ask() {
    this.#changing = true;
    this.#show();
    this.querySelector("button")?.focus();
  }

  /** @param {"keep" | "session"} mode */
  #choose(mode) {
    this.#changing = false;
    const { store } = globalThis.trainingSite;
    const written = store.setMode(mode);
    if (mode === "keep" && written.kept) store.askToStay();
    this.#settle();
  }

  #settle() {
    this.#changing = false;
    this.#show();
    /** @type {HTMLElement | null} */ (this.querySelector(".ts-keep__words"))?.focus();
  }

  get #name() {
    this.id ||= `keep-choice-${[...document.querySelectorAll("keep-choice")].indexOf(this) + 1}`;
    return this.id;
  }
}

/** All pages from disk share one storage, where a browser lets them have any. */
const FROM_DISK = location.protocol === "file:" ? " So can other web pages that you open from disk." : "";

customElements.define("keep-choice", KeepChoice);
