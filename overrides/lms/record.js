/**
 * What a learning-management system keeps of a learner between two visits, as one short text.
 *
 * The system gives 4,096 characters. Each unit, exercise and question has a code of a few letters
 * that the package was made with; the codes are grouped by the day on which they were done. Nothing
 * here can hold a word that someone wrote: there are codes, days and scores.
 *
 * @typedef {{done: Map<string, number>, right: Set<string>, tries: Try[]}} Recorded
 *   Days since 1970 under codes; the codes of questions answered right; tries of the post-test.
 * @typedef {{day: number, right: number, of: number, passed: boolean}} Try
 */

const MOST_CHARACTERS = 4096;
const FORMAT_MARK = "1";
const MOST_TRIES = 20;
const DAY_DIGITS = 3;
const DAY_MS = 86_400_000;

/** @param {string} date in ISO form @returns {number} */
const dayOf = (date) => Math.max(0, Math.floor(Date.parse(date) / DAY_MS)) || 0;

/** @param {number} day @returns {string} noon of the day, which is the same day nearly everywhere */
const dateOf = (day) => new Date((day + 0.5) * DAY_MS).toISOString();

/** @param {number} day */
const dayCode = (day) => day.toString(36).padStart(DAY_DIGITS, "0").slice(-DAY_DIGITS);

/** @param {Recorded} recorded @returns {string} never longer than the system takes */
function packed({ done, right, tries }) {
  const kept = tries.slice(-MOST_TRIES);
  const whole = joinedParts(done, right, kept);
  if (whole.length <= MOST_CHARACTERS) return whole;
  // Too many days: what was done matters more than when.
  const last = Math.max(...done.values());
  const sameDay = new Map([...done.keys()].map((code) => [code, last]));
  const short = joinedParts(sameDay, right, kept);
  return short.length <= MOST_CHARACTERS ? short : joinedParts(sameDay, right, kept.slice(-1));
}

/** @param {Map<string, number>} done @param {Set<string>} right @param {Try[]} tries */
function joinedParts(done, right, tries) {
  const days = new Map();
  for (const [code, day] of done) days.set(day, (days.get(day) ?? "") + code);
  const groups = [...days].map(([day, codes]) => dayCode(day) + codes);
  const scores = tries.map((one) => `${dayCode(one.day)}:${one.right}:${one.of}:${one.passed ? 1 : 0}`);
  return [FORMAT_MARK, groups.join("."), [...right].join(""), scores.join(".")].join(";");
}

/**
 * What a text from the system says; whatever is not ours counts for nothing.
 * @param {string} text @param {number} letters how long a code is @param {(code: string) => boolean} isKnown
 * @returns {Recorded}
 */
function unpacked(text, letters, isKnown) {
  const [mark, groups = "", right = "", tries = ""] = text.split(";");
  /** @type {Recorded} */
  const found = { done: new Map(), right: new Set(), tries: [] };
  if (mark !== FORMAT_MARK) return found;
  for (const group of groups.split(".")) {
    const day = parseInt(group.slice(0, DAY_DIGITS), 36);
    const codes = chunks(group.slice(DAY_DIGITS), letters).filter(isKnown);
    if (Number.isFinite(day)) codes.forEach((code) => found.done.set(code, day));
  }
  chunks(right, letters).filter(isKnown).forEach((code) => found.right.add(code));
  for (const [, day, rights, of, passed] of tries.matchAll(/([0-9a-z]{3}):(\d{1,4}):(\d{1,4}):([01])/g)) {
    if (Number(of) === 0 || Number(rights) > Number(of)) continue;
    found.tries.push({ day: parseInt(day, 36), right: Number(rights), of: Number(of), passed: passed === "1" });
  }
  return found;
}

/** @param {string} text @param {number} length @returns {string[]} */
const chunks = (text, length) =>
  Array.from({ length: Math.floor(text.length / length) }, (_, at) => text.slice(at * length, (at + 1) * length));

/** @param {number} ms @returns {string} as SCORM 1.2 writes a time span: HHHH:MM:SS.SS */
function timespan(ms) {
  const hundredths = Math.min(Math.round(ms / 10), 9999 * 360_000 + 359_999);
  const two = (/** @type {number} */ value) => String(Math.floor(value)).padStart(2, "0");
  const hours = String(Math.floor(hundredths / 360_000)).padStart(4, "0");
  return `${hours}:${two((hundredths / 6000) % 60)}:${two((hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}
