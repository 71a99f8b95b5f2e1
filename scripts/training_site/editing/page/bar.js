// The bar at the top, with Save and the note about what was just done, stays in view. Here is measured how
// much of the window it covers, so that the styles keep what has the focus out from under it.
// It knows neither what the buttons do nor what the note says.

const MOST_OF_THE_WINDOW = 0.2;

/** Pixels that the mark of the focus takes around it. */
const RING = 6;

const bar = document.querySelector(".top");
const buttons = bar.querySelector(".top-buttons");
const save = document.getElementById("save");

/** Tell the styles how much the bar covers; one that is too tall keeps only its row with Save in view. */
function fitBar() {
  const isTall = buttons.offsetTop + buttons.offsetHeight > window.innerHeight * MOST_OF_THE_WINDOW;
  const above = isTall ? Math.max(0, save.offsetTop - RING) : 0;
  document.documentElement.style.setProperty("--bar-above", `${above}px`);
  document.documentElement.style.setProperty("--bar", `${bar.offsetHeight - above}px`);
}

/** Move the page where the bar lies over what has the focus, unless that is taller than the room below. */
function clearFocus() {
  const focused = document.activeElement;
  if (!focused.closest(".desk")) return;
  const edge = bar.getBoundingClientRect().bottom + RING;
  const box = focused.getBoundingClientRect();
  const isCovered = box.top < edge && box.bottom > 0;
  if (isCovered && box.height < window.innerHeight - edge) window.scrollBy(0, box.top - edge);
}

new ResizeObserver(() => {
  fitBar();
  clearFocus();
}).observe(bar);
window.addEventListener("resize", fitBar);
// Of a box with several lines, browsers bring only the line with the cursor into view.
document.addEventListener("keyup", (event) => {
  if (event.key === "Tab") clearFocus();
});
