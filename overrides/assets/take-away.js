/**
 * Notes in the forms in which learners take them along: Markdown, a Word document, a backup.
 * Made on the device; a download is no request.
 *
 * @typedef {{module: string, exercise: string, text: string, prompt: string, title: string,
 *   moduleTitle: string, path: string, updated: string}} Note
 */

/** @param {string} date */
const writtenDay = (date) => new Date(date).toLocaleDateString("en-US", { dateStyle: "long" });

/** @param {Note[]} notes @returns {Map<string, Note[]>} under the modules' titles, in the order given */
function byModule(notes) {
  const groups = new Map();
  for (const note of notes) {
    const title = note.moduleTitle || note.module;
    groups.set(title, [...(groups.get(title) ?? []), note]);
  }
  return groups;
}

/** @param {Note} note */
const lastChanged = (note) => (note.updated ? `Last changed ${writtenDay(note.updated)}` : "");

/** @param {string} title @param {Note[]} notes */
function asMarkdown(title, notes) {
  const parts = [`# ${title}`];
  for (const [moduleTitle, inModule] of byModule(notes)) {
    parts.push(`## ${moduleTitle}`);
    for (const note of inModule) {
      parts.push(`### ${note.title || note.exercise}`);
      if (note.prompt) parts.push(note.prompt.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n"));
      parts.push(note.text, `*${lastChanged(note)}*`);
    }
  }
  return `${parts.filter((part) => part !== "**").join("\n\n")}\n`;
}

/** @param {string} title @param {Note[]} notes @returns {Blob} */
function asWordDocument(title, notes) {
  const paragraphs = [{ style: "Title", text: title }];
  for (const [moduleTitle, inModule] of byModule(notes)) {
    paragraphs.push({ style: "Heading1", text: moduleTitle });
    for (const note of inModule) {
      paragraphs.push({ style: "Heading2", text: note.title || note.exercise });
      if (note.prompt) paragraphs.push({ style: "Quote", text: note.prompt });
      paragraphs.push(...note.text.split(/\n{2,}/).map((text) => ({ style: "Normal", text })));
      paragraphs.push({ style: "Quote", text: lastChanged(note) });
    }
  }
  return globalThis.trainingSite.wordDocument(title, paragraphs.filter(({ text }) => text));
}

/** @param {string | Blob} content @param {string} name of the file @param {string} [type] */
function download(content, name, type = "text/plain") {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

globalThis.trainingSite ??= {};
globalThis.trainingSite.takeAway = Object.freeze({ asMarkdown, asWordDocument, byModule, download, writtenDay });
