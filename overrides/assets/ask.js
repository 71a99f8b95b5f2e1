/**
 * Questions before something that cannot be undone, or that leaves the device. A dialog of the
 * browser's own: it holds the focus, Escape means no, and the focus returns where it was.
 */

/**
 * @param {{question: string, details?: (string | Node)[], yes: string, no: string}} words
 * @returns {Promise<boolean>}
 */
function ask({ question, details = [], yes, no }) {
  const { element, button } = globalThis.trainingSite.elements;
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", "ts-ask md-typeset"));
  const title = element("h2", "ts-ask__question", question);
  title.id = "ts-ask-question";
  dialog.setAttribute("aria-labelledby", title.id);
  const buttons = element("p", "ts-ask__buttons");
  const refuse = button(no, () => dialog.close("no"));
  refuse.autofocus = true;
  buttons.append(refuse, button(yes, () => dialog.close("yes"), "ts-button"));
  const parts = details.map((part) => (typeof part === "string" ? element("p", "", part) : part));
  dialog.append(title, ...parts, buttons);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

/**
 * Before words leave the page: point at what looks like someone's detail. Never forbids.
 * @param {string} text @param {string} doing such as "download"
 * @returns {Promise<boolean>} whether to go on
 */
async function askAboutDetails(text, doing) {
  const findings = globalThis.trainingSite.identifierGuard.find(text);
  if (findings.length === 0) return true;
  return ask({
    question: "Is this someone’s detail?",
    details: [
      findings.length === 1 ? "One thing looks like it:" : "These look like it:",
      listOfFindings(findings),
      "If it is, take it out first. If it is not, go on.",
    ],
    yes: `Go on and ${doing}`,
    no: "Go back to the text",
  });
}

/** @param {{kind: string, found: string}[]} findings */
function listOfFindings(findings) {
  const { element } = globalThis.trainingSite.elements;
  const list = element("ul", "ts-findings");
  list.append(...findings.map(({ kind, found }) => element("li", "", `“${found}” looks like ${kind}`)));
  return list;
}

globalThis.trainingSite ??= {};
Object.assign(globalThis.trainingSite, { ask, askAboutDetails, listOfFindings });
