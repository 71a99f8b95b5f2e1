// The list on the left: the files of the course, and the parts of the one that is open.

import { make } from "./dom.js";
import { belongs, isSame, partsOf } from "./parts.js";
import { marksOf } from "./severity.js";

/** Draw the list; `go` opens a file or a part. */
export function drawContents(holder, files, opened, current, problems, go) {
  const modules = files.filter((file) => file.module);
  const shared = files.filter((file) => !file.module);
  const lists = [];
  for (const [title, group] of [["Modules", modules], ["For the whole course", shared]]) {
    const list = make("ul");
    for (const file of group) {
      const here = opened?.name === file.name;
      const button = make("button", { type: "button", text: file.title, click: () => go(file.name) });
      if (here) button.setAttribute("aria-expanded", "true");
      const entry = make("li", { class: here ? "file here" : "file" }, button);
      if (file.kept) entry.append(make("span", { class: "mark", text: "draft kept" }));
      if (here) entry.append(drawParts(opened, current, problems, go));
      list.append(entry);
    }
    lists.push(make("h2", { text: title }), list);
  }
  // A list that looks the same stays: a press on one of its buttons would be lost with the button.
  const same = lists.length === holder.children.length && lists.every((list, number) => list.isEqualNode(holder.children[number]));
  if (!same) holder.replaceChildren(...lists);
}

function drawParts(opened, current, problems, go) {
  const list = make("ul", { class: "parts" });
  let group = "";
  for (const part of partsOf(opened)) {
    if ((part.group ?? "") !== group) {
      group = part.group ?? "";
      if (group) list.append(make("li", { class: "group", text: group }));
    }
    const button = make("button", { type: "button", text: part.title, click: () => go(opened.name, part.place) });
    if (isSame(part.place, current)) button.setAttribute("aria-current", "true");
    const inside = problems.filter((problem) => problem.here && belongs(problem.place, part));
    list.append(make("li", { class: part.group ? "inside" : "" }, button, ...marksOf(inside)));
  }
  return list;
}
