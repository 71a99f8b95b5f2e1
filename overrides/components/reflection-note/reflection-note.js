/**
 * A box to write in under a reflection's prompt. Each input is kept at once, or the page says that
 * it is not and offers a download.
 *
 * Without it the reflection is a worksheet: prompt, lines to print, help and a sample answer.
 */
class ReflectionNote extends HTMLElement {
  /** @type {HTMLTextAreaElement} */ #box;
  /** @type {HTMLElement} */ #status;
  /** @type {HTMLElement} */ #guard;
  /** @type {HTMLElement} */ #keep;
  /** @type {HTMLElement} */ #earlier;
  /** @type {HTMLElement} */ #printed;
  #writing = false;
  /** What the store had when this box was last in step with it. */
  #known = "";
  /** @type {number | undefined} */ #pause;
  #stop = () => {};

  connectedCallback() {
    this.#build();
    this.#refresh();
    this.#stop = globalThis.trainingSite.store.subscribe((change) => this.#hear(change));
    addEventListener("beforeprint", this.#mirror);
  }

  disconnectedCallback() {
    this.#stop();
    clearTimeout(this.#pause);
    removeEventListener("beforeprint", this.#mirror);
  }

  #build() {
    const { element, button, status } = globalThis.trainingSite.elements;
    const { exercise } = this.dataset;
    const hint = element("p", "ts-note__hint", "Private to you. Leave out names and whatever could point to a client, a family, or a colleague.");
    hint.id = `${exercise}-note-hint`;
    this.#box = quietBox(`${exercise}-note`, hint.id);
    const label = element("label", "ts-note__label", "Your notes");
    /** @type {HTMLLabelElement} */ (label).htmlFor = this.#box.id;
    this.#status = status("ts-note__status");
    this.#guard = element("div", "ts-note__guard");
    this.#guard.setAttribute("role", "status");
    this.#keep = element("keep-choice");
    this.#earlier = element("div", "ts-note__earlier");
    this.#printed = element("p", "ts-note__printed");
    const links = element("p", "ts-note__links");
    const book = /** @type {HTMLAnchorElement} */ (element("a", "", "Your notebook"));
    book.href = this.dataset.notebook ?? "";
    links.append(button("Download this note", () => this.#download(), "ts-link-button"), " ", book);
    this.replaceChildren(this.#earlier, label, hint, this.#box, this.#printed, this.#status, this.#guard, this.#keep, links);
    this.#box.addEventListener("input", () => this.#write());
    this.addEventListener("focusin", () => { this.#keep.hidden = false; });
    this.#section?.classList.add("ts-reflection--writing");
    this.#section?.querySelector(".ts-more--sample")?.addEventListener("toggle", () => this.#gateSample());
  }

  get #section() {
    return this.closest("section");
  }

  get #ids() {
    return /** @type {[string, string]} */ ([this.dataset.module, this.dataset.exercise]);
  }

  get #stored() {
    return globalThis.trainingSite.store.note(...this.#ids);
  }

  get #prompt() {
    const prompt = /** @type {HTMLElement | null} */ (this.#section?.querySelector(".ts-prompt") ?? null);
    return (prompt?.innerText ?? "").replace(/\n{3,}/g, "\n\n").trim();
  }

  // Writing

  #write() {
    const { store } = globalThis.trainingSite;
    const stored = this.#stored;
    if (stored && stored.text !== this.#known) this.#join(stored.text);
    const text = this.#box.value;
    this.#writing = true;
    const written = text === "" ? (store.eraseNote(...this.#ids), null) : store.saveNote(...this.#ids, this.#fields(text));
    this.#writing = false;
    this.#known = text;
    this.#grow();
    this.#tellSoon(written);
  }

  /** Another tab wrote meanwhile and this box did not hear of it: both texts stay. @param {string} theirs */
  #join(theirs) {
    const { selectionStart, selectionEnd, value } = this.#box;
    this.#box.value = globalThis.trainingSite.store.joinTexts(value, theirs);
    this.#box.setSelectionRange(selectionStart, selectionEnd);
  }

  /** @param {string} text */
  #fields(text) {
    const path = location.href.slice(globalThis.trainingSite.store.site.length).replace(/#.*$/, "");
    return {
      text,
      prompt: this.#stored?.prompt || this.#prompt,
      title: this.dataset.title ?? "",
      moduleTitle: this.dataset.moduleTitle ?? "",
      path: `${path}#${this.#section?.id}`,
    };
  }

  // Saying what became of it

  /** @param {{kept: boolean, reason?: string} | null} written */
  #tellSoon(written) {
    clearTimeout(this.#pause);
    const lost = written && !written.kept;
    if (lost) this.#say(notKept(written.reason ?? "refused"), true);
    if (!lost && this.#status.hasAttribute("data-lost")) this.#say("");
    this.#pause = setTimeout(() => {
      if (!lost) this.#say(written ? `Saved on this device at ${clock(new Date())}` : "");
      this.#pointAtDetails();
    }, 1000);
  }

  /** @param {string} words @param {boolean} [lost] */
  #say(words, lost = false) {
    this.#status.toggleAttribute("data-lost", lost);
    if (this.#status.textContent !== words) this.#status.textContent = words;
  }

  #pointAtDetails() {
    const { identifierGuard, listOfFindings, elements } = globalThis.trainingSite;
    const findings = identifierGuard.findOpen(this.#box.value);
    if (findings.length === 0) {
      this.#guard.replaceChildren();
      return;
    }
    const calm = elements.button("It is no one’s detail", () => {
      identifierGuard.callFine(findings);
      this.#guard.replaceChildren();
      this.#box.focus();
    }, "ts-link-button");
    const question = elements.element("p", "ts-note__guard-question", "Is this someone’s detail?");
    this.#guard.replaceChildren(question, listOfFindings(findings), calm);
  }

  // Hearing of changes

  /** @param {{kind: string, module?: string, exercise?: string}} change */
  #hear({ kind, module, exercise }) {
    if (this.#writing) return;
    if (kind === "note" && (module !== this.dataset.module || exercise !== this.dataset.exercise)) return;
    if (["note", "mode", "everything"].includes(kind)) this.#refresh();
  }

  #refresh() {
    const stored = this.#stored;
    const text = stored?.text ?? "";
    if (text !== this.#box.value) {
      const { selectionStart, selectionEnd } = this.#box;
      this.#box.value = text;
      if (this.#box === document.activeElement) this.#box.setSelectionRange(selectionStart, selectionEnd);
    }
    this.#known = text;
    const { store } = globalThis.trainingSite;
    this.#keep.hidden = store.mode() === "unasked" && text === "" && !this.contains(document.activeElement);
    this.#showEarlierPrompt(stored);
    this.#sayWhatIs(stored);
    this.#gateSample();
    this.#grow();
  }

  /** @param {{text: string, updated: string} | null} stored */
  #sayWhatIs(stored) {
    const { store } = globalThis.trainingSite;
    if (!stored?.text) this.#say("");
    else if (store.mode() === "session") this.#say(notKept("not-keeping"), true);
    else if (store.whyShut()) this.#say(notKept(store.whyShut()), true);
    else if (store.mode() === "unasked") this.#say(notKept("not-keeping"), true);
    else if (!store.isKept(...this.#ids)) this.#say(notKept("unknown"), true);
    else this.#say(`Saved on this device${day(stored.updated)} at ${clock(new Date(stored.updated))}`);
  }

  /** @param {{text: string, prompt: string} | null} stored */
  #showEarlierPrompt(stored) {
    const { element, button } = globalThis.trainingSite.elements;
    const same = !stored?.text || !stored.prompt || plain(stored.prompt) === plain(this.#prompt);
    if (same) {
      this.#earlier.replaceChildren();
      return;
    }
    const adopt = button("My note fits the new wording", () => {
      globalThis.trainingSite.store.saveNote(...this.#ids, { text: this.#box.value, prompt: this.#prompt });
      this.#box.focus();
    }, "ts-link-button");
    const lead = element("p", "", "The question has changed since you wrote. You answered this one:");
    this.#earlier.replaceChildren(lead, element("blockquote", "ts-note__earlier-prompt", stored.prompt), adopt);
  }

  // The sample answer: after writing, or on asking for it

  #gateSample() {
    const sample = this.#section?.querySelector(".ts-more--sample");
    if (!sample) return;
    const { element, button } = globalThis.trainingSite.elements;
    const closed = this.#box.value.trim() === "" && !sample.hasAttribute("data-asked");
    sample.querySelector(".ts-sample-gate")?.remove();
    sample.classList.toggle("ts-more--gated", closed);
    if (!closed) return;
    const gate = element("p", "ts-sample-gate", "Your own words first, if you can: even a line or two. ");
    gate.append(button("Show it now", () => {
      sample.setAttribute("data-asked", "");
      this.#gateSample();
      sample.querySelector("summary")?.focus();
    }, "ts-link-button"));
    sample.append(gate);
  }

  // Taking it along

  async #download() {
    const { takeAway, askAboutDetails } = globalThis.trainingSite;
    const text = this.#box.value;
    if (text.trim() === "") {
      this.#say("There is nothing to download yet.");
      return;
    }
    if (!(await askAboutDetails(text, "download"))) return;
    const note = { ...this.#fields(text), updated: this.#stored?.updated ?? "" };
    takeAway.download(takeAway.asMarkdown("A note", [note]), `note-${this.dataset.exercise}.md`, "text/markdown");
  }

  /** A box prints only what shows of it, so its text is printed from beside it. */
  #mirror = () => {
    this.#printed.textContent = this.#box.value;
    this.#section?.toggleAttribute("data-written", this.#box.value.trim() !== "");
  };

  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight + 4}px`;
  }
}

/** A text box whose words no browser service is handed. @param {string} id @param {string} hint its id */
function quietBox(id, hint) {
  const box = document.createElement("textarea");
  box.id = id;
  box.className = "ts-note__box";
  box.rows = 5;
  const quiet = {
    spellcheck: "false",
    autocomplete: "off",
    autocorrect: "off",
    translate: "no",
    writingsuggestions: "false",
    "data-gramm": "false",
    "data-enable-grammarly": "false",
  };
  for (const [name, value] of Object.entries(quiet)) box.setAttribute(name, value);
  box.setAttribute("aria-describedby", hint);
  return box;
}

/** @param {string} reason */
function notKept(reason) {
  const inTab = "Your words are in this tab only. Download them before you close it.";
  if (reason === "full") return `Not saved: this browser’s storage is full. ${inTab}`;
  if (reason === "refused") return `Not saved: this browser lets the site keep nothing. ${inTab}`;
  if (reason === "newer") return `Not saved: a newer version of this site has kept notes here. Reload the page. ${inTab}`;
  if (reason === "unknown") return `Not saved on this device. ${inTab}`;
  const { store } = globalThis.trainingSite;
  if (store.isApart()) return "Not kept: gone when you leave this page. Print or download before.";
  return store.mode() === "session"
    ? "Not kept: gone when this tab closes. Print or download before."
    : "Not kept yet: choose below where your notes should be.";
}

/** @param {Date} time */
const clock = (time) => time.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });

/** @param {string} updated */
function day(updated) {
  const [then, today] = [new Date(updated), new Date()];
  return then.toDateString() === today.toDateString() ? "" : ` on ${then.toLocaleDateString("en-US", { dateStyle: "long" })}`;
}

/** @param {string} text */
const plain = (text) => text.replace(/\s+/g, " ").trim();

customElements.define("reflection-note", ReflectionNote);
