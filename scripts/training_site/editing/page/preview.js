// The preview beside the form: which page it shows, what is said above it, and hiding it.
// It gets an address from the server's answer and knows nothing of how the page there is made.

const frame = document.getElementById("preview");
const note = document.getElementById("preview-note");
const button = document.getElementById("look");

/** Show the page of an answer; while a mistake keeps it from being made, the one before stays. */
export function showPreview({ page, shown }) {
  frame.hidden = page === null;
  if (page === null) note.textContent = "This file has no page of its own.";
  else note.textContent = shown ? "The page as it will be, with what you have not saved yet." : "The last version without mistakes.";
  if (page === null || (!shown && frame.dataset.page === page)) return;
  const top = frame.dataset.page === page ? frame.contentWindow?.scrollY ?? 0 : 0;
  frame.dataset.page = page;
  frame.onload = () => frame.contentWindow?.scrollTo(0, top);
  frame.contentWindow.location.replace(page);
}

/** Hide the preview, or show it again. */
export function togglePreview() {
  const shown = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!shown));
  document.body.classList.toggle("without-preview", shown);
}
