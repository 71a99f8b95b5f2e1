/**
 * Keeps the site on this device for reading without a network, and says when a newer version is ready.
 *
 * page-frame loads it when the page is done. It never reloads a page by itself, and the reload that a
 * reader asks for loses no word, because each is saved as it is typed. Without it, or where the browser
 * or a wish to save data forbids it, the site comes from the network as always.
 */
const { store, elements } = globalThis.trainingSite;
const { serviceWorker: workers, connection, locks } = navigator;
const worker = new URL("worker.js", store.site).href;
const place = document.querySelector("[data-site-copy]");
const news = elements.status("ts-site-version md-typeset");

const WORDS = {
  kept: "A copy of this site is in this browser: you can read it and write in it without a network.",
  full: "This browser has no room for a copy to read without a network. With a network, everything works.",
  unfinished: "The copy to read without a network could not be finished. The site tries again later.",
};

if (place && workers && locks && location.protocol.startsWith("http")) {
  start().catch(() => {
    // No network, or a browser that allows no worker: the page is read as it came.
  });
}

async function start() {
  const registration = (await ours()) ?? (mayDownload() ? await register() : null);
  if (!registration) return;
  document.querySelector(".ts-header")?.after(news); // empty as yet, so that a screen reader hears what comes
  const follow = () => {
    registration.installing?.addEventListener("statechange", () => tell(registration));
    tell(registration);
  };
  registration.addEventListener("updatefound", follow);
  workers.addEventListener("message", ({ data }) => {
    if (!registration.active && Object.hasOwn(WORDS, data)) say(data);
  });
  workers.startMessages();
  follow();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && mayDownload()) registration.update().catch(() => {});
  });
}

/** The site's own registration, and not that of another site above it on the same host. */
async function ours() {
  const found = await workers.getRegistration(store.site);
  return found?.scope === store.site ? found : null;
}

/** A page that came from a worker that is gone since does not bring it back. */
async function register() {
  if (workers.controller?.scriptURL === worker) return null;
  return workers.register(worker, { scope: store.site, updateViaCache: "none" });
}

/** Whether a few megabytes in the background are no burden, as far as the browser tells. */
const mayDownload = () => !connection?.saveData && !/2g/.test(connection?.effectiveType ?? "");

/** @param {ServiceWorkerRegistration} registration */
function tell(registration) {
  if (!registration.active) return;
  say("kept");
  if (!registration.waiting || news.childElementCount > 0) return;
  const load = elements.button("Load the new version", () => use(registration), "ts-link-button");
  news.append("A new version of this site is ready. What you wrote stays. ", load);
}

/** @param {keyof WORDS} what */
function say(what) {
  place.textContent = WORDS[what];
  place.hidden = false;
}

/** @param {ServiceWorkerRegistration} registration */
function use({ waiting }) {
  if (!waiting) return location.reload(); // another tab has asked for it
  waiting.addEventListener("statechange", () => {
    if (waiting.state !== "activated" && waiting.state !== "redundant") return;
    clearInterval(again);
    location.reload();
  });
  // Asked for once while the old worker is just starting or stopping, a browser may let it wait for minutes.
  const ask = () => waiting.postMessage("use this version");
  const again = setInterval(ask, 1000);
  ask();
}
