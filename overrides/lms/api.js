/**
 * A learning-management system as SCORM 1.2 knows it: found, opened, told, closed.
 *
 * Every call is guarded, because systems differ: one that is missing, throws, or answers "false"
 * is a fact to tell the learner and never an error. Knows nothing of the course.
 */

/** How many windows up or back a system is looked for. */
const MOST_WINDOWS = 20;

/** @template T @param {() => T} ask @returns {T | null} null where another host's window refuses */
function allowed(ask) {
  try {
    return ask() ?? null;
  } catch {
    return null;
  }
}

/** @param {Window | null} start @returns {any} the first system at or above a window */
function apiAbove(start) {
  let place = start;
  for (let steps = 0; place && steps < MOST_WINDOWS; steps += 1) {
    const here = place;
    const api = allowed(() => (here.API?.LMSInitialize ? here.API : null));
    if (api) return api;
    place = allowed(() => (here.parent === here ? null : here.parent));
  }
  return null;
}

/** The system around this window, or around the one that opened it. */
function findApi() {
  const top = allowed(() => window.top);
  return (
    apiAbove(window) ??
    apiAbove(allowed(() => window.opener)) ??
    apiAbove(top && allowed(() => top.opener))
  );
}

class LearningSystem {
  #api = findApi();
  #open = false;
  /** What the system said when it last refused, in its own words. */
  refusal = "";

  /** @returns {"none" | "deaf" | "open"} what came of looking for it and greeting it */
  open() {
    if (!this.#api) return "none";
    this.#open = true;
    this.#open = this.#did("LMSInitialize", "");
    return this.#open ? "open" : "deaf";
  }

  /** @param {string} name @returns {string} empty where nothing is known */
  get(name) {
    return this.#open ? String(this.#call("LMSGetValue", name) ?? "") : "";
  }

  /** @param {string} name @param {string | number} value @returns {boolean} whether it was taken */
  set(name, value) {
    return this.#did("LMSSetValue", name, String(value));
  }

  commit() {
    return this.#did("LMSCommit", "");
  }

  close() {
    const closed = this.#did("LMSFinish", "");
    this.#open = false;
    return closed;
  }

  /** @param {string} name @param {...string} values */
  #did(name, ...values) {
    if (!this.#open) return false;
    const done = String(this.#call(name, ...values)) === "true";
    if (!done) this.refusal = this.#reason();
    return done;
  }

  #reason() {
    const code = String(this.#call("LMSGetLastError") ?? "");
    return code && code !== "0" ? String(this.#call("LMSGetErrorString", code) ?? "") : "";
  }

  /** @param {string} name @param {...string} values @returns {unknown} null where the system throws */
  #call(name, ...values) {
    return allowed(() => this.#api[name](...values));
  }
}
