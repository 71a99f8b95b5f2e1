/**
 * The search: asks the files in assets/search/ for the words of a question and shows pages with their sections.
 *
 * The files are scripts that call `trainingSite.search`, because a page opened from disk may not fetch.
 * Nothing of a question leaves the page or stands in an address. Words are made as in search_index.py.
 */
const { element, button } = trainingSite.elements;
const dialog = document.querySelector("[data-search-dialog]");
const query = dialog.querySelector("[data-search-query]");
const status = dialog.querySelector("[data-search-status]");
const list = dialog.querySelector("[data-search-found]");
const folder = new URL("search/", document.currentScript.src);
const root = new URL("../", document.currentScript.src);

const PAGES_AT_ONCE = 8;
const SECTIONS_A_PAGE = 3;
const WORDS_SHOWN = 32;
const WORDS_BEFORE = 6;
const ENDINGS = ["ies", "ing", "ed", "en", "es", "s", "e", "y"];
const SHORTEST_STEM = 4;

/* The files, each asked for once. One that did not come is asked for again by the next question. */

const arrived = new Map();
const asked = new Map();
trainingSite.search = Object.freeze({
  index: (about) => arrived.set("index", about),
  words: (start, words) => arrived.set(`words-${fileName(start)}`, words),
  texts: (number, entries) => arrived.set(`texts-${number}`, entries),
});

/** @param {string} name @returns {Promise<any>} */
function file(name) {
  if (!asked.has(name)) {
    asked.set(
      name,
      new Promise((give, fail) => {
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, folder).href;
        script.addEventListener("load", () => (script.remove(), give(arrived.get(name))));
        script.addEventListener("error", () => (script.remove(), asked.delete(name), fail(new Error(name))));
        document.head.append(script);
      }),
    );
  }
  return asked.get(name);
}

/** @param {string} start */
function fileName(start) {
  return [...start].map((sign) => (/[a-z0-9]/.test(sign) ? sign : `_${sign.codePointAt(0).toString(16)}`)).join("");
}

/* Words. */

/** Without case, accents and apostrophes. @param {string} text */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’]/g, "");
}

/** @param {string} text @param {string[]} stopWords */
function wordsOf(text, stopWords) {
  const words = plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => word.length > 1 && !stopWords.includes(word));
}

/** What a word begins with in its other forms: "games" and "game", "frozen" and "froze". @param {string} word */
function stemOf(word) {
  const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= SHORTEST_STEM);
  return ending ? word.slice(0, -ending.length) : word;
}

/* Finding. */

/** Entries with one word of the question, each with how well it fits. @param {string} word */
async function entriesWith(word, index) {
  const stem = stemOf(word);
  const starts = index.shards.filter((start) => start.startsWith(stem) || stem.startsWith(start));
  const shards = await Promise.all(starts.map((start) => file(`words-${fileName(start)}`)));
  const scores = new Map();
  for (const [term, places] of shards.flatMap((shard) => Object.entries(shard))) {
    if (!term.startsWith(stem)) continue;
    const closeness = term === word ? 1 : term.startsWith(word) ? 0.6 : 0.4;
    const rarity = Math.log(1 + (2 * index.entries) / places.length);
    for (let i = 0; i < places.length; i += 2) {
      const score = places[i + 1] * closeness * rarity;
      scores.set(places[i], Math.max(score, scores.get(places[i]) ?? 0));
    }
  }
  return scores;
}

/**
 * Pages that hold most words of the question, best first, each with its entries, best first.
 *
 * @param {string[]} words
 */
async function pagesWith(words, index) {
  const pages = new Map();
  const byWord = await Promise.all(words.map((word) => entriesWith(word, index)));
  for (const [place, scores] of byWord.entries()) {
    for (const [entry, score] of scores) {
      const first = index.firsts.findLast((one) => one <= entry);
      const page = pages.get(first) ?? { words: new Set(), entries: new Map() };
      const before = page.entries.get(entry) ?? { entry, words: 0, score: 0 };
      page.words.add(place);
      page.entries.set(entry, { entry, words: before.words + 1, score: before.score + score });
      pages.set(first, page);
    }
  }
  const most = Math.max(0, ...[...pages.values()].map((page) => page.words.size));
  const better = (a, b) => b.words - a.words || b.score - a.score || a.entry - b.entry;
  return [...pages.values()]
    .filter((page) => page.words.size === most)
    .map((page) => [...page.entries.values()].sort(better))
    .sort((a, b) => better(a[0], b[0]));
}

/* Showing. */

/** The part of a text that holds most of the words asked for. @param {string} text @param {string[]} stems */
function excerpt(text, stems) {
  const words = [...text.matchAll(/[\p{L}\p{N}'’]+/gu)];
  const fits = words.map((match) => stems.find((stem) => plain(match[0]).startsWith(stem)));
  const held = (from) => (fits[from] ? new Set(fits.slice(from, from + WORDS_SHOWN - WORDS_BEFORE).filter(Boolean)).size : 0);
  const best = words.reduce((found, _, from) => (held(from) > held(found) ? from : found), 0);
  const start = Math.max(0, best - WORDS_BEFORE);
  const shown = words.slice(start, start + WORDS_SHOWN);
  const made = element("p", "ts-found__text");
  if (shown.length === 0) return made;
  let at = shown[0].index;
  if (at > 0) made.append("… ");
  for (const [place, match] of shown.entries()) {
    made.append(text.slice(at, match.index), fits[start + place] ? element("mark", "", match[0]) : match[0]);
    at = match.index + match[0].length;
  }
  const rest = text.slice(at);
  made.append(/[\p{L}\p{N}]/u.test(rest) ? " …" : rest);
  return made;
}

/** @param {{entry: number}[]} entries @param {string[]} stems */
async function shownPage(entries, stems, index) {
  const item = element("li", "ts-found__page");
  for (const { entry } of entries.slice(0, SECTIONS_A_PAGE).sort((a, b) => a.entry - b.entry)) {
    const texts = await file(`texts-${Math.floor(entry / index.entriesAFile)}`);
    const [address, title, heading, text] = texts[entry % index.entriesAFile];
    if (!item.firstChild) item.append(linkTo(address.split("#")[0], title, "ts-found__title"));
    if (heading) item.append(linkTo(address, heading, "ts-found__section"));
    if (text) item.append(excerpt(text, stems));
  }
  return item;
}

/** @param {string} address @param {string} text @param {string} className */
function linkTo(address, text, className) {
  const link = element("a", className, text);
  link.setAttribute("href", new URL(address, root).href);
  return link;
}

let latest = 0;

async function search() {
  const own = ++latest;
  const question = query.value.trim();
  try {
    const index = await file("index");
    const words = wordsOf(question, index.stopWords);
    const pages = words.length > 0 ? await pagesWith(words, index) : [];
    if (own !== latest) return;
    list.replaceChildren();
    status.textContent = said(question, words, pages.length);
    await show(pages, words.map(stemOf), index, own);
  } catch (error) {
    if (own !== latest) return;
    console.error("the search", error);
    list.replaceChildren();
    status.textContent = "The search could not be loaded. Check your connection, then type again.";
  }
}

/** The next pages of a list, with a button for those after them. */
async function show(pages, stems, index, own) {
  const items = await Promise.all(pages.slice(0, PAGES_AT_ONCE).map((entries) => shownPage(entries, stems, index)));
  if (own !== latest) return;
  const rest = pages.slice(PAGES_AT_ONCE);
  list.append(...items);
  if (rest.length === 0) return;
  const more = element("li", "ts-found__more");
  more.append(
    button(`Show more (${rest.length} left)`, async () => {
      await show(rest, stems, index, own);
      const next = more.nextElementSibling;
      more.remove();
      next?.querySelector("a")?.focus();
    }),
  );
  list.append(more);
}

/** @param {string} question @param {string[]} words @param {number} pages */
function said(question, words, pages) {
  if (question === "") return "Type a word to search the course.";
  if (words.length === 0) return "Type a longer or less common word.";
  if (pages === 0) return `Nothing found for “${question}”. Try fewer words, or another one.`;
  return pages === 1 ? "1 page found" : `${pages} pages found`;
}

/* Keys and events. */

query.form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.focus();
});
query.form.addEventListener("reset", () => {
  setTimeout(search);
  query.focus();
});
query.addEventListener("input", search);
dialog.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...list.querySelectorAll("a")];
  if (!step || links.length === 0) return;
  event.preventDefault();
  const place = links.indexOf(document.activeElement) + step;
  if (place < 0) query.focus();
  else links[Math.min(place, links.length - 1)].focus();
});
search();
