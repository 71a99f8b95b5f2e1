// The file that is open: its values, which the forms change in place, and whether they differ from what
// is saved. It knows no element of the page and asks no server.

import { saysNothing } from "./forms.js";

export class OpenFile {
  /**
   * @param {object} answer what the server says about a file
   * @param {string} [saved] what counts as saved, if it is not what the answer holds
   */
  constructor({ name, title, hash, form, outline, known, values }, saved) {
    Object.assign(this, { name, title, hash, form, outline, known, values });
    this.saved = saved ?? this.written;
  }

  get isDirty() {
    return this.written !== this.saved;
  }

  /** What the server is asked with: the values as they are now, and the text that they were made from. */
  get change() {
    return { name: this.name, values: this.#filled(), hash: this.hash };
  }

  /** Take the values as they are now for saved. */
  settle() {
    this.saved = this.written;
  }

  /** The values as one text, to see whether they are the same as at another time. */
  get written() {
    return JSON.stringify(canonical(this.#filled()));
  }

  /** The values without the parts that may be left out and hold nothing. */
  #filled() {
    const { properties } = this.form;
    return Object.fromEntries(Object.entries(this.values).filter(([key, value]) => !(properties[key]["x-optional"] && saysNothing(value))));
  }
}

/** A value with its keys in order and nothing empty, to see whether two are the same. */
function canonical(value) {
  if (Array.isArray(value)) return value.map(canonical);
  if (!value || typeof value !== "object") return value;
  const kept = Object.keys(value).sort().filter((key) => value[key] !== false && !(Array.isArray(value[key]) && !value[key].length));
  return Object.fromEntries(kept.map((key) => [key, canonical(value[key])]));
}
