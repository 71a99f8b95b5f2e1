/**
 * A start time for the agendas below it: minutes from 0 become times of day.
 *
 * Without it the minutes stand there. The time is not stored.
 */
class AgendaClock extends HTMLElement {
  static day = 24 * 60;

  /** @type {HTMLInputElement} */ #start;
  /** @type {HTMLElement} */ #said;

  connectedCallback() {
    if (this.#start) return;
    const form = document.createElement("form");
    form.className = "ts-clock";
    form.autocomplete = "off";
    form.innerHTML = `
      <label class="ts-clock__field">Start at <input type="time" name="start"></label>
      <button class="ts-clock__clear" type="reset">Show minutes from 0</button>
      <p class="ts-clock__said" role="status"></p>`;
    this.#start = form.querySelector("input");
    this.#said = form.querySelector(".ts-clock__said");
    form.addEventListener("input", () => this.#show());
    // The field is empty only after the event is over.
    form.addEventListener("reset", () => setTimeout(() => this.#show()));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.prepend(form);
    this.#show();
  }

  #show() {
    const [hours, minutes] = this.#start.value.split(":").map(Number);
    const start = this.#start.value ? hours * 60 + minutes : undefined;
    for (const heading of this.querySelectorAll("[data-clock-heading]")) {
      heading.textContent = start === undefined ? "Minutes" : "Time";
    }
    for (const cell of this.querySelectorAll("[data-from]")) {
      const [from, to] = [Number(cell.dataset.from), Number(cell.dataset.to)];
      cell.textContent =
        start === undefined
          ? `${from} to ${to}`
          : `${AgendaClock.#time(start + from)} to ${AgendaClock.#time(start + to)}`;
    }
    this.#said.textContent =
      start === undefined ? "Minutes from the beginning." : `Every session below starts at ${AgendaClock.#time(start)}.`;
  }

  /** @param {number} minutes since midnight; past the next one the clock starts over */
  static #time(minutes) {
    const inDay = minutes % AgendaClock.day;
    const hour = Math.floor(inDay / 60);
    const half = hour < 12 ? "AM" : "PM";
    return `${hour % 12 || 12}:${String(inDay % 60).padStart(2, "0")} ${half}`;
  }
}

customElements.define("agenda-clock", AgendaClock);
