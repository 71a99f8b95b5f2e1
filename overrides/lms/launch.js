/**
 * The session of a package: opens it with the learning-management system, shows the pages in a
 * frame, and tells the system what was done. It lives as long as its window, whatever page is open.
 *
 * Pages hand over progress under the names that the store uses. Anything else is refused here too,
 * so that no note can reach the system by any way.
 *
 * @typedef {{kind: "units" | "exercises" | "check", module: string, id: string}} Item
 */
const facts = JSON.parse(document.querySelector("[data-facts]").textContent);
const frame = document.querySelector("iframe");
const news = document.querySelector("[data-news]");

const TAKEN = /^(?:progress:[a-z0-9-]+|results|visit)$/;
const PAGES = "pages/";
const SAID = {
  none: "No learning-management system was found. Everything here works; it is not recorded anywhere.",
  deaf: "Your learning-management system does not answer. Everything here works, but it is not recorded. Close this window and open the course from the system again; if that does not help, tell whoever runs it.",
  browsing: "Opened for a look: nothing is recorded this time.",
  open: "Your learning-management system records what you have done here.",
  refused: "Your learning-management system did not take the last change. It is tried again with the next one.",
};

/** @type {Map<string, Item>} */
const items = new Map(facts.items.map(([code, kind, module, id]) => [code, { kind, module, id }]));
const codes = new Map(facts.items.map(([code, kind, module, id]) => [`${kind}:${module}/${id}`, code]));
for (const [code, former] of facts.former) items.set(former, items.get(code));
const units = facts.items.filter(([, kind]) => kind === "units").map(([code]) => code);
const questions = facts.items.filter(([, kind]) => kind === "check").map(([code]) => code);

const lms = new LearningSystem();
const began = Date.now();
/** What the pages of this visit handed over, as they did. @type {Map<string, string>} */
const held = new Map();
/** @type {Set<string>} */
const right = new Set();

let state = lms.open();
const mode = lms.get("cmi.core.lesson_mode");
if (state === "open" && (mode === "browse" || mode === "review")) state = "browsing";
let settled = lms.get("cmi.core.lesson_status");
let place = lms.get("cmi.core.lesson_location");
if (!facts.pages.includes(place)) place = facts.start;
restore();

/** Everything that a page may ask of the session. */
globalThis.trainingSiteShell = Object.freeze({
  /** @param {string} name */
  read: (name) => held.get(name) ?? null,
  /** @param {string} name @param {string} text @returns {boolean} whether the system has it */
  keep: (name, text) => {
    if (!TAKEN.test(name)) return false;
    held.set(name, text);
    return tell();
  },
  /** @param {string} name */
  erase: (name) => {
    held.delete(name);
    tell();
  },
  names: () => [...held.keys()],
  /** @param {string} module @param {string} question @param {boolean} isRight the last answer counts */
  answered: (module, question, isRight) => {
    const code = codes.get(`check:${module}/${question}`);
    if (!code) return;
    if (isRight) right.add(code);
    else right.delete(code);
    tell();
  },
});

/** Make of the system's short text what the store reads. */
function restore() {
  const recorded = unpacked(lms.get("cmi.suspend_data"), facts.letters, (code) => items.has(code));
  const modules = new Map();
  for (const [code, day] of recorded.done) {
    const { kind, module, id } = items.get(code);
    if (!modules.has(module)) modules.set(module, { units: {}, exercises: {}, check: {}, confidence: {} });
    modules.get(module)[kind][id] = dateOf(day);
  }
  for (const [module, progress] of modules) held.set(`progress:${module}`, JSON.stringify(progress));
  const results = recorded.tries.map(({ day, ...score }) => ({ date: dateOf(day), ...score }));
  if (results.length > 0) held.set("results", JSON.stringify(results));
  for (const code of recorded.right) right.add(codes.get(keyOf(items.get(code))));
}

/** @param {Item} item */
function keyOf({ kind, module, id }) {
  return `${kind}:${module}/${id}`;
}

/** What there is to record, of what the pages handed over. @returns {Recorded} */
function recordedNow() {
  const done = new Map();
  for (const [code, { kind, module, id }] of items) {
    const date = parsed(`progress:${module}`)?.[kind]?.[id];
    if (typeof date === "string" && codes.get(keyOf(items.get(code))) === code) done.set(code, dayOf(date));
  }
  const results = parsed("results");
  const tries = (Array.isArray(results) ? results : []).map((one) => ({ ...one, day: dayOf(one.date) }));
  return { done, right: new Set([...right].filter((code) => done.has(code))), tries };
}

/** @param {string} name @returns {any} */
const parsed = (name) => allowed(() => JSON.parse(held.get(name) ?? "null"));

/** @param {Recorded} recorded @returns {number | null} percent, rounded down as the pages do */
function scoreOf({ done, right: rights, tries }) {
  if (facts.scope === "course") {
    const best = tries.map((one) => Math.floor((one.right * 100) / one.of));
    return best.length > 0 ? Math.max(...best) : null;
  }
  if (questions.length === 0 || !questions.every((code) => done.has(code))) return null;
  return Math.floor((questions.filter((code) => rights.has(code)).length * 100) / questions.length);
}

/** What is completed or passed stays so. @param {Recorded} recorded */
function statusOf({ done, tries }) {
  if (settled === "passed" || settled === "completed") return settled;
  if (![...units, ...questionsThatCount()].every((code) => done.has(code))) return "incomplete";
  if (facts.scope === "module") return "completed";
  if (tries.length === 0) return "incomplete";
  return tries.some((one) => one.passed) ? "passed" : "failed";
}

/** In a module its questions are asked for; in the course the post-test stands for them. */
const questionsThatCount = () => (facts.scope === "module" ? questions : []);

/** Tell the system how things stand, and the learner what came of it. @returns {boolean} */
function tell() {
  if (state !== "open") return false;
  const recorded = recordedNow();
  const score = scoreOf(recorded);
  settled = statusOf(recorded);
  const values = {
    "cmi.core.lesson_location": place,
    "cmi.suspend_data": packed(recorded),
    "cmi.core.lesson_status": settled,
    "cmi.core.session_time": timespan(Date.now() - began),
    "cmi.core.exit": "suspend",
    ...(score === null
      ? {}
      : { "cmi.core.score.min": 0, "cmi.core.score.max": 100, "cmi.core.score.raw": score }),
  };
  const taken = Object.entries(values).map(([name, value]) => lms.set(name, value));
  const done = taken.every(Boolean) && lms.commit();
  say(done ? "open" : "refused", lms.refusal);
  return done;
}

/** @param {keyof typeof SAID} what @param {string} [reason] in the system's words */
function say(what, reason = "") {
  const words = what === "refused" && reason ? `${SAID[what]} It said: ${reason}` : SAID[what];
  if (news.textContent !== words) news.textContent = words;
  document.documentElement.dataset.state = what;
}

say(state);
tell();
frame.addEventListener("load", () => {
  const address = allowed(() => frame.contentWindow.location.href);
  const root = new URL(PAGES, location.href).href;
  const here = address?.startsWith(root) ? address.slice(root.length).replace(/[?#].*/, "") : "";
  if (!facts.pages.includes(here) || here === place) return;
  place = here;
  tell();
});
frame.src = PAGES + place;

/* The window goes: the session ends, once. A page that a browser brings back starts a new one. */
addEventListener("pagehide", () => {
  tell();
  lms.close();
  if (state === "open") state = "deaf";
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") tell();
});
