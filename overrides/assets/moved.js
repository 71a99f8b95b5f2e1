/**
 * On the page at an old address: goes on to the new one at once, to the same place on the page.
 *
 * Without it the page itself goes on, to the top.
 */
const goesOn = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-ts-moved-to]"));
if (goesOn) location.replace(goesOn.href + location.hash);
