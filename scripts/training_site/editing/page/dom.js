// Making elements. Text always goes in as text, so nothing that a trainer typed is ever read as HTML.

/**
 * @param {string} tag
 * @param {Object<string, unknown>} [attributes] a function is a listener; `text` is the element's text
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "text") element.textContent = value;
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children);
  return element;
}

/** A sentence of the checker: what stands between backticks is set as code. */
export function sentence(words) {
  const parts = words.split("`");
  return parts.map((part, number) => (number % 2 ? make("code", { text: part }) : part));
}

/** The first words of a longer text. */
export function shortened(text, most = 70) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line;
}
