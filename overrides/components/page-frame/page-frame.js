/**
 * The page's frame: search in the browser's own dialog, a menu that closes, and no single-letter shortcuts.
 *
 * Without it the menu is still a disclosure, and search is not offered.
 */
const dialog = document.querySelector("[data-search-dialog]");
const opener = document.querySelector("[data-search-open]");
const menu = document.querySelector(".ts-menu");

/* What comes later, as a script of its own. */
const own = document.currentScript;
function load(name) {
  const script = document.createElement("script");
  script.src = new URL(`${name}.js`, own.src).href;
  document.head.append(script);
  return script;
}

/* Reading without a network, when the page is done. */
if (document.querySelector("[data-site-copy]")) addEventListener("load", () => load("site-version"));

/* A wide table of a page written by hand scrolls by keys too. */
for (const table of document.querySelectorAll(".ts-page--written table")) table.tabIndex = 0;

/* Search, when it is first opened. */
if (dialog && opener) {
  const query = dialog.querySelector("input");
  opener.addEventListener("click", () => {
    dialog.showModal();
    query.focus();
    query.select();
    loadSearch();
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a, [data-search-close]");
    if (link || event.target === dialog) dialog.close();
  });
}

function loadSearch() {
  if (dialog.dataset.searchDialog === "loaded") return;
  dialog.dataset.searchDialog = "loaded";
  load("site-search").addEventListener("error", () => {
    dialog.dataset.searchDialog = "";
    dialog.querySelector("[data-search-status]").textContent =
      "The search could not be loaded. Check your connection, close this and open it again.";
  });
}

/* The menu closes at Escape, at a click elsewhere, and when focus has gone on. */
if (menu) {
  const button = menu.querySelector("summary");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    button.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

/* The choice of colors in force; the theme applies it and leaves the boxes empty. */
const colors = [...document.querySelectorAll(".ts-colors input")];
if (colors.length > 0) {
  let chosen = 0;
  try {
    chosen = __md_get("__palette")?.index ?? 0;
  } catch {
    /* Storage is refused: the device decides, which is the first box. */
  }
  (colors[chosen] ?? colors[0]).checked = true;
}

/* The theme opens every disclosure before printing. What someone has opened is noted here, so that the
   print styles can leave out the rest: a sample answer never prints by surprise. */
document.addEventListener("click", (event) => {
  const details = event.target.closest?.("summary")?.parentElement;
  if (details) details.toggleAttribute("data-opened", !details.open);
});

/* The theme listens for single letters anywhere (s, f, n, p ...). Someone who speaks to their
   computer, or whose hand slips, would be carried off the page. */
window.addEventListener(
  "keydown",
  (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!typing && plain && /^[a-z/,.]$/i.test(event.key)) event.stopImmediatePropagation();
  },
  { capture: true },
);
