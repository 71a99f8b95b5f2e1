// When the server is asked about what was typed, and whose answer counts: about the file alone soon after
// each change, about the whole course when typing rests, and only the newest answer is passed on.
// It knows neither what a file holds nor where an answer is shown.

import { ask } from "./server.js";

const SOON = 500;
const AT_REST = 2500;

/**
 * What is asked about, and who gets the answers.
 * @typedef {{file: import("./opened.js").OpenFile, place: import("./parts.js").Place,
 *   tried: (answer: object) => void, checked: (answer: object) => void, fail: (error: Error) => void}} Asker
 */

export class Checks {
  #asker;
  #tries = 0;
  #edits = 0;
  #tryTimer = 0;
  #checkTimer = 0;

  /** @param {Asker} asker */
  constructor(asker) {
    this.#asker = asker;
  }

  /** Another file is open: ask about the whole course soon. */
  opened() {
    this.#edits += 1;
    this.#checkIn(SOON);
  }

  /** Something was typed: ask about the file soon, and about the whole course when typing rests. */
  changed() {
    this.#edits += 1;
    clearTimeout(this.#tryTimer);
    this.#tryTimer = setTimeout(() => this.tryNow(), SOON);
    this.#checkIn(AT_REST);
  }

  /** Something else asks about the whole course now, such as a save. */
  rest() {
    clearTimeout(this.#checkTimer);
  }

  /** Ask what the file alone has against its values, and for the page that shows them. */
  async tryNow() {
    const turn = (this.#tries += 1);
    const { file, place } = this.#asker;
    try {
      const answer = await ask("try", { ...file.change, place });
      if (turn === this.#tries) this.#asker.tried(answer);
    } catch (error) {
      this.#asker.fail(error);
    }
  }

  #checkIn(wait) {
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => this.#checkAll(), wait);
  }

  async #checkAll() {
    const edits = this.#edits;
    try {
      const answer = await ask("check", this.#asker.file.change);
      if (edits === this.#edits) this.#asker.checked(answer);
    } catch (error) {
      this.#asker.fail(error);
    }
  }
}
