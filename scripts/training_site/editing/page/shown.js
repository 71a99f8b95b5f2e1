// The part that is shown: where it is in the course, its title, its tools, and its fields or cards.
// It changes the values of the open file and tells the desk so; it knows no server.

import { isListOfGroups, showCards, showFields } from "./cards.js";
import { make } from "./dom.js";
import { blank } from "./forms.js";
import { tell } from "./notices.js";
import { contentOf } from "./parts.js";

const main = document.getElementById("part");

/**
 * Draw a part in place of the one before; `show` draws the part at another place.
 * @param {import("./opened.js").OpenFile} file
 * @param {import("./parts.js").Part} part
 * @param {import("./cards.js").Desk} desk
 * @param {(place: import("./parts.js").Place) => void} show
 */
export function drawPart(file, part, desk, show) {
  desk.forms.length = 0;
  main.replaceChildren(
    make("p", { class: "crumb", text: part.group ? `${file.title} › ${part.group}` : file.title }),
    make("h1", { text: part.title, tabindex: "-1" }),
  );
  if (part.page) main.append(pageTools(file, part, desk, show));
  main.append(make("div", { id: "problems" }));
  const { schema, value } = contentOf(file, part);
  if (schema?.description && !part.keys) main.append(make("p", { class: "help", text: schema.description }));
  if (part.keys) showFields(main, schema, value, [], desk, part.keys);
  else if (schema && isListOfGroups(schema)) showCards(main, schema, value, part.place, desk, true);
  else if (schema && value) showFields(main, schema, value, part.place, desk);
}

/** Let the heading say what the part is called now. */
export function renamePart(title) {
  main.querySelector("h1").textContent = title;
}

/** Begin at the top of the part, for people who see it and for people who hear it. */
export function focusPart() {
  window.scrollTo(0, 0);
  main.querySelector("h1").focus();
}

/** Move, delete and add whole pages, such as units. */
function pageTools(file, part, desk, show) {
  const [key, number] = part.place;
  const list = (file.values[key] ??= []);
  const schema = file.form.properties[key].items;
  const what = schema.title.toLowerCase();
  const go = (to) => {
    desk.changed();
    show([key, Math.max(-1, Math.min(to, list.length - 1))]);
  };
  const move = (to) => {
    list.splice(to, 0, ...list.splice(number, 1));
    go(to);
    tell(`Moved: it is now number ${to + 1} of ${list.length}.`);
  };
  const tools = make("div", { class: "tools page-tools", role: "group", "aria-label": `This ${what}` });
  const button = (text, click, disabled = false) => tools.append(make("button", { type: "button", text, click, disabled }));
  if (number >= 0) {
    button("Move up", () => move(number - 1), number === 0);
    button("Move down", () => move(number + 1), number === list.length - 1);
  }
  button(`Add a new ${what} below`, () => {
    list.splice(number + 1, 0, blank(schema));
    go(number + 1);
  });
  if (number >= 0) {
    button(`Delete this ${what}`, () => {
      const [gone] = list.splice(number, 1);
      go(number);
      tell(`Deleted: ${gone.title || what}.`, "Put it back", () => {
        list.splice(number, 0, gone);
        go(number);
      });
    });
  }
  return tools;
}
