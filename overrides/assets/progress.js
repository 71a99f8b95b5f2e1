/**
 * A learner's progress in words, for every component that shows it.
 *
 * Asks the store and knows nothing of pages: a component hands in what a module has, and gets
 * sentences back. Something that the course no longer has counts nowhere.
 *
 * @typedef {{module: string, units: string[], exercises: string[], questions: string[]}} Parts
 */

/** @returns {typeof globalThis.trainingSite.store} */
const store = () => globalThis.trainingSite.store;

/** @param {number} number @param {string} one @param {string} many */
const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/** @param {string} date in ISO form @returns {string} the day here, such as November 23, 2026 */
const day = (date) => new Date(date).toLocaleDateString("en-US", { dateStyle: "long" });

/** @param {string | undefined} ids with spaces between @returns {string[]} */
const list = (ids) => (ids ?? "").split(" ").filter(Boolean);

/** What a module has, from the data attributes of its element. @param {HTMLElement} place @returns {Parts} */
function partsOf({ dataset }) {
  const { module = "", units, exercises, questions } = dataset;
  return { module, units: list(units), exercises: list(exercises), questions: list(questions) };
}

/** @param {string} module @param {string} exercise whether a note is written for it */
const hasNote = (module, exercise) => Boolean(store().note(module, exercise)?.text.trim());

/** An exercise is done when its note is written or the learner says so. @param {string} module @param {string} exercise */
const isDone = (module, exercise) => hasNote(module, exercise) || exercise in store().progress(module).exercises;

/** @param {Parts} parts @returns {{read: number, done: number, answered: number}} */
function counted({ module, units, exercises, questions }) {
  const progress = store().progress(module);
  return {
    read: units.filter((id) => id in progress.units).length,
    done: exercises.filter((id) => isDone(module, id)).length,
    answered: questions.filter((id) => id in progress.check).length,
  };
}

/** @param {number} some @param {number} all @param {string} one @param {string} many @param {string} did */
function share(some, all, one, many, did) {
  if (all === 1) return `The ${one} ${some === 1 ? "is" : "is not"} ${did}${some === 1 ? "" : " yet"}`;
  if (some === 0) return `None of ${all} ${many} ${did} yet`;
  return some === all ? `All ${all} ${many} ${did}` : `${some} of ${all} ${many} ${did}`;
}

/** @param {Parts} parts such as `3 of 10 units read` */
const unitsInWords = (parts) => share(counted(parts).read, parts.units.length, "unit", "units", "read");

/** @param {Parts} parts */
const exercisesInWords = (parts) =>
  share(counted(parts).done, parts.exercises.length, "exercise", "exercises", "done");

/** @param {Parts} parts */
const questionsInWords = (parts) =>
  share(counted(parts).answered, parts.questions.length, "question", "questions", "answered");

/** @param {import("./store").Progress} progress whether anything is marked in it */
const isBegun = (progress) => Object.values(progress).some((part) => Object.keys(part).length > 0);

/** @param {string} module */
const hasProgress = (module) => isBegun(store().progress(module));

/** Whether anything at all is marked, in modules that are gone too, or a page or a score remembered. */
const hasAnyProgress = () =>
  Object.values(store().allProgress()).some(isBegun) ||
  store().lastVisited() !== null ||
  store().results().length > 0;

/** When the last unit of a module was read. @param {Parts} parts @returns {string | null} null before that */
function completedOn({ module, units }) {
  const dates = units.map((id) => store().progress(module).units[id]);
  return units.length > 0 && dates.every(Boolean) ? dates.reduce((a, b) => (a > b ? a : b)) : null;
}

/** Where a write is. @param {{kept: boolean, reason?: string}} written */
function placeInWords(written) {
  const { session } = globalThis.trainingSite;
  if (session) return session.inWords(written);
  if (written.kept) return "Kept in this browser only.";
  if (store().isApart()) return "Not kept: it goes when you leave this page. Opened from disk, this browser keeps pages apart.";
  if (store().mode() === "session") return "Not kept: it goes when this tab closes, as you chose.";
  if (written.reason === "newer") return "Not kept: a newer version of this site has been used here. Reload the page.";
  return written.reason === "full"
    ? "Not kept: this browser's storage for the site is full. It is lost when you close the tab."
    : "Not kept: this browser does not let the site store anything. It is lost when you leave the page.";
}

globalThis.trainingSite ??= {};
globalThis.trainingSite.progress = Object.freeze({
  completedOn,
  count,
  counted,
  day,
  exercisesInWords,
  hasAnyProgress,
  hasNote,
  hasProgress,
  isDone,
  partsOf,
  placeInWords,
  questionsInWords,
  unitsInWords,
});
