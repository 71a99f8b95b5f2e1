// The dialog of the page: it asks a person with buttons, or offers kinds of things to choose from.
// It knows nothing of what is asked; the words come from whoever asks.

import { make } from "./dom.js";

const dialog = document.getElementById("dialog");

/** Ask with buttons; gives the number of the one that was pressed, and `left` when the dialog is left. */
export function askPerson(title, content, buttons, left = 0) {
  const row = buttons.map((text, number) => make("button", { type: "button", text, class: number ? "" : "main-button", click: close(number) }));
  return answerTo(title, [...content, make("div", { class: "dialog-buttons" }, ...row)], left);
}

/** Offer kinds of things, each with what it is for; -1 when none is wanted. */
export function choose(title, kinds) {
  const list = make("ul", { class: "kinds" });
  kinds.forEach((kind, number) => {
    list.append(make("li", {}, make("button", { type: "button", click: close(number) }, make("strong", { text: kind.title }), make("span", { text: kind.description }))));
  });
  const cancel = make("button", { type: "button", text: "Cancel", click: close(-1) });
  return answerTo(title, [list, make("div", { class: "dialog-buttons" }, cancel)], -1);
}

const close = (number) => () => dialog.close(String(number));

/** @returns {Promise<number>} */
function answerTo(title, content, left) {
  return new Promise((answer) => {
    dialog.replaceChildren(make("h2", { id: "dialog-title", text: title, tabindex: "-1" }), ...content);
    dialog.returnValue = "";
    dialog.onclose = () => answer(dialog.returnValue === "" ? left : Number(dialog.returnValue));
    dialog.showModal();
    dialog.querySelector("h2").focus();
  });
}
