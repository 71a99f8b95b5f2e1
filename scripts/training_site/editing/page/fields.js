// Where a place of the file is on the page: its form, its card and its field, and the focus there.
// It knows the forms that are shown, and nothing of what stands in them.

import { findField } from "./forms.js";

/**
 * @typedef {import("./parts.js").Place} Place
 * @typedef {import("./forms.js").Form} Form
 */

/** The form that shows a place: of those nearest around it, the one that has a field for the next step. */
export function formOf(place, forms) {
  const fitting = forms.filter((form) => form.place.every((step, number) => place[number] === step));
  const longest = fitting.sort((one, other) => other.place.length - one.place.length).filter((form) => form.place.length === fitting[0].place.length);
  return longest.find((form) => findField(form, place.slice(form.place.length)) !== form.root && form.root.querySelector(`[data-path="#/${place[form.place.length]}"]`)) ?? longest[0];
}

/** The card that a place lies in, if it lies in one. */
export function cardOf(place) {
  const cards = [...document.querySelectorAll("#part .card")];
  return cards.find((card) => `${place.join("/")}/`.startsWith(`${card.dataset.place}/`));
}

/**
 * Put the focus into the field that a place leads to; gives the box, if there is one.
 * @param {Place} place
 * @param {Form[]} forms
 */
export function focusField(place, forms) {
  const form = formOf(place, forms);
  if (!form) return null;
  const field = findField(form, place.slice(form.place.length));
  const box = field.querySelector("input:not([type=hidden]), textarea, select, button") ?? field;
  box.focus();
  field.scrollIntoView({ block: "center" });
  return box;
}

/** Where the person is typing: the place, and what is selected there; null when that is in no field. */
export function typedAt(forms) {
  const box = document.activeElement;
  const form = forms.find(({ root }) => root.contains(box));
  if (!form || !box.matches("input, textarea, select")) return null;
  const steps = box.closest("[data-path]").dataset.path.split("/").slice(1);
  return { place: [...form.place, ...steps], start: box.selectionStart, end: box.selectionEnd };
}

/** Go on typing where the person was, in forms that were made anew. */
export function typeOn({ place, start, end }, forms) {
  const box = focusField(place, forms);
  if (box?.matches("input[type=text], textarea")) box.setSelectionRange(start, end);
}
