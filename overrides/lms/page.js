/**
 * On each page of a package for a learning-management system, before any other script of ours:
 * hands progress to the session that the page around this one holds. A note is never handed on.
 *
 * Where that page is missing, because this one was opened by itself, progress stays in the tab.
 */
const shell = shellAround();

/** @returns {typeof globalThis.trainingSiteShell | null} */
function shellAround() {
  try {
    return globalThis.parent === globalThis ? null : (globalThis.parent.trainingSiteShell ?? null);
  } catch {
    return null; // another host's page, or files opened from a disk
  }
}

globalThis.trainingSite ??= {};
globalThis.trainingSite.session = Object.freeze({
  why: "Inside a learning-management system that is the rule, because others may use this computer, and because the system never gets your notes. ",
  /** @param {string} name @returns {string | null} */
  read: (name) => shell?.read(name) ?? null,
  /** @param {string} name @param {string} text */
  keep: (name, text) => (shell?.keep(name, text) ? { kept: true } : { kept: false, reason: "refused" }),
  /** @param {string} name */
  erase: (name) => shell?.erase(name),
  /** @returns {string[]} */
  names: () => shell?.names() ?? [],
  /** @param {{kept: boolean}} written */
  inWords: ({ kept }) =>
    kept
      ? "Recorded by your learning-management system."
      : "Not recorded by a learning-management system: it goes when this window closes.",
});

addEventListener("knowledge-check", ({ target, detail }) => {
  if (target.hasAttribute("data-once")) return;
  shell?.answered(target.dataset.module, target.dataset.question, detail.right);
});

/* That a reflection was written is told, so that it stays done; what was written is not. */
addEventListener("DOMContentLoaded", () => {
  const { store, progress } = globalThis.trainingSite;
  store.subscribe(({ kind, module, exercise }) => {
    if (kind !== "note" || !progress.hasNote(module, exercise)) return;
    if (!(exercise in store.progress(module).exercises)) store.markDone(module, exercise);
  });
});
