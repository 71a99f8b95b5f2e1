// Problems on the page: at their fields, on cards that are closed, and all of them in a list above.
// It shows what the server's answers say, and knows neither the server nor the values.

import { make } from "./dom.js";
import { cardOf, formOf } from "./fields.js";
import { clearProblems, showProblem } from "./forms.js";
import { belongs } from "./parts.js";
import { errorsFirst, marksOf, messageOf, tally } from "./severity.js";

const main = document.getElementById("part");
let isUnfolded = true;

/**
 * Show problems in place of those before.
 * @param {object[]} problems
 * @param {import("./parts.js").Part | undefined} part the one that is open
 * @param {import("./forms.js").Form[]} forms those that are on the page
 * @param {(place: import("./parts.js").Place) => void} goTo leads to the field of a problem
 */
export function showProblems(problems, part, forms, goTo) {
  clearProblems(main);
  for (const mark of main.querySelectorAll(".card .mark")) mark.remove();
  const here = problems.filter((problem) => problem.here && part && belongs(problem.place, part));
  const inClosed = new Map();
  for (const problem of here) {
    const form = formOf(problem.place, forms);
    if (form) showProblem(form, problem);
    const card = cardOf(problem.place);
    if (card?.querySelector(".card-body").hidden) inClosed.set(card, [...(inClosed.get(card) ?? []), problem]);
  }
  for (const [card, inside] of inClosed) card.querySelector(".card-name").append(...marksOf(inside));
  listProblems(problems, goTo);
}

function listProblems(problems, goTo) {
  const holder = document.getElementById("problems");
  if (!holder) return;
  const focused = reachable(holder).indexOf(document.activeElement);
  holder.replaceChildren();
  if (!problems.length) return;
  const list = make("ul");
  for (const problem of errorsFirst(problems)) {
    const entry = make("li", { class: problem.severity }, ...messageOf(problem));
    if (problem.here) {
      entry.append(" ", make("button", { type: "button", class: "link", text: "Show me", click: () => goTo(problem.place) }));
    } else {
      entry.append(` (modules/${problem.file}, line ${problem.line})`);
    }
    list.append(entry);
  }
  const details = make("details", { open: isUnfolded, toggle: () => { isUnfolded = details.open; } }, make("summary", { text: tally(problems) }), list);
  holder.append(details);
  if (focused >= 0) reachable(holder).slice(0, focused + 1).at(-1).focus();
}

/** What the keyboard can reach in the list. */
function reachable(holder) {
  return [...holder.querySelectorAll("summary, button")];
}
