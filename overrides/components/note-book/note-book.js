/**
 * The notebook: all notes of the site by module, to search, print, take along, restore and erase.
 *
 * Without it the page lists all reflections with their links. A note whose exercise is gone is
 * shown too; what is shown is text, never markup.
 */
class NoteBook extends HTMLElement {
  /** Where each exercise of the course is: `module/exercise`. @type {Map<string, HTMLAnchorElement>} */
  #exercises = new Map();
  /** @type {Map<string, string>} */
  #titles = new Map();
  /** @type {HTMLElement} */ #notes;
  /** @type {HTMLInputElement} */ #search;
  /** @type {HTMLElement} */ #count;
  /** @type {HTMLElement} */ #news;
  /** @type {HTMLElement} */ #stay;
  #stop = () => {};

  connectedCallback() {
    if (!this.#notes) this.#build();
    this.#stop = globalThis.trainingSite.store.subscribe(() => this.#show());
    this.#show();
  }

  disconnectedCallback() {
    this.#stop();
  }

  #build() {
    for (const section of this.querySelectorAll("section[data-module]")) {
      const { module, title } = /** @type {HTMLElement} */ (section).dataset;
      this.#titles.set(module ?? "", title ?? "");
      for (const item of section.querySelectorAll("[data-exercise]")) {
        const { exercise } = /** @type {HTMLElement} */ (item).dataset;
        this.#exercises.set(`${module}/${exercise}`, /** @type {HTMLAnchorElement} */ (item.querySelector("a")));
      }
    }
    this.querySelector("[data-without]")?.remove();
    const { element, status } = globalThis.trainingSite.elements;
    this.#notes = element("div", "ts-notebook__notes");
    this.#count = status("ts-notebook__count");
    this.#news = status("ts-notebook__news");
    this.#stay = element("p", "ts-notebook__stay");
    this.prepend(element("keep-choice"), this.#stay, this.#searchField(), this.#count, this.#actions(), this.#news, this.#notes);
    this.append(this.#restoring(), this.#erasing());
  }

  // The notes

  #show() {
    const { store, takeAway, elements } = globalThis.trainingSite;
    const all = this.#ordered();
    const words = plain(this.#search.value).split(" ").filter(Boolean);
    const found = all.filter((note) => words.every((word) => plain(`${note.title} ${note.prompt} ${note.text}`).includes(word)));
    this.#notes.replaceChildren();
    for (const [title, notes] of takeAway.byModule(found)) {
      this.#notes.append(elements.element("h2", "ts-notebook__title", title), ...notes.map((note) => this.#note(note)));
    }
    this.#count.textContent = countInWords(all.length, found.length, words.length > 0);
    this.#markList();
    store.isToStay().then((stays) => {
      this.#stay.textContent = stays ? "This browser has promised not to clear this site’s storage by itself." : "";
    });
  }

  /** Every note, in the order of the course; those of exercises that are gone come last. */
  #ordered() {
    const order = [...this.#exercises.keys()];
    const place = ({ module, exercise }) => {
      const found = order.indexOf(`${module}/${exercise}`);
      return found < 0 ? order.length : found;
    };
    const notes = globalThis.trainingSite.store.notes().filter(({ text }) => text);
    return notes
      .map((note) => ({ ...note, moduleTitle: this.#titles.get(note.module) ?? note.moduleTitle }))
      .sort((one, other) => place(one) - place(other));
  }

  /** @param {any} note */
  #note(note) {
    const { elements, takeAway } = globalThis.trainingSite;
    const { element, button } = elements;
    const card = element("article", "ts-card ts-notebook__note");
    const title = element("h3", "ts-card__title");
    const there = this.#exercises.get(`${note.module}/${note.exercise}`);
    const name = note.title || note.exercise;
    if (there) {
      const link = /** @type {HTMLAnchorElement} */ (element("a", "", there.textContent ?? name));
      link.href = there.href;
      title.append(link);
    } else {
      title.textContent = name;
    }
    card.append(title);
    if (!there) card.append(element("p", "ts-notebook__gone", "This exercise is no longer in the course. Your note stays until you erase it."));
    if (note.prompt) card.append(element("blockquote", "ts-notebook__prompt", note.prompt));
    const text = element("p", "ts-notebook__text", note.text);
    text.translate = false;
    const foot = element("p", "ts-notebook__foot", note.updated ? `Last changed ${takeAway.writtenDay(note.updated)}. ` : "");
    foot.append(button("Erase this note", () => this.#eraseNote(note), "ts-link-button"));
    card.append(text, foot);
    return card;
  }

  /** Below the notes, the list of all reflections says which have one. */
  #markList() {
    const { store, elements } = globalThis.trainingSite;
    for (const [key, link] of this.#exercises) {
      const [module, exercise] = key.split("/");
      link.parentElement?.querySelector(".ts-notebook__written")?.remove();
      if (store.note(module, exercise)?.text) link.after(elements.element("span", "ts-notebook__written", " (written)"));
    }
  }

  #searchField() {
    const { element } = globalThis.trainingSite.elements;
    const field = element("p", "ts-notebook__search");
    const label = /** @type {HTMLLabelElement} */ (element("label", "", "Search your notes"));
    this.#search = document.createElement("input");
    this.#search.type = "search";
    this.#search.id = label.htmlFor = "ts-notebook-search";
    for (const [name, value] of Object.entries({ autocomplete: "off", spellcheck: "false", translate: "no", "data-gramm": "false" })) this.#search.setAttribute(name, value);
    this.#search.addEventListener("input", () => this.#show());
    field.append(label, this.#search);
    return field;
  }

  // Taking along

  #actions() {
    const { element, button } = globalThis.trainingSite.elements;
    const { takeAway, backup } = globalThis.trainingSite;
    const group = element("div", "ts-notebook__actions");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Take your notes along");
    group.append(
      button("Print", () => this.#take("print", () => print())),
      button("Download as Markdown", () => this.#take("download", (title, notes) => takeAway.download(takeAway.asMarkdown(title, notes), "notebook.md", "text/markdown"))),
      button("Download for Word", () => this.#take("download", (title, notes) => takeAway.download(takeAway.asWordDocument(title, notes), "notebook.docx"))),
      button("Download a backup", () => this.#take("download", (title) => takeAway.download(backup.makeBackup(title), "notebook-backup.json", "application/json"))),
    );
    return group;
  }

  /** @param {string} doing @param {(title: string, notes: any[]) => void} go */
  async #take(doing, go) {
    this.#search.value = "";
    this.#show();
    const notes = this.#ordered();
    if (notes.length === 0) {
      this.#say(`There is nothing to ${doing} yet.`);
      return;
    }
    this.#say("");
    if (await globalThis.trainingSite.askAboutDetails(notes.map(({ text }) => text).join("\n"), doing)) {
      go(`${this.dataset.siteTitle}: my notes`, notes);
    }
  }

  // Restoring

  #restoring() {
    const { element } = globalThis.trainingSite.elements;
    const box = element("section", "ts-notebook__restore");
    const label = /** @type {HTMLLabelElement} */ (element("label", "", "Backup file"));
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".json,application/json";
    input.id = label.htmlFor = "ts-notebook-file";
    const preview = element("div", "ts-notebook__preview");
    preview.setAttribute("role", "status");
    input.addEventListener("change", async () => {
      const [file] = input.files ?? [];
      if (!file) return;
      const read = await globalThis.trainingSite.backup.readBackup(file);
      input.value = "";
      preview.replaceChildren(...("fault" in read ? [element("p", "ts-notebook__fault", read.fault)] : this.#preview(read.backup, preview)));
    });
    box.append(element("h2", "", "Restore a backup"), element("p", "", "You see first what would change. No note is replaced unless you say so."), label, input, preview);
    return box;
  }

  /** @param {any} backup @param {HTMLElement} preview @returns {HTMLElement[]} */
  #preview(backup, preview) {
    const { element, button } = globalThis.trainingSite.elements;
    const { added, same, different } = globalThis.trainingSite.backup.compare(backup);
    const facts = element("ul", "ts-notebook__changes");
    facts.append(
      element("li", "", `${added.length === 1 ? "1 note" : `${added.length} notes`} would be added`),
      element("li", "", `${same.length} already here, with the same words`),
      element("li", "", `${different.length} here with other words`),
    );
    const shown = added.map((note) => {
      const one = element("details", "ts-more");
      one.append(element("summary", "", `Would be added: ${note.title || note.exercise}`), element("p", "ts-notebook__text", note.text));
      return one;
    });
    const choices = different.map((pair, index) => this.#choiceOf(pair, index));
    const buttons = element("p", "ts-notebook__buttons");
    buttons.append(
      button("Restore", () => this.#restore(backup, added, choices, preview), "ts-button"),
      button("Leave everything as it is", () => preview.replaceChildren(element("p", "", "Nothing was changed."))),
    );
    return [facts, ...shown, ...choices.map(({ box }) => box), buttons];
  }

  /** @param {{note: any, here: any}} pair @param {number} index */
  #choiceOf({ note, here }, index) {
    const { element } = globalThis.trainingSite.elements;
    const box = element("fieldset", "ts-notebook__choice");
    box.append(element("legend", "", note.title || note.exercise));
    for (const [lead, text] of [["Here:", here.text], ["In the backup:", note.text]]) {
      box.append(element("p", "ts-notebook__lead", lead), element("p", "ts-notebook__text", text));
    }
    const options = [["here", "Keep what is here"], ["both", "Keep both, one below the other"], ["backup", "Take the backup instead"]];
    for (const [value, words] of options) {
      const label = element("label", "ts-notebook__option");
      const radio = document.createElement("input");
      radio.type = "radio";
      radio.name = `ts-restore-${index}`;
      radio.value = value;
      radio.checked = value === "here";
      label.append(radio, ` ${words}`);
      box.append(label);
    }
    return { box, note, here };
  }

  /** @param {any} backup @param {any[]} added @param {any[]} choices @param {HTMLElement} preview */
  #restore(backup, added, choices, preview) {
    const { store, elements } = globalThis.trainingSite;
    const written = added.map((note) => store.saveNote(note.module, note.exercise, note));
    for (const { box, note, here } of choices) {
      const choice = /** @type {HTMLInputElement | null} */ (box.querySelector("input:checked"))?.value;
      if (choice === "here") continue;
      const text = choice === "both" ? store.joinTexts(here.text, note.text) : note.text;
      written.push(store.saveNote(note.module, note.exercise, { ...note, text }));
    }
    for (const [module, progress] of Object.entries(backup.progress)) written.push(store.addProgress(module, progress));
    const lost = written.find(({ kept }) => !kept);
    preview.replaceChildren(elements.element("p", "", `Restored. ${lost ? LOST[lost.reason] : "Everything is kept on this device."}`));
  }

  // Erasing

  #erasing() {
    const { element, button } = globalThis.trainingSite.elements;
    const box = element("section", "ts-notebook__erase");
    const label = /** @type {HTMLLabelElement} */ (element("label", "", "Module"));
    const modules = document.createElement("select");
    modules.id = label.htmlFor = "ts-notebook-module";
    modules.append(...[...this.#titles].map(([id, title]) => new Option(title, id)));
    const one = element("p", "ts-notebook__buttons");
    one.append(label, modules, button("Erase this module’s notes and progress", () => this.#eraseModule(modules.value)));
    const all = element("p", "ts-notebook__buttons");
    all.append(button("Erase everything", () => this.#eraseEverything()));
    box.append(element("h2", "", "Erase"), element("p", "", "Erasing cannot be undone. Downloads that you made are not touched."), one, all);
    return box;
  }

  /** @param {any} note */
  async #eraseNote(note) {
    const { ask, store } = globalThis.trainingSite;
    const name = note.title || note.exercise;
    if (!(await ask({ question: "Erase this note?", details: [`“${name}” cannot be brought back.`], yes: "Erase it", no: "Keep it" }))) return;
    store.eraseNote(note.module, note.exercise);
    this.#say(store.note(note.module, note.exercise) === null ? `Erased: “${name}”.` : NOT_ERASED);
  }

  /** @param {string} module */
  async #eraseModule(module) {
    const { ask, store } = globalThis.trainingSite;
    const mine = () => store.notes().filter((note) => note.module === module).length;
    const title = this.#titles.get(module);
    const details = [`${count(mine())} and your progress in “${title}” cannot be brought back.`];
    if (!(await ask({ question: "Erase this module?", details, yes: "Erase it", no: "Keep it" }))) return;
    store.eraseModule(module);
    this.#say(mine() === 0 ? `Erased: all notes and progress of “${title}”.` : NOT_ERASED);
  }

  async #eraseEverything() {
    const { ask, store } = globalThis.trainingSite;
    const details = [`All notes (${Math.max(store.notes().length, store.countKept())}), your progress, your results, and your choice where notes are kept cannot be brought back.`];
    if (!(await ask({ question: "Erase everything?", details, yes: "Erase everything", no: "Keep everything" }))) return;
    store.eraseEverything();
    this.#say(store.isEmpty() ? "Erased, and checked: this browser holds nothing more that you wrote or did here." : NOT_ERASED);
  }

  /** @param {string} words */
  #say(words) {
    this.#news.textContent = words;
    if (words) this.#news.scrollIntoView({ block: "nearest" });
  }
}

const NOT_ERASED = "The browser did not let the site erase it. Clear the site’s data in the browser’s settings.";

const NEWER = "A newer version of this site has kept notes in this browser. This page is older and cannot read them: reload it. Your notes are still there.";

const APART = "No notes can be gathered here: they are only on the pages where you write them, until you leave those.";

/** @type {Record<string, string>} */
const LOST = {
  full: "But this browser’s storage is full: some of it is in this tab only.",
  newer: "But a newer version of this site has kept notes here: it is in this tab only. Reload the page.",
  refused: "But this browser lets the site keep nothing: it is in this tab only.",
  apart: "But it is on this page only and gone when you leave it: this browser keeps pages from disk apart.",
  "not-keeping": "It is in this tab only, because notes are not kept on this device.",
};

/** @param {number} number */
const count = (number) => (number === 1 ? "1 note" : `${number} notes`);

/** @param {number} all @param {number} found @param {boolean} searching */
function countInWords(all, found, searching) {
  if (globalThis.trainingSite.store.whyShut() === "newer") return NEWER;
  if (all === 0 && globalThis.trainingSite.store.isApart()) return APART;
  if (all === 0) return "You have not written anything yet.";
  return searching ? `${found} of ${count(all)}` : count(all);
}

/** As the search compares: without case, accents and curls. @param {string} text */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').toLowerCase();

customElements.define("note-book", NoteBook);
