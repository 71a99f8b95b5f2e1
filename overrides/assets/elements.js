/**
 * Making elements: what the components share so that none builds HTML from text.
 */

/**
 * @param {string} tag @param {string} [className] @param {string} [text]
 * @returns {HTMLElement}
 */
function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/**
 * @param {string} text @param {() => void} press @param {string} [className]
 * @returns {HTMLButtonElement}
 */
function button(text, press, className = "ts-button ts-button--quiet") {
  const made = /** @type {HTMLButtonElement} */ (element("button", className, text));
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

/** A place whose news a screen reader tells when it has a moment. @param {string} className */
function status(className) {
  const made = element("p", className);
  made.setAttribute("role", "status");
  return made;
}

globalThis.trainingSite ??= {};
globalThis.trainingSite.elements = Object.freeze({ element, button, status });
