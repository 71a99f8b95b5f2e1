// Saving the open file, and what belongs to it: a draft when the course would break, the choice when
// someone else changed the file, taking the last save back, and leaving with changes that are not saved.
// It asks the server and the person, and tells the editor what is open then; it draws nothing itself.

import { say, tell } from "./notices.js";
import { OpenFile } from "./opened.js";
import { askAboutConflict, askAboutMistakes, askAboutUnsaved } from "./questions.js";
import { ask } from "./server.js";

/** @typedef {import("./editor.js").Editor} Editor */

/** Write the changes, unless there are none. @param {Editor} editor */
export async function save(editor) {
  if (editor.isSaving) return;
  if (!editor.isDirty) {
    tell("There is nothing new to save.");
    return;
  }
  editor.checks.rest();
  editor.isSaving = true;
  say("Checking and saving…");
  const { file } = editor;
  const sent = file.written;
  try {
    const answer = await ask("save", file.change);
    if (answer.conflict) await settleConflict(editor, answer.conflict);
    else if (answer.invalid) await offerDraft(editor, answer.invalid);
    else {
      await editor.refreshFiles(answer);
      if (editor.file === file) editor.openSaved(answer.saved, sent);
      tell(answer.changed ? `Saved in modules/${answer.saved.name}.yml.` : "Nothing had changed.");
    }
  } catch (error) {
    editor.fail(error);
  }
  editor.isSaving = false;
  editor.showState();
}

/** Take the last save back. @param {Editor} editor */
export async function undo(editor) {
  if (!editor.saves) {
    tell("There is no save to undo.");
    return;
  }
  if (editor.isDirty && !(await mayLeave(editor))) return;
  try {
    const answer = await ask("undo");
    if (answer.refused) {
      tell(answer.refused);
      return;
    }
    await editor.refreshFiles(answer);
    editor.open(await ask("open", { name: answer.undone }), answer.undone === editor.file?.name ? editor.place : []);
    tell(`Took the last save of modules/${answer.undone}.yml back.`);
  } catch (error) {
    editor.fail(error);
  }
}

/** Whether the open file may be left; its changes are then kept or thrown away. @param {Editor} editor */
export async function mayLeave(editor) {
  const wish = await askAboutUnsaved(editor.file);
  if (wish === "keep") await editor.refreshFiles(await ask("keep", editor.file.change));
  return wish !== "stay";
}

async function offerDraft(editor, problems) {
  editor.checked({ problems });
  if ((await askAboutMistakes(problems)) !== "keep") return;
  await editor.refreshFiles(await ask("keep", editor.file.change));
  editor.file.settle();
  editor.drawContents();
  tell("Kept as a draft. The course is unchanged.");
}

async function settleConflict(editor, conflict) {
  const { file, place } = editor;
  const wish = await askAboutConflict(conflict);
  if (wish === "join") {
    const { values } = await ask("join", file.change);
    const now = await ask("open", { name: file.name });
    editor.open({ ...now, values }, place, new OpenFile(now).written);
    editor.changed();
    tell("Your changes are on top of the file as it is now. Look them over, then save.");
  } else if (wish === "take") {
    editor.open(await ask("open", { name: file.name }), place);
    tell("This is the file as it is now.");
  }
}
