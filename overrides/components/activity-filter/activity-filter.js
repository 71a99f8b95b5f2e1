/**
 * Plain filters over the activities: age, by phone, nothing needed.
 *
 * Without it the whole list stands there. Choices are not stored.
 */
class ActivityFilter extends HTMLElement {
  static ages = [
    ["Any age", 0, 99],
    ["3 to 5", 3, 5],
    ["6 to 9", 6, 9],
    ["10 to 12", 10, 12],
    ["13 to 17", 13, 17],
  ];

  /** @type {HTMLFormElement} */ #form;
  /** @type {HTMLElement} */ #count;

  connectedCallback() {
    if (this.#form) return;
    this.#form = document.createElement("form");
    this.#form.className = "ts-filter";
    this.#form.autocomplete = "off";
    this.#form.innerHTML = `
      <fieldset>
        <legend>Show activities</legend>
        <label class="ts-filter__field">for ages
          <select name="age">${ActivityFilter.ages.map(([name], index) => `<option value="${index}">${name}</option>`).join("")}</select>
        </label>
        <label class="ts-filter__field"><input type="checkbox" name="phone"> that work by phone</label>
        <label class="ts-filter__field"><input type="checkbox" name="nothing"> with nothing needed</label>
      </fieldset>
      <p class="ts-filter__count" role="status"></p>`;
    this.#count = this.#form.querySelector(".ts-filter__count");
    this.#form.addEventListener("input", () => this.#filter());
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.prepend(this.#form);
    this.#filter();
  }

  #filter() {
    const wanted = new FormData(this.#form);
    const [, youngest, oldest] = ActivityFilter.ages[Number(wanted.get("age"))];
    const cards = [...this.querySelectorAll("[data-activity]")];
    for (const card of cards) {
      const { youngest: from, oldest: to, byPhone, nothingNeeded } = card.dataset;
      card.hidden =
        Number(to) < youngest ||
        Number(from) > oldest ||
        (wanted.has("phone") && byPhone !== "yes") ||
        (wanted.has("nothing") && nothingNeeded !== "yes");
    }
    const shown = cards.filter((card) => !card.hidden).length;
    this.#count.textContent =
      shown === 0
        ? "No activity fits all of that. Take one filter away."
        : `${shown} of ${cards.length} activities`;
  }
}

customElements.define("activity-filter", ActivityFilter);
