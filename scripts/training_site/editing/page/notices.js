// What the page says by itself: one line in the bar about the state of the work, and one note below the
// buttons there about what was just done. It knows nothing of files.

import { make } from "./dom.js";

const NOTE_STAYS = 8000;

const line = document.getElementById("state");
let told = null;

/** Say how the work stands; the same words are not said twice, since some people hear them. */
export function say(words) {
  if (line.textContent !== words) line.textContent = words;
}

/** Tell what was done, in place of the last note; with `act` it waits, and offers to take that step. */
export function tell(words, action = "", act = null) {
  told?.remove();
  const note = make("div", { class: "told" }, make("p", { text: words, role: "status" }));
  told = note;
  if (act) note.append(make("button", { type: "button", text: action, click: () => { note.remove(); act(); } }));
  note.append(make("button", { type: "button", text: "Close", click: () => note.remove() }));
  document.querySelector(".top").append(note);
  if (!act) setTimeout(() => note.remove(), NOTE_STAYS);
}
