// Errors and warnings told apart, in the words of `training-site check` and of the preview's box: errors are to
// mend before the course can be built, warnings are to look at. It knows problems only, and no place on the page.

import { make, sentence } from "./dom.js";

/** How many of each kind there are: a list of `{severity, words}`, errors first, without what there is none of. */
function counted(problems) {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  return [
    ...(errors ? [{ severity: "error", words: `${errors} to mend` }] : []),
    ...(warnings ? [{ severity: "warning", words: `${warnings} to look at` }] : []),
  ];
}

/** The same as words, such as "1 to mend, 2 to look at". */
export function tally(problems) {
  return counted(problems).map(({ words }) => words).join(", ");
}

/** The same as marks behind the name of what the problems lie in. */
export function marksOf(problems) {
  return counted(problems).map(({ severity, words }) => make("span", { class: `mark ${severity}`, text: words }));
}

/** What a problem says, with the word in front where it is a warning. */
export function messageOf({ severity, message }) {
  return [...(severity === "error" ? [] : [make("strong", { text: "Warning:" }), " "]), ...sentence(message)];
}

/** Problems in the order in which they matter: errors, then warnings, each as they came. */
export function errorsFirst(problems) {
  return [...problems].sort((one, other) => Number(one.severity !== "error") - Number(other.severity !== "error"));
}
