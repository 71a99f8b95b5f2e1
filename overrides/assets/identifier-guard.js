/**
 * Finds what looks like a client's detail in a text. Knows nothing of pages or storage.
 *
 * It points, it never decides: a date may be today's, and a name it cannot know. Words that merely
 * speak of a phone, a school year or 988 are no detail.
 *
 * @typedef {{kind: string, found: string}} Finding
 */

const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const DAY = "\\d{1,2}(?:st|nd|rd|th)?";
const YEAR = "(?:,? (?:19|20)\\d{2})";
const BIRTH = "\\b(?:d\\.?o\\.?b\\.?|date of birth|birth ?date|birthday|born)(?!\\w)[^.\\n\\d]{0,20}?";
const NUMBERED =
  "(?:mrn|medical record|health record|record|chart|case|client|patient|student|member|policy|insurance|medicaid|medicare|id)";
const STREET = "street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|way|place|pl|terrace|circle|cir|highway|hwy|parkway|pkwy|square"
  .split("|")
  .map((word) => `[${word[0]}${word[0].toUpperCase()}]${word.slice(1)}`)
  .join("|");

/** @type {[string, RegExp][]} kinds in the order in which they are told; the first that fits a place counts */
const PATTERNS = [
  ["an e-mail address", /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi],
  ["a social security number", /\b\d{3}-\d{2}-\d{4}\b/g],
  ["a social security number", /\b(?:ssn|social security(?: number)?)\W{0,4}(?:is\W{1,2})?\d[\d -]{2,10}\d\b/gi],
  ["a phone number", /(?<![\d.-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)/g],
  ["a phone number", /(?<![\d.-])\d{3}[.-]\d{4}(?![\d-])/g],
  ["a phone number", /\+\d{1,3}[ .-]?(?:\(?\d{1,4}\)?[ .-]?){2,4}\d{2,4}/g],
  ["a date of birth", new RegExp(`${BIRTH}(?:${MONTH} ${DAY}\\b${YEAR}?|${DAY}(?: of)? ${MONTH}${YEAR}?(?![a-z]))`, "gi")],
  ["a date of birth", new RegExp(`${BIRTH}(?:\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[/.-]\\d{1,2}(?:[/.-]\\d{2,4})?)`, "gi")],
  ["a full date, perhaps of birth", /\b(?:0?[1-9]|1[0-2]|[12]\d|3[01])[/.-](?:0?[1-9]|[12]\d|3[01])[/.-](?:19|20)?\d{2}\b/g],
  ["a full date, perhaps of birth", /\b(?:19|20)\d{2}-(?:0\d|1[0-2])-[0-3]\d\b/g],
  ["a full date, perhaps of birth", new RegExp(`\\b(?:${MONTH} ${DAY}|${DAY} ${MONTH})${YEAR}\\b`, "gi")],
  ["a record number", new RegExp(`\\b${NUMBERED}(?: ?(?:number|num\\.?|no\\.?|id)| ?#)(?: is)?[ :#]{0,3}[a-z]{0,4}-?\\d[\\d-]{2,}\\b`, "gi")],
  ["a record number", /\b(?:mrn|id)[ :#]{1,3}[a-z]{0,4}-?\d[\d-]{3,}\b/gi],
  ["a long number, perhaps of a record", /(?<![\d.])\d{7,}(?!\d)/g],
  ["a street address", new RegExp(`\\b\\d{1,5}[A-Za-z]? (?:[NSEW]\\.? )?(?:[A-Z][\\w'’.-]* ){1,3}(?:${STREET})\\b`, "g")],
  ["a street address", /\b\d{1,5} (?!(?:of|the|a|an|in|on|down|to|from|more|other|minutes?|hours?|miles?|blocks?|times?|kids?|years?)\b)[a-z'’]+ (?:street|avenue|road|lane|boulevard)\b/g],
  ["a street address", /\bp\.? ?o\.? box \d+/gi],
  ["a street address", /\b[A-Z]{2} \d{5}(?:-\d{4})?\b/g],
];

/** @param {string} text @returns {Finding[]} each detail once, in the order of the text */
function find(text) {
  /** @type {{kind: string, found: string, from: number, to: number}[]} */
  const findings = [];
  for (const [kind, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (findings.some((other) => from < other.to && other.from < to)) continue;
      findings.push({ kind, found: match[0].trim(), from, to });
    }
  }
  const seen = new Set();
  return findings
    .sort((one, other) => one.from - other.from)
    .filter(({ found }) => !seen.has(found) && seen.add(found))
    .map(({ kind, found }) => ({ kind, found }));
}

/** What the learner called fine, on this page: it is not pointed at again. */
const fine = new Set();

/** @param {string} text @returns {Finding[]} what is found and not called fine */
const findOpen = (text) => find(text).filter(({ found }) => !fine.has(found));

/** @param {Finding[]} findings */
function callFine(findings) {
  for (const { found } of findings) fine.add(found);
}

globalThis.trainingSite ??= {};
globalThis.trainingSite.identifierGuard = Object.freeze({ find, findOpen, callFine });
