// The editor as a whole: which file and part are open, what is wrong with it, and who is told when that
// changes. It hands the work on: `shown` draws, `checks` and `saving` ask the server, `problems` shows.

import "./bar.js";
import { Checks } from "./checks.js";
import { drawContents } from "./contents.js";
import { make } from "./dom.js";
import { cardOf, focusField, typedAt, typeOn } from "./fields.js";
import { forgetNames } from "./forms.js";
import { say, tell } from "./notices.js";
import { OpenFile } from "./opened.js";
import { belongs, isSame, partAt, partsOf } from "./parts.js";
import { showPreview, togglePreview } from "./preview.js";
import { showProblems } from "./problems.js";
import { askAboutDraft } from "./questions.js";
import { mayLeave, save, undo } from "./saving.js";
import { ask } from "./server.js";
import { drawPart, focusPart, renamePart } from "./shown.js";

const $ = (id) => document.getElementById(id);

/**
 * @implements {import("./cards.js").Desk}
 * @implements {import("./checks.js").Asker}
 */
export class Editor {
  files = [];
  /** @type {OpenFile | null} */
  file = null;
  /** @type {import("./parts.js").Place} where the part begins that is shown */
  place = [];
  problems = [];
  /** @type {import("./forms.js").Form[]} */
  forms = [];
  checks = new Checks(this);
  saves = 0;
  isSaving = false;

  get known() {
    return this.file.known;
  }

  get isDirty() {
    return Boolean(this.file?.isDirty);
  }

  // Opening

  async start() {
    try {
      await this.refreshFiles();
      if (this.files.length) await this.openFile(this.files[0].name);
    } catch (error) {
      this.fail(error);
    }
  }

  async refreshFiles(answer) {
    const { files, undo: saves } = answer ?? (await ask("files"));
    this.files = files;
    this.saves = saves.length;
    turnOff($("undo"), !this.saves);
  }

  /** Show a part of a file, which may be another one than the open one. */
  async go(name, place = []) {
    if (this.file?.name === name) {
      this.showPart(place);
      return;
    }
    if (this.isDirty && !(await mayLeave(this))) return;
    try {
      await this.openFile(name);
      focusPart();
    } catch (error) {
      this.fail(error);
    }
  }

  async openFile(name) {
    const opened = await ask("open", { name });
    this.open(opened, []);
    if (!opened.kept) return;
    const wish = await askAboutDraft(opened);
    if (wish === "continue") {
      this.open(await ask("open-kept", { name }), this.place, this.file.saved);
      this.changed();
    } else if (wish === "delete") {
      this.open(await ask("drop", { name }), []);
      await this.refreshFiles();
    }
  }

  /** Put a file on the table as the server gives it; `saved` if something else than it counts as saved. */
  open(answer, place, saved) {
    this.file = new OpenFile(answer, saved);
    this.problems = answer.problems;
    forgetNames();
    this.showPart(place, false);
    document.title = `${this.file.title} – Course editor`;
    this.checks.opened();
    this.showState();
  }

  /**
   * Put the file on the table as it was saved, with what was typed meanwhile, and leave the page as it looks.
   * @param {object} saved what the server says about the file now
   * @param {string} sent what was written when it was asked
   */
  openSaved(saved, sent) {
    const values = this.file.written === sent ? saved.values : this.file.values;
    const typed = typedAt(this.forms);
    const openCards = [...document.querySelectorAll("#part .card:has([aria-expanded=true])")].map((card) => card.dataset.place);
    const top = window.scrollY;
    this.open({ ...saved, values }, this.place, new OpenFile(saved).written);
    for (const card of document.querySelectorAll("#part .card")) if (openCards.includes(card.dataset.place)) card.openCard();
    if (typed) typeOn(typed, this.forms);
    window.scrollTo(0, top);
    if (this.isDirty) this.changed();
  }

  showPart(place, focus = true) {
    const part = partAt(this.file, place) ?? partsOf(this.file)[0];
    this.place = part.place;
    drawPart(this.file, part, this, (other) => this.showPart(other));
    if (focus) focusPart();
    this.redraw();
    this.checks.tryNow();
  }

  // Changing

  changed() {
    this.showState();
    this.checks.changed();
    const part = partAt(this.file, this.place);
    if (part) renamePart(part.title);
    this.drawContents();
  }

  tried(answer) {
    // What other files say about this one is known from the last full check only.
    this.problems = [...answer.problems, ...this.problems.filter((problem) => problem.full && answer.shown)];
    showPreview(answer);
    this.redraw();
  }

  checked({ problems }) {
    this.problems = problems.map((problem) => ({ ...problem, full: true }));
    this.redraw();
  }

  // Showing

  redraw() {
    this.drawContents();
    this.drawn();
  }

  drawContents() {
    const focused = document.activeElement;
    const inside = $("contents").contains(focused);
    const words = focused?.textContent;
    drawContents($("contents"), this.files, this.file, this.place, this.problems, (name, place) => this.go(name, place));
    if (inside) [...$("contents").querySelectorAll("button")].find((button) => button.textContent === words)?.focus();
  }

  /** Fields were drawn anew, so their problems are shown anew. */
  drawn() {
    showProblems(this.problems, partAt(this.file, this.place), this.forms, (place) => this.goTo(place));
  }

  /** Lead to the field at a place, in whichever part it is. */
  goTo(place) {
    const part = partsOf(this.file).find((each) => belongs(place, each));
    if (!isSame(part.place, this.place)) this.showPart(part.place, false);
    cardOf(place)?.openCard();
    this.drawn();
    focusField(place, this.forms);
  }

  showState() {
    const dirty = this.isDirty;
    turnOff($("save"), !dirty);
    say(dirty ? "Changes are not saved yet." : this.file ? "All saved." : "");
  }

  fail(error) {
    tell(error.message);
    if (!this.file) {
      $("part").replaceChildren(make("h1", { text: "The editor cannot go on" }), make("p", { text: error.message }));
    }
  }
}

/** Show that a button has nothing to do; it keeps the focus, and says why when it is pressed. */
function turnOff(button, off) {
  button.setAttribute("aria-disabled", String(off));
}

const editor = new Editor();
$("save").addEventListener("click", () => save(editor));
$("undo").addEventListener("click", () => undo(editor));
$("look").addEventListener("click", togglePreview);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    if (!$("dialog").open) save(editor);
  }
});
window.addEventListener("beforeunload", (event) => {
  if (editor.isDirty) event.preventDefault();
});
if (window.matchMedia("(max-width: 62rem)").matches) {
  $("contents-fold").open = false;
  togglePreview();
}
editor.start();
