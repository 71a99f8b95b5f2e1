// The questions that the editor asks before it goes on with a file, in the words that people read. Each
// gives the wish of the person as a word; leaving the dialog is always the wish that changes nothing.

import { askPerson } from "./dialog.js";
import { make } from "./dom.js";
import { errorsFirst, messageOf } from "./severity.js";

const MOST_LISTED = 12;

/**
 * There is a draft of the file that was opened.
 * @returns {Promise<"continue" | "later" | "delete">}
 */
export async function askAboutDraft({ title, kept }) {
  const when = new Date(kept.when * 1000).toLocaleString();
  const chosen = await askPerson(
    "There is an unfinished draft",
    [make("p", { text: `You kept a draft of “${title}” on ${when}. It is not part of the course.` })],
    ["Go on with the draft", "Leave it for later", "Delete the draft"],
    1,
  );
  return ["continue", "later", "delete"][chosen];
}

/**
 * The file is about to be left with changes that are not saved.
 * @returns {Promise<"stay" | "keep" | "discard">}
 */
export async function askAboutUnsaved({ title }) {
  const chosen = await askPerson(
    "There are changes that are not saved",
    [make("p", { text: `“${title}” has changes that are not saved.` })],
    ["Stay here", "Keep them as a draft", "Throw them away"],
  );
  return ["stay", "keep", "discard"][chosen];
}

/**
 * The course could not be built with what was to be saved.
 * @returns {Promise<"stay" | "keep">}
 */
export async function askAboutMistakes(problems) {
  const list = make("ul");
  for (const problem of errorsFirst(problems).slice(0, MOST_LISTED)) list.append(make("li", {}, ...messageOf(problem)));
  if (problems.length > MOST_LISTED) list.append(make("li", { text: `And ${problems.length - MOST_LISTED} more.` }));
  const chosen = await askPerson(
    "Not saved yet: there is something to mend",
    [
      make("p", { text: "With these changes the course could not be built, so the file stays as it was." }),
      list,
      make("p", { text: "A draft is kept on this computer and is no part of the course. The editor offers it when you open this file again." }),
    ],
    ["Go on editing", "Keep as a draft"],
  );
  return ["stay", "keep"][chosen];
}

/**
 * Someone else changed the file since it was opened.
 * @returns {Promise<"join" | "take" | "stay">}
 */
export async function askAboutConflict({ mine, theirs, clashes }) {
  const both = clashes.map((clash) => change(clash.where, make("p", { text: `In the file now: ${clash.theirs || "deleted"}` }), make("p", { text: `Here: ${clash.mine || "deleted"}` })));
  const chosen = await askPerson(
    "The file was changed meanwhile",
    [
      make("p", { text: "Another program or person changed this file since you opened it. Nothing was overwritten." }),
      ...changes("Changed in the file", theirs),
      ...changes("Changed here", mine),
      ...(both.length ? [make("h3", { text: "Changed by both" }), make("ul", { class: "changes" }, ...both)] : []),
    ],
    ["Put my changes on top", "Take the file as it is now", "Go on editing"],
    2,
  );
  return ["join", "take", "stay"][chosen];
}

function changes(title, rows) {
  const list = rows.map((row) => change(row.where, make("del", { text: row.before }), make("ins", { text: row.after })));
  return [make("h3", { text: title }), list.length ? make("ul", { class: "changes" }, ...list) : make("p", { text: "Only comments or spaces." })];
}

function change(where, ...versions) {
  return make("li", {}, make("strong", { text: where }), ...versions);
}
