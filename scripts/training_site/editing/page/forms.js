// One form of the library Jedison, made fit for trainers: buttons that say what they act on, boxes as
// high as their text, names to choose from, and problems at the field. Knows no file and no server.

import { make } from "./dom.js";
import { messageOf } from "./severity.js";

let counter = 0;

/**
 * @typedef {{place: (string|number)[], root: HTMLElement, instance: object}} Form
 */

/**
 * Show `value` as a form in `container`. `changed` gets the new value after each change, and with `true`
 * after each letter that is typed, since the library waits until a box is left and a save would miss it.
 * @param {(value: object, typing: boolean) => void} changed
 * @returns {Form}
 */
export function makeForm(container, schema, value, place, known, changed) {
  counter += 1;
  const id = `form-${counter}`;
  const root = make("div", { class: "form" });
  container.append(root);
  const instance = new window.Jedison.Create({
    container: root,
    theme: new window.Jedison.Theme(),
    schema,
    data: value,
    id,
    hiddenInputAttributes: { id: `${id}-all` },
    showErrors: "never",
    keepMissingSchemaFields: true,
    enforceMinItems: false,
    useConstraintAttributes: false,
    arrayDeleteConfirm: false,
    btnIcons: false,
    objectAdd: false,
    translations: {
      en: { arrayAdd: "Add", arrayDelete: "Delete", arrayMoveUp: "Up", arrayMoveDown: "Down" },
    },
  });
  const form = { place, root, instance };
  polish(form, schema, known);
  root.addEventListener("click", (event) => rememberButton(root, event.target.closest("button")), true);
  root.addEventListener("input", ({ target: box }) => {
    fit(box);
    if (box.matches("input[type=text], textarea")) changed(cleaned(withText(instance.getValue(), box), schema), true);
  });
  instance.on("change", () => {
    polish(form, schema, known);
    changed(cleaned(instance.getValue(), schema), false);
    returnFocus(root);
  });
  return form;
}

/** A copy of a form's value in which the text of a box stands at the place of the box. */
function withText(value, box) {
  const copy = { value: structuredClone(value) };
  const steps = ["value", ...box.closest("[data-path]").dataset.path.split("/").slice(1)];
  const last = steps.pop();
  const holder = steps.reduce((inner, step) => inner?.[step], copy);
  if (holder) holder[last] = box.value;
  return copy.value;
}

/** What a form holds without what was left empty and may be left out. */
export function cleaned(value, schema) {
  if (schema.oneOf) {
    const kind = schema.oneOf.find((each) => value && each.required[0] in value) ?? schema.oneOf[0];
    return cleaned(value ?? {}, kind);
  }
  if (schema.type === "object") {
    const kept = {};
    for (const [key, field] of Object.entries(schema.properties)) {
      if (!(key in (value ?? {}))) continue;
      const inner = cleaned(value[key], field);
      if (!(field["x-optional"] && saysNothing(inner))) kept[key] = inner;
    }
    return kept;
  }
  if (schema.type === "array") return (value ?? []).map((each) => cleaned(each, schema.items));
  return schema.type === "boolean" ? Boolean(value) : String(value ?? "");
}

/** A new thing with everything in it that it needs, still empty. */
export function blank(schema) {
  if (schema.oneOf) return blank(schema.oneOf[0]);
  if (schema.type === "object") {
    return Object.fromEntries(schema.required.map((key) => [key, blank(schema.properties[key])]));
  }
  if (schema.type === "array") return [blank(schema.items)];
  return schema.type === "boolean" ? false : "";
}

/** Whether nothing was typed or ticked anywhere in a value. */
export function saysNothing(value) {
  if (Array.isArray(value)) return value.length === 0;
  if (value && typeof value === "object") return Object.values(value).every(saysNothing);
  return value === "" || value === false || value === undefined;
}

/** The box of a form that a place leads to, or the nearest one around it. */
export function findField(form, place) {
  for (let length = place.length; length >= 0; length -= 1) {
    const path = ["#", ...place.slice(0, length)].join("/");
    const found = form.root.querySelector(`[data-path="${CSS.escape(path)}"]`);
    if (found) return found;
  }
  return form.root;
}

/** Put a problem at its field, and tie it to the box for people who hear the page. */
export function showProblem(form, problem) {
  const field = findField(form, problem.place.slice(form.place.length));
  const box = field.querySelector(":scope > input, :scope > textarea, :scope > select, :scope > span > input");
  counter += 1;
  const note = make("p", { class: `problem ${problem.severity}`, id: `problem-${counter}` });
  note.append(...messageOf(problem));
  if (box) {
    box.before(note);
    if (problem.severity === "error") box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", `${note.id} ${box.getAttribute("aria-describedby") ?? ""}`.trim());
  } else {
    (field.querySelector(".jedi-editor-card-body") ?? field).prepend(note);
  }
}

/** Take all problems off a form again. */
export function clearProblems(root) {
  for (const note of root.querySelectorAll(".problem")) {
    const box = root.querySelector(`[aria-describedby~="${note.id}"]`);
    if (box) {
      const rest = box.getAttribute("aria-describedby").split(" ").filter((id) => id !== note.id);
      box.setAttribute("aria-describedby", rest.join(" "));
      box.removeAttribute("aria-invalid");
    }
    note.remove();
  }
}

/** Say on each button what it acts on, name the entries, offer known names, and fit the boxes. */
function polish(form, schema, known) {
  const { root } = form;
  for (const list of root.querySelectorAll('[data-type="array"]')) {
    const label = list.querySelector("legend .jedi-legend")?.textContent ?? "list";
    const items = list.querySelectorAll(
      ":scope > fieldset > .jedi-collapse > .jedi-editor-card-body > .jedi-children-slot > .jedi-array-item",
    );
    const add = list.querySelector(":scope > fieldset > legend .jedi-array-add");
    if (add) nameButton(add, `Add to ${label}`, "Add");
    items.forEach((item, number) => {
      const what = `${label}, entry ${number + 1}`;
      const tools = item.querySelector(":scope > .jedi-actions-slot");
      nameButton(tools?.querySelector(".jedi-array-delete"), `Delete ${what}`);
      nameButton(tools?.querySelector(".jedi-array-move-up"), `Move up ${what}`);
      nameButton(tools?.querySelector(".jedi-array-move-down"), `Move down ${what}`);
      const own = item.querySelector(":scope > .jedi-array-item-body > [data-path]");
      const title = own?.querySelector(":scope > label > span, :scope > fieldset > legend .jedi-legend");
      if (title && !/\d$/.test(title.textContent)) title.textContent = `${title.textContent} ${number + 1}`;
    });
  }
  for (const help of root.querySelectorAll(".jedi-description")) help.hidden = help.textContent === "";
  for (const box of root.querySelectorAll("input[type=text]")) offerNames(box, known);
  for (const box of root.querySelectorAll("input[type=text], textarea")) {
    box.setAttribute("autocomplete", "off");
    if (box.tagName === "TEXTAREA") box.spellcheck = true;
    fit(box);
  }
}

function nameButton(button, name, text) {
  if (!button) return;
  button.setAttribute("aria-label", name);
  if (text && button.textContent.trim() !== text) button.textContent = text;
}

function offerNames(box, known) {
  const path = box.closest("[data-path]")?.dataset.path.split("/") ?? [];
  const key = path.filter((part) => !/^(#|\d+)$/.test(part)).at(-1);
  const names = known[key];
  if (!names?.length) return;
  const id = `known-${key}`;
  if (!document.getElementById(id)) {
    const options = names.map(({ value, label }) => make("option", { value, label }));
    document.body.append(make("datalist", { id }, ...options));
  }
  box.setAttribute("list", id);
}

/** Forget the names that an earlier file offered. */
export function forgetNames() {
  for (const list of document.querySelectorAll("datalist")) list.remove();
}

function fit(box) {
  if (box.tagName !== "TEXTAREA") return;
  box.rows = 1;
  if (box.offsetParent === null) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 4}px`;
}

let pressed = null;

/** Which button of which list was pressed: the library draws its lists anew and loses the place. */
function rememberButton(root, button) {
  if (!button || !/jedi-array-/.test(button.className)) return;
  const kind = [...button.classList].find((name) => name.startsWith("jedi-array-"));
  const list = button.closest('[data-type="array"]');
  const item = button.closest(".jedi-array-item");
  const number = item ? Number(item.getAttribute("jedi-array-item-index")) : -1;
  pressed = { root, kind, path: list?.dataset.path, number };
}

function returnFocus(root) {
  if (!pressed || pressed.root !== root) return;
  const { kind, path, number } = pressed;
  pressed = null;
  const list = root.querySelector(`[data-path="${CSS.escape(path)}"][data-type="array"]`);
  const items = list?.querySelectorAll(
    ":scope > fieldset > .jedi-collapse > .jedi-editor-card-body > .jedi-children-slot > .jedi-array-item",
  );
  if (!items) return;
  if (kind === "jedi-array-add") {
    items[items.length - 1]?.querySelector("input, textarea, select")?.focus();
    return;
  }
  const step = { "jedi-array-move-up": -1, "jedi-array-move-down": 1 }[kind] ?? 0;
  const item = items[Math.min(number + step, items.length - 1)];
  const button = item?.querySelector(`.${kind}:not([disabled])`) ?? item?.querySelector("button:not([disabled])");
  (button ?? list.querySelector(".jedi-array-add"))?.focus();
}
