/**
 * The backup of the notes and its way back: a JSON text, checked in full before anything is shown.
 * Knows nothing of pages; what it reads came from a file that anyone may have written.
 */

const KIND = "training-site-notes";
const BACKUP_FORMAT = 1;
const MOST_BYTES = 5_000_000;
const MOST_NOTES = 2_000;
const MOST_LETTERS = 200_000;
const ID = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** @param {string} title of the site */
function makeBackup(title) {
  const { store } = globalThis.trainingSite;
  const backup = { kind: KIND, format: BACKUP_FORMAT, site: title, made: new Date().toISOString(), notes: store.notes(), progress: store.allProgress() };
  return `${JSON.stringify(backup, null, 2)}\n`;
}

/** @param {File} file @returns {Promise<{backup: any} | {fault: string}>} */
async function readBackup(file) {
  if (file.size > MOST_BYTES) return { fault: "This file is larger than any backup of this site. Nothing was changed." };
  try {
    return checkBackup(JSON.parse(await file.text()));
  } catch {
    return { fault: "This file is not a backup: it cannot be read as JSON. Nothing was changed." };
  }
}

/** @param {any} found @returns {{backup: any} | {fault: string}} */
function checkBackup(found) {
  if (found?.kind !== KIND) return { fault: "This file is not a backup of a notebook like this one. Nothing was changed." };
  if (found.format !== BACKUP_FORMAT) return { fault: "This backup was made by another version of the site, which this one cannot read. Nothing was changed." };
  const { notes, progress = {} } = found;
  if (!Array.isArray(notes) || notes.length > MOST_NOTES) return { fault: "The list of notes in this backup is missing or too long. Nothing was changed." };
  const wrong = notes.findIndex((note) => !isNote(note));
  if (wrong >= 0) return { fault: `Note ${wrong + 1} in this backup is damaged. Nothing was changed.` };
  if (!isObject(progress) || !Object.keys(progress).every((id) => ID.test(id))) return { fault: "The progress in this backup is damaged. Nothing was changed." };
  return { backup: { notes, progress } };
}

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {any} note */
function isNote(note) {
  if (!isObject(note) || !ID.test(note.module) || !ID.test(note.exercise)) return false;
  const short = ["title", "moduleTitle", "path"].every((field) => isText(note[field], 1_000));
  const date = isText(note.updated, 40) && (note.updated === "" || !Number.isNaN(Date.parse(note.updated)));
  return short && date && isText(note.prompt, MOST_LETTERS) && isText(note.text, MOST_LETTERS);
}

/** @param {unknown} value @param {number} most */
const isText = (value, most) => typeof value === "string" && value.length <= most;

/**
 * What restoring would change.
 * @param {{notes: any[]}} backup
 */
function compare({ notes }) {
  const { store } = globalThis.trainingSite;
  const pairs = notes.map((note) => ({ note, here: store.note(note.module, note.exercise) }));
  return {
    added: pairs.filter(({ here }) => !here?.text).map(({ note }) => note),
    same: pairs.filter(({ note, here }) => here?.text && here.text === note.text),
    different: pairs.filter(({ note, here }) => here?.text && here.text !== note.text),
  };
}

globalThis.trainingSite ??= {};
globalThis.trainingSite.backup = Object.freeze({ makeBackup, readBackup, compare });
