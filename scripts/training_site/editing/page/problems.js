// Problems on the page: at their fields, on cards that are closed, and all of them in a list above.
// It shows what the server's answers say, and knows neither the server nor the values.

import { make, sentence } from "./dom.js";
import { cardOf, formOf } from "./fields.js";
import { clearProblems, showProblem } from "./forms.js";
import { belongs } from "./parts.js";

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
  for (const mark of main.querySelectorAll(".card-mark")) mark.remove();
  const here = problems.filter((problem) => problem.here && part && belongs(problem.place, part));
  for (const problem of here) {
    const form = formOf(problem.place, forms);
    if (form) showProblem(form, problem);
    const card = cardOf(problem.place);
    if (card?.querySelector(".card-body").hidden) {
      card.querySelector(".card-name").append(make("span", { class: "mark card-mark", text: "to mend" }));
    }
  }
  listProblems(problems, goTo);
}

function listProblems(problems, goTo) {
  const holder = document.getElementById("problems");
  if (!holder) return;
  const focused = reachable(holder).indexOf(document.activeElement);
  holder.replaceChildren();
  if (!problems.length) return;
  const wrong = problems.filter((problem) => problem.severity === "error").length;
  const title = wrong ? `${wrong} to mend` : `${problems.length} to look at`;
  const list = make("ul");
  for (const problem of problems) {
    const entry = make("li", { class: problem.severity }, ...sentence(problem.message));
    if (problem.here) {
      entry.append(" ", make("button", { type: "button", class: "link", text: "Show me", click: () => goTo(problem.place) }));
    } else {
      entry.append(` (modules/${problem.file}, line ${problem.line})`);
    }
    list.append(entry);
  }
  const details = make("details", { open: isUnfolded, toggle: () => { isUnfolded = details.open; } }, make("summary", { text: title }), list);
  holder.append(details);
  if (focused >= 0) reachable(holder).slice(0, focused + 1).at(-1).focus();
}

/** What the keyboard can reach in the list. */
function reachable(holder) {
  return [...holder.querySelectorAll("summary, button")];
}
