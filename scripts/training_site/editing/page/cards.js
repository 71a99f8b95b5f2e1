// The parts of a file as they are shown: plain fields as forms, and lists of things as cards that open.
// A card's form is made when it is opened, so a unit with many blocks is there at once.

import { choose } from "./dialog.js";
import { make, shortened } from "./dom.js";
import { blank, makeForm } from "./forms.js";
import { tell } from "./notices.js";

const NAMING = ["title", "heading", "term", "phrase", "who", "code", "prompt", "text", "say", "story", "block", "reflections_of", "all_of", "id"];

/**
 * What a part needs from the editor.
 * @typedef {{known: object, forms: import("./forms.js").Form[], changed: () => void, drawn: () => void}} Desk
 *   known: names to choose from. forms: those on the page. drawn: fields were drawn anew.
 */

/** Show the fields of `value`, an object of the file's values, which is changed in place. */
export function showFields(container, schema, value, place, desk, keys = Object.keys(schema.properties)) {
  let plain = [];
  const flush = () => {
    if (plain.length) showPlain(container, schema, value, place, desk, plain);
    plain = [];
  };
  for (const key of keys) {
    if (isListOfGroups(schema.properties[key])) {
      flush();
      value[key] ??= [];
      showCards(container, schema.properties[key], value[key], [...place, key], desk);
    } else plain.push(key);
  }
  flush();
}

function showPlain(container, schema, value, place, desk, keys) {
  const pick = (from) => Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
  const part = {
    ...schema,
    description: "",
    properties: pick(schema.properties),
    required: schema.required.filter((key) => keys.includes(key)),
  };
  const form = makeForm(container, part, pick(value), place, desk.known, (changed) => {
    for (const key of keys) delete value[key];
    Object.assign(value, changed);
    desk.changed();
  });
  desk.forms.push(form);
}

/** Show a list of things as cards to open, move, delete and add; `alone` on a page that it is the whole of. */
export function showCards(container, schema, list, place, desk, alone = false) {
  const heading = alone ? [] : [make("h2", { text: schema.title }), make("p", { class: "help", text: schema.description ?? "" })];
  const holder = make("ol", { class: "cards" });
  const add = make("button", { type: "button", class: "add", click: () => addAfter(list.length - 1) });
  add.textContent = `Add: ${noun(schema)}`;
  container.append(
    make("section", {}, ...heading, holder, add),
  );
  const draw = (open = new Set()) => {
    desk.forms.splice(0, desk.forms.length, ...desk.forms.filter((form) => !holder.contains(form.root)));
    holder.replaceChildren(...list.map((value, number) => card(value, number, open.has(value))));
  };
  const opened = () =>
    new Set([...holder.children].filter((item) => item.querySelector("[aria-expanded=true]")).map((item) => list[item.dataset.number]));

  function card(value, number, open) {
    const body = make("div", { class: "card-body", hidden: true });
    const title = make("button", { type: "button", class: "card-title", "aria-expanded": "false" });
    const name = () => cardName(value, schema, number);
    const item = make("li", { class: "card", "data-number": number, "data-place": [...place, number].join("/") });
    const refresh = () => {
      title.textContent = name();
      for (const [button, words] of tools) button.setAttribute("aria-label", `${words}: ${name()}`);
    };
    const tools = [
      [tool("Up", () => move(number, number - 1, "Up"), number === 0), "Move up"],
      [tool("Down", () => move(number, number + 1, "Down"), number === list.length - 1), "Move down"],
      [tool("Add below", () => addAfter(number)), "Add below"],
      [tool("Delete", () => remove(number)), "Delete"],
    ];
    const show = () => {
      body.hidden = false;
      title.setAttribute("aria-expanded", "true");
      if (!body.childElementCount) fill(body, schema.items, value, [...place, number], desk, refresh);
    };
    title.addEventListener("click", () => {
      if (body.hidden) show();
      else {
        body.hidden = true;
        title.setAttribute("aria-expanded", "false");
      }
      desk.drawn();
    });
    item.append(
      make("div", { class: "card-head" }, make(alone ? "h2" : "h3", { class: "card-name" }, title), make("div", { class: "tools" }, ...tools.map(([button]) => button))),
      body,
    );
    refresh();
    item.openCard = show;
    if (open) queueMicrotask(() => { show(); desk.drawn(); });
    return item;
  }

  function move(from, to, label) {
    const open = opened();
    const [moved] = list.splice(from, 1);
    list.splice(to, 0, moved);
    draw(open);
    desk.changed();
    const buttons = [...holder.children[to].querySelectorAll(".tools button")];
    (buttons.find((button) => button.textContent === label && !button.disabled) ?? buttons.find((button) => !button.disabled)).focus();
    tell(`Moved to place ${to + 1} of ${list.length}.`);
  }

  function remove(number) {
    const open = opened();
    const [gone] = list.splice(number, 1);
    const name = cardName(gone, schema, number);
    draw(open);
    desk.changed();
    (holder.children[Math.min(number, list.length - 1)]?.querySelector(".card-title") ?? add).focus();
    tell(`Deleted: ${name}.`, "Put it back", () => {
      const stillOpen = opened();
      list.splice(number, 0, gone);
      draw(stillOpen);
      desk.changed();
      holder.children[number].querySelector(".card-title").focus();
    });
  }

  async function addAfter(number) {
    const kinds = schema.items.oneOf;
    const chosen = kinds ? await choose("What do you want to add?", kinds) : 0;
    if (chosen < 0) return;
    const open = opened();
    const fresh = blank(kinds ? kinds[chosen] : schema.items);
    Object.defineProperty(fresh, "isNew", { value: true, enumerable: false });
    list.splice(number + 1, 0, fresh);
    open.add(fresh);
    draw(open);
    desk.changed();
    await Promise.resolve();
    const added = holder.children[number + 1];
    (added.querySelector(".card-body :is(input:not([type=hidden]), textarea, select)") ?? added.querySelector("button")).focus();
  }

  draw();
}

/** The form inside a card; a block's form begins with what its kind holds. */
function fill(body, schema, value, place, desk, refresh) {
  const kind = schema.oneOf?.find((each) => each.required[0] in value);
  const key = kind?.required[0];
  const inner = kind?.properties[key];
  const within = inner?.type === "object";
  const shown = within ? inner : (kind ?? schema);
  const form = makeForm(body, shown, within ? value[key] : value, within ? [...place, key] : place, desk.known, (changed, typing) => {
    const holder = within ? value[key] : value;
    for (const name of Object.keys(holder)) delete holder[name];
    Object.assign(holder, changed);
    // Names follow when the box is left, and not at each letter under the cursor.
    if (value.isNew && !typing) suggestName(form, holder);
    if (!typing) refresh();
    desk.changed();
  });
  desk.forms.push(form);
}

/** While something is new, its stable name follows its title, until someone writes another one. */
function suggestName(form, value) {
  const box = form.root.querySelector('[data-path="#/id"] input');
  const words = value.title ?? value.term ?? value.text;
  if (!box || !words || (box.value && box.value !== form.suggested)) return;
  const suggested = words.toLowerCase().normalize("NFKD").replace(/[’'\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-");
  form.suggested = suggested.replace(/^-+|-+$/g, "").slice(0, 60).replace(/-+$/, "");
  if (form.suggested === box.value) return;
  box.value = form.suggested;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

export function isListOfGroups(schema) {
  return schema.type === "array" && (schema.items.type === "object" || Boolean(schema.items.oneOf));
}

function noun(schema) {
  return (schema.items.title ?? "entry").toLowerCase();
}

function tool(label, action, disabled = false) {
  return make("button", { type: "button", text: label, click: action, disabled });
}

function cardName(value, schema, number) {
  const kind = schema.items.oneOf?.find((each) => each.required[0] in value);
  const content = kind ? value[kind.required[0]] : value;
  const words = nameOf(content);
  if (kind) return words ? `${kind.title}: ${words}` : kind.title;
  return words || `${schema.items.title ?? "Entry"} ${number + 1}`;
}

function nameOf(content) {
  if (typeof content === "string") return shortened(content);
  if (Array.isArray(content)) return shortened(content.filter((each) => typeof each === "string").join(", "));
  const key = NAMING.find((each) => typeof content?.[each] === "string" && content[each]);
  return key ? shortened(content[key]) : "";
}
