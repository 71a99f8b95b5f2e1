/**
 * What a learner leaves on this device: the only file that touches the browser's storage.
 *
 * Everything is synchronous, so that a keystroke is kept before the next one. Nothing here throws
 * to its callers: a write answers `{kept: true}` or `{kept: false, reason}`. What the browser does
 * not keep stays in the tab and goes when the tab closes. It knows nothing of pages or buttons.
 *
 * @typedef {"keep" | "session" | "unasked"} Mode
 *   keep: notes stay on this device. session: they go when the tab closes. unasked: no choice yet.
 * @typedef {{kept: true} | {kept: false, reason: "full" | "refused" | "not-keeping" | "newer" | "apart"}} Written
 *   newer: a newer version of the site has written here, and this one leaves that alone.
 *   apart: the page was opened from disk, and its browser shares nothing between such pages.
 * @typedef {{module: string, exercise: string, text: string, prompt: string, title: string,
 *   moduleTitle: string, path: string, updated: string}} Note
 * @typedef {{answers: Record<string, number>, date: string}} Confidence
 * @typedef {{units: Record<string, string>, exercises: Record<string, string>,
 *   check: Record<string, string>, confidence: {before?: Confidence, after?: Confidence}}} Progress
 *   Dates under ids: what was read, done, answered (never how).
 * @typedef {{date: string, right: number, of: number, passed: boolean}} Result
 * @typedef {{kind: "note" | "progress" | "mode" | "visit" | "result" | "everything",
 *   module?: string, exercise?: string, elsewhere: boolean}} Change
 *   `elsewhere` is true when another tab did it.
 */

const FORMAT = 1;

/**
 * How to read what an older version of the site wrote: from each format to the next one.
 * Takes all entries without their prefix and gives them back in the newer shape.
 * @type {Record<number, (entries: Record<string, string>) => Record<string, string>>}
 */
const MIGRATIONS = {};

/** The site's address and path: the joined script lies in its folder `assets`. */
const SITE = new URL("../", document.currentScript?.src || document.baseURI);
const PREFIX = `training-site:${SITE.pathname}:`;
const PAD = `${PREFIX}pad`;

/**
 * Whether the browser takes each file on disk for a place of its own, as Firefox does. What one page
 * kept, no other could show or erase, so nothing is kept: it is on this page until it is left.
 */
const APART = location.protocol === "file:" && location.origin === "null";

const NOTE_FIELDS = /** @type {const} */ (["text", "prompt", "title", "moduleTitle", "path", "updated"]);

/** @type {Map<string, string>} what is not, or not yet, in the browser's storage; `hold` and `drop` change it */
const memory = new Map();
/** @type {Set<(change: Change) => void>} */
const listeners = new Set();
/**
 * Why nothing on the device may be touched: a newer version of the site wrote it, or it is of an older
 * one and could not be moved to this format.
 * @type {"" | "newer" | "full" | "refused" | "not-keeping"}
 */
let shut = "";
/** Inside a learning-management system, the session that keeps progress there; it takes no note. */
const session = globalThis.trainingSite?.session;

// The browser's storage, which may be refused, full or missing

/** @returns {Storage | null} */
function device() {
  try {
    return APART ? null : globalThis.localStorage;
  } catch {
    return null;
  }
}

/** @returns {Storage | null} */
function tab() {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}

/** @param {Storage | null} place @param {string} key */
function get(place, key) {
  try {
    return place?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/** @param {Storage | null} place @param {string} key @param {string} value @returns {Written} */
function put(place, key, value) {
  if (!place) return { kept: false, reason: "refused" };
  try {
    place.setItem(key, value);
    return place.getItem(key) === value ? { kept: true } : { kept: false, reason: "refused" };
  } catch (error) {
    const full = error instanceof DOMException && /quota/i.test(error.name);
    return { kept: false, reason: full ? "full" : "refused" };
  }
}

/** @param {string} name @returns {string | null} what the device holds under a name */
function stored(name) {
  return shut ? null : get(device(), PREFIX + name);
}

/** Write on the device, which first learns the format. @param {string} name @param {string} text @returns {Written} */
function keep(name, text) {
  if (shut) return { kept: false, reason: shut };
  if (get(device(), `${PREFIX}format`) === null) {
    const written = put(device(), `${PREFIX}format`, String(FORMAT));
    if (!written.kept) return written;
  }
  return put(device(), PREFIX + name, text);
}

/** @param {Storage | null} place @param {string} key */
function remove(place, key) {
  try {
    place?.removeItem(key);
  } catch {
    // Refused storage holds nothing to remove.
  }
}

/** @param {Storage | null} place @returns {string[]} the site's own keys, without their prefix */
function keysIn(place) {
  try {
    return Object.keys(place ?? {})
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

// What only this tab holds. To outlive a page it is cut in two: a pad of random bytes in the tab's
// storage, and the text added to the pad in the window's name. Closing the tab ends the name, which
// browsers never write down; a reopened tab has the pad alone, and another site at most the name,
// and neither tells anything. A new pad each time.

/** @param {string} name @param {string} text */
function hold(name, text) {
  memory.set(name, text);
  carry();
}

/** @param {string} name */
function drop(name) {
  if (memory.delete(name)) carry();
}

function carry() {
  if (globalThis.name && !globalThis.name.startsWith(PREFIX)) return;
  const text = new TextEncoder().encode(JSON.stringify([...memory, ["format", FORMAT]]));
  const pad = randomBytes(text.length);
  const carried = memory.size > 0 && put(tab(), PAD, toBase64(pad)).kept;
  globalThis.name = carried ? PREFIX + toBase64(mix(text, pad)) : "";
  if (!carried) remove(tab(), PAD);
}

function takeCarried() {
  memory.clear();
  const pad = get(tab(), PAD);
  if (!pad || !globalThis.name.startsWith(PREFIX) || wasReopened()) return;
  try {
    const mixed = mix(fromBase64(globalThis.name.slice(PREFIX.length)), fromBase64(pad));
    const { format = 1, ...entries } = Object.fromEntries(JSON.parse(new TextDecoder().decode(mixed)));
    for (const [name, text] of Object.entries(migrated(entries, format))) memory.set(name, text);
  } catch {
    memory.clear();
  }
}

/** Whether the page came back without another page of the site before it in this tab. */
function wasReopened() {
  const [how] = performance.getEntriesByType("navigation");
  const before = globalThis.navigation?.activation;
  return /** @type {any} */ (how)?.type === "back_forward" && before !== undefined && !before?.from;
}

/** @param {number} length */
function randomBytes(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  return bytes;
}

/** @param {Uint8Array} bytes @param {Uint8Array} pad */
const mix = (bytes, pad) => bytes.map((byte, at) => byte ^ pad[at]);

/** @param {Uint8Array} bytes */
const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// Entries: one key each, in memory or on the device

/** @param {string} name */
const isNote = (name) => name.startsWith("note:");

/** @param {string} name whether the learning-management system has this, and the device never */
const isElsewhere = (name) => session && !isNote(name) && name !== "mode";

/** @param {string} name whether this entry may be on the device in the mode that is on */
function mayKeep(name) {
  return mode() === "keep" || (mode() === "unasked" && (shut !== "" || !isNote(name)));
}

/** @param {string} name @returns {string | null} */
function read(name) {
  if (memory.has(name)) return memory.get(name) ?? null;
  if (isElsewhere(name)) return session.read(name);
  return mode() === "session" ? null : stored(name);
}

/** @param {string} name @param {unknown} value @returns {Written} */
function write(name, value) {
  const text = JSON.stringify(value);
  /** @type {Written} */
  const written = isElsewhere(name)
    ? session.keep(name, text)
    : mayKeep(name) ? keep(name, text) : { kept: false, reason: APART ? "apart" : "not-keeping" };
  if (written.kept) drop(name);
  else hold(name, text);
  return written;
}

/** @param {string} name in session mode, only the tab's own entry goes */
function erase(name) {
  drop(name);
  if (isElsewhere(name)) session.erase(name);
  else if (mode() !== "session" && !shut) remove(device(), PREFIX + name);
}

/** @returns {string[]} */
function names() {
  const kept = mode() === "session" || shut ? [] : keysIn(device()).filter((name) => !isElsewhere(name));
  return [...new Set([...kept, ...memory.keys(), ...(session?.names() ?? [])])].sort();
}

/** @param {string | null} text @returns {any} */
function parsed(text) {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

// The mode

/** @returns {Mode} */
function mode() {
  if (get(tab(), `${PREFIX}mode`) === "session" || memory.get("mode") === "session") return "session";
  return stored("mode") === "keep" || memory.get("mode") === "keep" ? "keep" : session || APART ? "session" : "unasked";
}

/**
 * Keep notes on this device from now on, or don't. What the tab holds in memory is then kept; beside
 * a note that the device already has, it is added below. What the device already has is not erased.
 * @param {"keep" | "session"} wanted
 * @returns {Written}
 */
function setMode(wanted) {
  /** @type {Written} */
  let written = { kept: true };
  if (wanted === "session") {
    if (!put(tab(), `${PREFIX}mode`, "session").kept) hold("mode", "session");
  } else {
    remove(tab(), `${PREFIX}mode`);
    drop("mode");
    written = keep("mode", "keep");
    if (!written.kept) hold("mode", "keep");
    written = keepMemory(written);
  }
  tell({ kind: "mode", elsewhere: false });
  return written;
}

/** Move what memory holds to the device. @param {Written} before @returns {Written} the last refusal, if any */
function keepMemory(before = { kept: true }) {
  let written = before;
  for (const [name, text] of [...memory]) {
    if (name === "mode" || isElsewhere(name)) continue;
    const done = keep(name, joined(name, stored(name), text));
    if (done.kept) drop(name);
    else written = done;
  }
  return written;
}

/** @param {string} name @param {string | null} before @param {string} after both as stored */
function joined(name, before, after) {
  const [old, fresh] = [parsed(before), parsed(after)];
  if (!old || !fresh) return after;
  if (isNote(name)) return JSON.stringify({ ...fresh, text: joinTexts(old.text, fresh.text) });
  if (name.startsWith("progress:")) return JSON.stringify(joinProgress(cleanProgress(old), cleanProgress(fresh)));
  if (name === "results" && Array.isArray(old) && Array.isArray(fresh)) return JSON.stringify([...old, ...fresh]);
  return after;
}

/**
 * Two texts of one note as one, losing neither.
 * @param {string} first @param {string} second
 */
function joinTexts(first, second) {
  if (!first || second.includes(first)) return second;
  if (!second || first.includes(second)) return first;
  return `${first}\n\n${second}`;
}

// Notes

/** @param {string} module @param {string} exercise @returns {Note | null} */
function note(module, exercise) {
  const found = parsed(read(`note:${module}/${exercise}`));
  if (!found || typeof found.text !== "string") return null;
  const fields = NOTE_FIELDS.map((field) => [field, typeof found[field] === "string" ? found[field] : ""]);
  return { module, exercise, ...Object.fromEntries(fields) };
}

/** @returns {Note[]} every note, also those whose exercise is gone */
function notes() {
  return names()
    .filter(isNote)
    .map((name) => name.slice("note:".length).split("/"))
    .map(([module, exercise]) => note(module, exercise))
    .filter((found) => found !== null);
}

/**
 * Keep a note's text, with the prompt it was written for and where that stands.
 * @param {string} module @param {string} exercise
 * @param {Partial<Note> & {text: string}} fields the rest is taken from the note as it was
 * @returns {Written}
 */
function saveNote(module, exercise, fields) {
  const whole = { ...note(module, exercise), updated: new Date().toISOString(), ...fields };
  const kept = Object.fromEntries(NOTE_FIELDS.map((field) => [field, whole[field] ?? ""]));
  const written = write(`note:${module}/${exercise}`, kept);
  tell({ kind: "note", module, exercise, elsewhere: false });
  return written;
}

/** @param {string} module @param {string} exercise */
function eraseNote(module, exercise) {
  erase(`note:${module}/${exercise}`);
  tell({ kind: "note", module, exercise, elsewhere: false });
}

// Progress

/** @param {string} module @returns {Progress} */
function progress(module) {
  return cleanProgress(parsed(read(`progress:${module}`)));
}

/** @returns {Record<string, Progress>} the progress in every module that has any */
function allProgress() {
  const modules = names().filter((name) => name.startsWith("progress:"));
  return Object.fromEntries(modules.map((name) => [name.slice(9), cleanProgress(parsed(read(name)))]));
}

/** @param {any} found whatever was stored @returns {Progress} */
function cleanProgress(found) {
  const dates = (/** @type {any} */ part) => only(part, (value) => typeof value === "string");
  const confidence = Object.fromEntries(
    ["before", "after"]
      .filter((when) => typeof found?.confidence?.[when]?.date === "string")
      .map((when) => {
        const { answers, date } = found.confidence[when];
        return [when, { answers: only(answers, (value) => Number.isInteger(value)), date }];
      }),
  );
  return { units: dates(found?.units), exercises: dates(found?.exercises), check: dates(found?.check), confidence };
}

/** @param {any} part @param {(value: unknown) => boolean} fits */
function only(part, fits) {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => fits(value)));
}

/** @param {Progress} old @param {Progress} fresh @returns {Progress} */
function joinProgress(old, fresh) {
  const both = Object.fromEntries(Object.keys(old).map((part) => [part, { ...old[part], ...fresh[part] }]));
  return /** @type {Progress} */ (both);
}

/** @param {string} module @param {(progress: Progress) => void} change @returns {Written} */
function changeProgress(module, change) {
  const changed = progress(module);
  change(changed);
  const written = write(`progress:${module}`, changed);
  tell({ kind: "progress", module, elsewhere: false });
  return written;
}

/** @param {"units" | "exercises" | "check"} part */
const marker = (part) =>
  /** @param {string} module @param {string} id @param {boolean} [done] @returns {Written} */
  (module, id, done = true) =>
    changeProgress(module, (changed) => {
      if (done) changed[part][id] ??= new Date().toISOString();
      else delete changed[part][id];
    });

/**
 * @param {string} module @param {"before" | "after"} when
 * @param {Record<string, number>} answers the step of the scale under each statement's id
 * @returns {Written}
 */
function saveConfidence(module, when, answers) {
  return changeProgress(module, (changed) => {
    changed.confidence[when] = { answers, date: new Date().toISOString() };
  });
}

/**
 * Add progress from a backup to what is here.
 * @param {string} module @param {unknown} found @returns {Written}
 */
function addProgress(module, found) {
  return changeProgress(module, (changed) => {
    Object.assign(changed, joinProgress(cleanProgress(found), changed));
  });
}

/** @returns {{path: string, title: string, date: string} | null} the page to continue with */
function lastVisited() {
  const found = parsed(read("visit"));
  return typeof found?.path === "string" && typeof found.title === "string" ? found : null;
}

/** @param {string} path from the site's root @param {string} title @returns {Written} */
function visit(path, title) {
  const written = write("visit", { path, title, date: new Date().toISOString() });
  tell({ kind: "visit", elsewhere: false });
  return written;
}

/** @returns {Result[]} the tries of the post-test, oldest first */
function results() {
  const found = parsed(read("results"));
  return Array.isArray(found) ? found.filter((result) => typeof result?.date === "string") : [];
}

/** @param {Omit<Result, "date">} result a score, never an answer @returns {Written} */
function saveResult({ right, of, passed }) {
  const written = write("results", [...results(), { date: new Date().toISOString(), right, of, passed }]);
  tell({ kind: "result", elsewhere: false });
  return written;
}

// Erasing

/** Erase the notes and the progress of one module. @param {string} module */
function eraseModule(module) {
  names()
    .filter((name) => name === `progress:${module}` || name.startsWith(`note:${module}/`))
    .forEach(erase);
  tell({ kind: "everything", module, elsewhere: false });
}

/** Erase the progress of one module and leave its notes. @param {string} module */
function eraseProgress(module) {
  erase(`progress:${module}`);
  tell({ kind: "progress", module, elsewhere: false });
}

/** Erase the progress in all modules, the page to continue with and the scores; leave the notes. */
function eraseAllProgress() {
  names()
    .filter((name) => name === "visit" || name === "results" || name.startsWith("progress:"))
    .forEach(erase);
  tell({ kind: "everything", elsewhere: false });
}

/** Erase all that this site left on the device and in the tab, whatever the mode, the choice too. */
function eraseEverything() {
  memory.clear();
  carry();
  session?.names().forEach(erase);
  for (const place of [device(), tab()]) keysIn(place).forEach((name) => remove(place, PREFIX + name));
  tell({ kind: "everything", elsewhere: false });
}

/** Whether nothing of this site is left, asked of the browser anew. */
function isEmpty() {
  return memory.size === 0 && !globalThis.name.startsWith(PREFIX) && [device(), tab()].every((place) => keysIn(place).length === 0);
}

/** How many notes the device holds, whatever the mode. */
function countKept() {
  return keysIn(device()).filter(isNote).length;
}

/** Whether the device holds a note as it stands. @param {string} module @param {string} exercise */
function isKept(module, exercise) {
  const name = `note:${module}/${exercise}`;
  return !memory.has(name) && read(name) !== null;
}

/** Whether this tab holds notes that go with it. */
function holdsUnkept() {
  return [...memory].some(([name, text]) => isNote(name) && parsed(text)?.text);
}

/**
 * Ask the browser not to clear this site's storage by itself.
 * @returns {Promise<"granted" | "not granted" | "not offered">}
 */
async function askToStay() {
  try {
    if (!navigator.storage?.persist) return "not offered";
    return (await navigator.storage.persist()) ? "granted" : "not granted";
  } catch {
    return "not offered";
  }
}

/** @returns {Promise<boolean>} whether the browser has promised that */
async function isToStay() {
  try {
    return (await navigator.storage?.persisted?.()) ?? false;
  } catch {
    return false;
  }
}

// Listeners, here and in other tabs

/** @param {(change: Change) => void} listener @returns {() => void} call it to stop listening */
function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param {Change} change */
function tell(change) {
  for (const listener of [...listeners]) {
    try {
      listener(change);
    } catch (error) {
      console.error("a listener of the store failed", error);
    }
  }
}

/** @param {string} name @returns {Change} */
function changeOf(name) {
  const [kind, rest = ""] = name.split(":");
  const [module, exercise] = rest.split("/");
  if (kind === "note") return { kind, module, exercise, elsewhere: true };
  if (kind === "progress") return { kind, module, elsewhere: true };
  if (kind === "mode" || kind === "visit") return { kind, elsewhere: true };
  return kind === "results" ? { kind: "result", elsewhere: true } : { kind: "everything", elsewhere: true };
}

addEventListener("storage", (event) => {
  if (event.storageArea !== device()) return;
  if (event.key === `${PREFIX}format` && Number(event.newValue) > FORMAT) shut = "newer";
  if (mode() === "keep") keepMemory();
  if (event.key === null) tell({ kind: "everything", elsewhere: true });
  else if (event.key.startsWith(PREFIX)) tell(changeOf(event.key.slice(PREFIX.length)));
});

// A page kept by the browser for its back button may be behind the times.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  takeCarried();
  migrate();
  tell({ kind: "everything", elsewhere: true });
});

// Reading what earlier versions of the site wrote

/** @param {Record<string, string>} entries @param {number} format in which they are */
function migrated(entries, format) {
  for (let step = Math.max(1, Math.floor(format)); step < FORMAT; step += 1) entries = MIGRATIONS[step](entries);
  return entries;
}

/**
 * Move what is on the device to this format: as a copy in one entry first, so that an end in the
 * middle loses nothing and the next start goes on. Without room for the copy nothing is touched.
 */
function migrate() {
  const place = device();
  const there = keysIn(place);
  const found = Object.fromEntries(there.map((name) => [name, get(place, PREFIX + name) ?? ""]));
  const copy = parsed(found.moving ?? null);
  const { format = "1", moving, ...older } = typeof copy === "object" ? (copy ?? found) : found;
  shut = !there.length || Number(format) <= FORMAT ? "" : "newer";
  if (shut || !there.length || (Number(format) === FORMAT && moving === undefined && !copy)) return;
  const entries = migrated(older, Number(format));
  const all = Object.entries({ ...entries, format: String(FORMAT) });
  let written = put(place, `${PREFIX}moving`, JSON.stringify(Object.fromEntries(all)));
  if (written.kept) there.filter((name) => name !== "moving").forEach((name) => remove(place, PREFIX + name));
  for (const [name, text] of all) if (written.kept) written = put(place, PREFIX + name, text);
  if (written.kept) {
    remove(place, `${PREFIX}moving`);
    return;
  }
  shut = written.reason;
  for (const [name, text] of Object.entries(entries)) if (!memory.has(name)) memory.set(name, text);
}

/** Entries whose module, unit or exercise has a new id move to it: `{"old": "new", "m/old": "m/new"}`. */
function followRenames() {
  if (shut) return;
  const moved = parsed(document.querySelector("script[data-ts-moved]")?.textContent ?? null) ?? {};
  for (const [from, to] of Object.entries(moved)) {
    if (from.includes("/")) moveEntry(`note:${from}`, `note:${to}`);
    for (const name of keysIn(device())) {
      if (name.startsWith(`note:${from}/`)) moveEntry(name, `note:${to}/${name.slice(`note:${from}/`.length)}`);
      else if (name === `progress:${from}`) moveEntry(name, `progress:${to}`);
    }
    if (from.includes("/")) renameInProgress(from.split("/"), to.split("/")[1]);
  }
}

/** @param {string} from @param {string} to */
function moveEntry(from, to) {
  const text = get(device(), PREFIX + from);
  if (text === null) return;
  const done = put(device(), PREFIX + to, joined(to, get(device(), PREFIX + to), text));
  if (done.kept) remove(device(), PREFIX + from);
}

/** @param {string[]} from module and old id @param {string} id the new one */
function renameInProgress([module, old], id) {
  const stored = parsed(get(device(), `${PREFIX}progress:${module}`));
  if (!stored) return;
  const found = cleanProgress(stored);
  const parts = [found.units, found.exercises, found.check].filter((part) => old in part);
  for (const part of parts) {
    part[id] ??= part[old];
    delete part[old];
  }
  if (parts.length > 0) put(device(), `${PREFIX}progress:${module}`, JSON.stringify(found));
}

takeCarried();
migrate();
followRenames();

// Leaving may mean closing, and closing ends what only the tab holds. Links of the site only move on.

let following = false;

addEventListener("click", (event) => {
  following = !event.defaultPrevented && event.button === 0 && !isModified(event) && leadsOn(event.target);
});

addEventListener("beforeunload", (event) => {
  const movingOn = following;
  following = false;
  if ((movingOn && !APART) || !holdsUnkept()) return;
  event.preventDefault();
  event.returnValue = true;
});

/** @param {MouseEvent} event */
const isModified = (event) => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/** @param {EventTarget | null} target */
function leadsOn(target) {
  const link = target instanceof Element ? target.closest("a[href]") : null;
  return link instanceof HTMLAnchorElement && !link.hasAttribute("download") && link.href.startsWith(SITE.href);
}

globalThis.trainingSite ??= {};
globalThis.trainingSite.store = Object.freeze({
  format: FORMAT,
  /** The address of the site's root, ending in a slash. */
  site: SITE.href,
  mode,
  /** Whether pages share nothing, so that leaving this one ends what was written and marked on it. */
  isApart: () => APART,
  /** Whether the choice to keep notes is on the device. */
  isOnDevice: () => stored("mode") === "keep",
  setMode,
  note,
  notes,
  saveNote,
  eraseNote,
  joinTexts,
  progress,
  allProgress,
  addProgress,
  markRead: marker("units"),
  markDone: marker("exercises"),
  markAnswered: marker("check"),
  saveConfidence,
  lastVisited,
  visit,
  results,
  saveResult,
  eraseModule,
  eraseProgress,
  eraseAllProgress,
  eraseEverything,
  isEmpty,
  countKept,
  isKept,
  /** Why what the device holds can be neither read nor changed, if so. */
  whyShut: () => shut,
  holdsUnkept,
  askToStay,
  isToStay,
  subscribe,
});
