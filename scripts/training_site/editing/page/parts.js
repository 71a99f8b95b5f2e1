// The parts that a file is shown in, and which place of the file lies in which of them. A place is the
// keys and numbers that lead to a value. Values and schemas only: it knows no element of the page.

/**
 * @typedef {(string|number)[]} Place
 * @typedef {{title: string, place: Place, keys?: string[], page?: string, group?: string}} Part
 *   keys: the plain fields of the file itself. page: the list whose entry is a page of its own.
 */

/** The parts of a file: `about`, one for each group, and one for each page. */
export function partsOf(file) {
  const { form, outline, values } = file;
  const inParts = [...outline.pages, ...outline.parts];
  const about = Object.keys(form.properties).filter((key) => !inParts.includes(key));
  const parts = about.length ? [{ title: "About", place: [], keys: about }] : [];
  for (const key of Object.keys(form.properties)) {
    const schema = form.properties[key];
    if (outline.pages.includes(key)) {
      (values[key] ?? []).forEach((each, number) => {
        parts.push({ title: each.title || schema.items.title, place: [key, number], page: key, group: schema.title.replace(" (optional)", "") });
      });
      if (!values[key]?.length) parts.push({ title: schema.title, place: [key, -1], page: key, group: schema.title });
    } else if (outline.parts.includes(key)) {
      parts.push({ title: schema.title.replace(" (optional)", ""), place: [key] });
    }
  }
  return parts;
}

/** The part of a file that begins at a place, if there is one. */
export function partAt(file, place) {
  return partsOf(file).find((part) => isSame(part.place, place));
}

/** Whether two places are the same. */
export function isSame(one, other) {
  return one.join("/") === other.join("/");
}

/** Whether a place in the file lies in a part. */
export function belongs(place, part) {
  if (part.keys) return place.length === 0 || part.keys.includes(place[0]);
  return part.place.every((step, number) => place[number] === step);
}

/** The schema and the value of a part; what may be left out is there at once, still empty. */
export function contentOf(file, part) {
  const { form, values } = file;
  if (part.keys) return { schema: form, value: values };
  const [key, number] = part.place;
  const schema = form.properties[key];
  values[key] ??= schema.type === "array" ? [] : {};
  if (number === undefined) return { schema, value: values[key] };
  return { schema: schema.items, value: values[key][number] };
}
