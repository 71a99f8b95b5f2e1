// The editor as a whole: which file and part are open, what changed, what is wrong with it, and saving.

import { drawContents, belongs, partsOf } from "./contents.js";
import { isListOfGroups, showCards, showFields } from "./cards.js";
import { make, sentence } from "./dom.js";
import { blank, clearProblems, findField, forgetNames, saysNothing, showProblem } from "./forms.js";
import { ask } from "./server.js";

const $ = (id) => document.getElementById(id);
const TRY_AFTER = 500;
const CHECK_AFTER = 2500;

const state = {
  files: [], undo: [], opened: null, saved: "", place: [], problems: [], forms: [],
  tryTimer: 0, checkTimer: 0, turn: 0, edits: 0,
};

const desk = {
  get known() { return state.opened.known; },
  forms: state.forms,
  changed() { changed(); },
  drawn() { showProblems(); },
  tell,
  choose,
};

/** A value with its keys in order and nothing empty, to see whether two are the same. */
function canonical(value) {
  if (Array.isArray(value)) return value.map(canonical);
  if (!value || typeof value !== "object") return value;
  const kept = Object.keys(value).sort().filter((key) => value[key] !== false && !(Array.isArray(value[key]) && !value[key].length));
  return Object.fromEntries(kept.map((key) => [key, canonical(value[key])]));
}
const written = () => JSON.stringify(canonical(state.opened ? values() : null));
const isDirty = () => Boolean(state.opened) && written() !== state.saved;
const change = () => ({ name: state.opened.name, values: values(), hash: state.opened.hash });

/** The values of the open file, without the parts that may be left out and hold nothing. */
function values() {
  const { form, values: held } = state.opened;
  const kept = Object.entries(held).filter(([key, value]) => !(form.properties[key]["x-optional"] && saysNothing(value)));
  return Object.fromEntries(kept);
}

// Opening

async function start() {
  try {
    await refreshFiles();
    if (state.files.length) await openFile(state.files[0].name);
  } catch (error) {
    fail(error);
  }
}

async function refreshFiles(answer) {
  const { files, undo } = answer ?? (await ask("files"));
  Object.assign(state, { files, undo });
  $("undo").disabled = !undo.length;
}

async function go(name, place) {
  if (state.opened?.name === name) {
    showPart(place ?? []);
    return;
  }
  if (isDirty() && !(await mayLeave())) return;
  try {
    await openFile(name);
  } catch (error) {
    fail(error);
  }
}

async function openFile(name, place = []) {
  const opened = await ask("open", { name });
  useOpened(opened, place);
  if (opened.kept) {
    const when = new Date(opened.kept.when * 1000).toLocaleString();
    const chosen = await askPerson(
      "There is an unfinished draft",
      [make("p", { text: `You kept a draft of “${opened.title}” on ${when}. It is not part of the course.` })],
      ["Go on with the draft", "Leave it for later", "Delete the draft"],
    );
    if (chosen === 0) {
      useOpened(await ask("open-kept", { name }), state.place, state.saved);
      changed();
    } else if (chosen === 2) {
      useOpened(await ask("drop", { name }), place);
      await refreshFiles();
    }
  }
}

function useOpened(opened, place, saved) {
  state.opened = opened;
  state.saved = saved ?? written();
  state.problems = opened.problems;
  forgetNames();
  const parts = partsOf(opened);
  const wanted = parts.find((part) => part.place.join("/") === place.join("/")) ?? parts[0];
  showPart(wanted.place, false);
  document.title = `${opened.title} – Course editor`;
  state.edits += 1;
  clearTimeout(state.checkTimer);
  state.checkTimer = setTimeout(checkAll, TRY_AFTER);
  showState();
}

function showPart(place, focus = true) {
  const { opened } = state;
  const part = partsOf(opened).find((each) => each.place.join("/") === place.join("/")) ?? partsOf(opened)[0];
  state.place = part.place;
  state.forms.length = 0;
  const main = $("part");
  const title = make("h1", { text: part.title, tabindex: "-1" });
  const problems = make("div", { id: "problems" });
  main.replaceChildren(make("p", { class: "crumb", text: part.group ? `${opened.title} › ${part.group}` : opened.title }), title);
  if (part.page) main.append(pageTools(part));
  main.append(problems);
  const { schema, value } = at(part);
  if (schema?.description && !part.keys) main.append(make("p", { class: "help", text: schema.description }));
  if (part.keys) showFields(main, schema, value, [], desk, part.keys);
  else if (schema && isListOfGroups(schema)) showCards(main, schema, value, part.place, desk, true);
  else if (schema && value) showFields(main, schema, value, part.place, desk);
  if (focus) {
    window.scrollTo(0, 0);
    title.focus();
  }
  redraw();
  tryOut();
}

/** The schema and the value of a part; what may be left out is there at once, still empty. */
function at(part) {
  const { form, values } = state.opened;
  if (part.keys) return { schema: form, value: values };
  const [key, number] = part.place;
  const schema = form.properties[key];
  values[key] ??= schema.type === "array" ? [] : {};
  if (number === undefined) return { schema, value: values[key] };
  return { schema: schema.items, value: values[key][number] };
}

/** Move, delete and add whole pages, such as units. */
function pageTools(part) {
  const [key, number] = part.place;
  const list = (state.opened.values[key] ??= []);
  const schema = state.opened.form.properties[key].items;
  const what = schema.title.toLowerCase();
  const go = (to) => {
    changed();
    showPart([key, Math.max(-1, Math.min(to, list.length - 1))]);
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

// Changing

function changed() {
  state.edits += 1;
  showState();
  clearTimeout(state.tryTimer);
  clearTimeout(state.checkTimer);
  state.tryTimer = setTimeout(tryOut, TRY_AFTER);
  state.checkTimer = setTimeout(checkAll, CHECK_AFTER);
  const heading = document.querySelector("#part h1");
  const part = partsOf(state.opened).find((each) => each.place.join("/") === state.place.join("/"));
  if (heading && part) heading.textContent = part.title;
  drawList();
}

async function tryOut() {
  const turn = (state.turn += 1);
  try {
    const tried = await ask("try", { ...change(), place: state.place });
    if (turn !== state.turn) return;
    // What other files say about this one is known from the last full check only.
    state.problems = [...tried.problems, ...state.problems.filter((problem) => problem.full && tried.shown)];
    showPreview(tried);
    redraw();
  } catch (error) {
    fail(error);
  }
}

async function checkAll() {
  const edits = state.edits;
  try {
    const checked = await ask("check", change());
    if (edits !== state.edits) return;
    state.problems = checked.problems.map((problem) => ({ ...problem, full: true }));
    redraw();
  } catch (error) {
    fail(error);
  }
}

function showPreview({ page, shown }) {
  const note = $("preview-note");
  const frame = $("preview");
  frame.hidden = page === null;
  if (page === null) note.textContent = "This file has no page of its own.";
  else note.textContent = shown ? "The page as it will be, with what you have not saved yet." : "The last version without mistakes.";
  if (page === null || (!shown && frame.dataset.page === page)) return;
  const top = frame.dataset.page === page ? frame.contentWindow?.scrollY ?? 0 : 0;
  frame.dataset.page = page;
  frame.onload = () => frame.contentWindow?.scrollTo(0, top);
  frame.contentWindow.location.replace(page);
}

function redraw() {
  drawList();
  showProblems();
}

function drawList() {
  const focused = document.activeElement;
  const inside = $("contents").contains(focused);
  const words = focused?.textContent;
  drawContents($("contents"), state.files, state.opened, state.place, state.problems, go);
  if (inside) [...$("contents").querySelectorAll("button")].find((button) => button.textContent === words)?.focus();
}

function showProblems() {
  const main = $("part");
  clearProblems(main);
  for (const mark of main.querySelectorAll(".card-mark")) mark.remove();
  const part = partsOf(state.opened).find((each) => each.place.join("/") === state.place.join("/"));
  const here = state.problems.filter((problem) => problem.here && part && belongs(problem.place, part));
  for (const problem of here) {
    const form = formOf(problem.place);
    if (form) showProblem(form, problem);
    const card = cardOf(problem.place);
    if (card?.querySelector(".card-body").hidden) {
      card.querySelector(".card-name").append(make("span", { class: "mark card-mark", text: "to mend" }));
    }
  }
  listProblems();
}

function formOf(place) {
  const fitting = state.forms.filter((form) => form.place.every((step, number) => place[number] === step));
  const longest = fitting.sort((one, other) => other.place.length - one.place.length).filter((form) => form.place.length === fitting[0].place.length);
  return longest.find((form) => findField(form, place.slice(form.place.length)) !== form.root && form.root.querySelector(`[data-path="#/${place[form.place.length]}"]`)) ?? longest[0];
}

function cardOf(place) {
  const cards = [...document.querySelectorAll("#part .card")];
  return cards.find((card) => `${place.join("/")}/`.startsWith(`${card.dataset.place}/`));
}

function listProblems() {
  const holder = $("problems");
  if (!holder) return;
  holder.replaceChildren();
  if (!state.problems.length) return;
  const wrong = state.problems.filter((problem) => problem.severity === "error").length;
  const title = wrong ? `${wrong} to mend` : `${state.problems.length} to look at`;
  const list = make("ul");
  for (const problem of state.problems) {
    const entry = make("li", { class: problem.severity }, ...sentence(problem.message));
    if (problem.here) {
      entry.append(" ", make("button", { type: "button", class: "link", text: "Show me", click: () => goTo(problem.place) }));
    } else {
      entry.append(` (modules/${problem.file}, line ${problem.line})`);
    }
    list.append(entry);
  }
  holder.append(make("details", { open: holder.dataset.open !== "no" }, make("summary", { text: title }), list));
}

function goTo(place) {
  const part = partsOf(state.opened).find((each) => belongs(place, each));
  if (part.place.join("/") !== state.place.join("/")) showPart(part.place, false);
  cardOf(place)?.openCard();
  showProblems();
  const form = formOf(place);
  if (!form) return;
  const field = findField(form, place.slice(form.place.length));
  (field.querySelector("input:not([type=hidden]), textarea, select, button") ?? field).focus();
  field.scrollIntoView({ block: "center" });
}

// Saving

async function save() {
  if (!isDirty()) {
    tell("There is nothing new to save.");
    return;
  }
  clearTimeout(state.checkTimer);
  $("save").disabled = true;
  say("Checking and saving…");
  try {
    const answer = await ask("save", change());
    if (answer.conflict) await resolve(answer.conflict);
    else if (answer.invalid) await offerDraft(answer.invalid);
    else {
      await refreshFiles(answer);
      const place = state.place;
      const openCards = [...document.querySelectorAll("#part .card:has([aria-expanded=true])")].map((card) => card.dataset.place);
      const top = window.scrollY;
      useOpened(answer.saved, place);
      for (const card of document.querySelectorAll("#part .card")) if (openCards.includes(card.dataset.place)) card.openCard();
      window.scrollTo(0, top);
      tell(answer.changed ? `Saved in modules/${answer.saved.name}.yml.` : "Nothing had changed.");
    }
  } catch (error) {
    fail(error);
  }
  showState();
}

async function offerDraft(problems) {
  state.problems = problems.map((problem) => ({ ...problem, full: true }));
  redraw();
  const list = make("ul");
  for (const problem of problems.slice(0, 12)) list.append(make("li", {}, ...sentence(problem.message)));
  if (problems.length > 12) list.append(make("li", { text: `And ${problems.length - 12} more.` }));
  const chosen = await askPerson(
    "Not saved yet: there is something to mend",
    [
      make("p", { text: "With these changes the course could not be built, so the file stays as it was." }),
      list,
      make("p", { text: "A draft is kept on this computer and is no part of the course. The editor offers it when you open this file again." }),
    ],
    ["Go on editing", "Keep as a draft"],
  );
  if (chosen !== 1) return;
  await refreshFiles(await ask("keep", change()));
  state.saved = written();
  drawList();
  tell("Kept as a draft. The course is unchanged.");
}

async function resolve(conflict) {
  const table = (title, rows) => [
    make("h3", { text: title }),
    rows.length
      ? make("ul", { class: "changes" }, ...rows.map((row) => make("li", {}, make("strong", { text: row.where }), make("del", { text: row.before }), make("ins", { text: row.after }))))
      : make("p", { text: "Only comments or spaces." }),
  ];
  const clashes = conflict.clashes.length
    ? [
        make("h3", { text: "Changed by both" }),
        make("ul", { class: "changes" }, ...conflict.clashes.map((clash) => make("li", {}, make("strong", { text: clash.where }), make("p", { text: `In the file now: ${clash.theirs || "deleted"}` }), make("p", { text: `Here: ${clash.mine || "deleted"}` })))),
      ]
    : [];
  const chosen = await askPerson(
    "The file was changed meanwhile",
    [
      make("p", { text: "Another program or person changed this file since you opened it. Nothing was overwritten." }),
      ...table("Changed in the file", conflict.theirs),
      ...table("Changed here", conflict.mine),
      ...clashes,
    ],
    ["Put my changes on top", "Take the file as it is now", "Go on editing"],
  );
  if (chosen === 0) {
    const place = state.place;
    const joined = await ask("join", change());
    const values = joined.values;
    const fresh = await ask("open", { name: joined.name });
    state.opened = fresh;
    const saved = written();
    useOpened({ ...fresh, values }, place, saved);
    changed();
    tell("Your changes are on top of the file as it is now. Look them over, then save.");
  } else if (chosen === 1) {
    useOpened(await ask("open", { name: state.opened.name }), state.place);
    tell("This is the file as it is now.");
  }
}

async function undo() {
  if (isDirty() && !(await mayLeave())) return;
  try {
    const answer = await ask("undo");
    if (answer.refused) {
      tell(answer.refused);
      return;
    }
    await refreshFiles(answer);
    useOpened(await ask("open", { name: answer.undone }), answer.undone === state.opened?.name ? state.place : []);
    tell(`Took the last save of modules/${answer.undone}.yml back.`);
  } catch (error) {
    fail(error);
  }
}

async function mayLeave() {
  const chosen = await askPerson(
    "There are changes that are not saved",
    [make("p", { text: `“${state.opened.title}” has changes that are not saved.` })],
    ["Stay here", "Keep them as a draft", "Throw them away"],
  );
  if (chosen === 1) await refreshFiles(await ask("keep", change()));
  return chosen > 0;
}

// Talking to the person

function showState() {
  const dirty = isDirty();
  $("save").disabled = !dirty;
  say(dirty ? "Changes are not saved yet." : state.opened ? "All saved." : "");
}

function say(words) {
  if ($("state").textContent !== words) $("state").textContent = words;
}

let telling = 0;
function tell(words, action = "", act = null) {
  telling += 1;
  const mine = telling;
  document.querySelector(".told")?.remove();
  const told = make("div", { class: "told" }, make("p", { text: words, role: "status" }));
  if (act) told.append(make("button", { type: "button", text: action, click: () => { told.remove(); act(); } }));
  told.append(make("button", { type: "button", text: "Close", click: () => told.remove() }));
  document.querySelector(".top").after(told);
  if (!act) setTimeout(() => mine === telling && told.remove(), 8000);
}

function fail(error) {
  tell(error.message);
  if (!state.opened) {
    $("part").replaceChildren(make("h1", { text: "The editor cannot go on" }), make("p", { text: error.message }));
  }
}

/** Ask with buttons; gives the number of the one that was pressed, the first when the dialog is left. */
function askPerson(title, content, buttons) {
  const dialog = $("dialog");
  return new Promise((answer) => {
    const pressed = (number) => () => { dialog.returnValue = String(number); dialog.close(); };
    const row = make("div", { class: "dialog-buttons" }, ...buttons.map((text, number) => make("button", { type: "button", text, class: number ? "" : "main-button", click: pressed(number) })));
    dialog.replaceChildren(make("h2", { id: "dialog-title", text: title, tabindex: "-1" }), ...content, row);
    dialog.returnValue = "";
    dialog.onclose = () => answer(dialog.returnValue === "" ? (buttons.length === 3 && buttons[2] === "Go on editing" ? 2 : buttons[0] === "Go on with the draft" ? 1 : 0) : Number(dialog.returnValue));
    dialog.showModal();
    dialog.querySelector("h2").focus();
  });
}

/** Offer kinds of things, each with what it is for; -1 when none is wanted. */
function choose(title, kinds) {
  const dialog = $("dialog");
  return new Promise((answer) => {
    const list = make("ul", { class: "kinds" });
    kinds.forEach((kind, number) => {
      const pick = () => { dialog.returnValue = String(number); dialog.close(); };
      list.append(make("li", {}, make("button", { type: "button", click: pick }, make("strong", { text: kind.title }), make("span", { text: kind.description }))));
    });
    const cancel = make("button", { type: "button", text: "Cancel", click: () => dialog.close() });
    dialog.replaceChildren(make("h2", { id: "dialog-title", text: title, tabindex: "-1" }), list, make("div", { class: "dialog-buttons" }, cancel));
    dialog.returnValue = "";
    dialog.onclose = () => answer(dialog.returnValue === "" ? -1 : Number(dialog.returnValue));
    dialog.showModal();
    dialog.querySelector("h2").focus();
  });
}

$("save").addEventListener("click", save);
$("undo").addEventListener("click", undo);
$("look").addEventListener("click", () => {
  const shown = $("look").getAttribute("aria-expanded") === "true";
  $("look").setAttribute("aria-expanded", String(!shown));
  document.body.classList.toggle("without-preview", shown);
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    if (!$("dialog").open) save();
  }
});
window.addEventListener("beforeunload", (event) => {
  if (isDirty()) event.preventDefault();
});
if (window.matchMedia("(max-width: 62rem)").matches) {
  $("contents-fold").open = false;
  $("look").click();
}
start();
