/**
 * In the place of the worker where reading offline is switched off: takes itself and its copies away
 * from every device that still has them.
 */
const OURS = `training-site:${new URL(registration.scope).pathname}:`;

// Asked for once while the old worker is just starting or stopping, a browser may let it wait for minutes.
const again = setInterval(() => skipWaiting(), 1000);
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  clearInterval(again);
  event.waitUntil(leave());
});
// An older page that is still open may have asked for the worker once more: go again, until it is closed.
addEventListener("fetch", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith(OURS)) await caches.delete(name);
  await registration.unregister();
}
