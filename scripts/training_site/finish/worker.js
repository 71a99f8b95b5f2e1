/**
 * Keeps one whole version of the site on the reader's device, so that it reads without a network.
 *
 * The build puts VERSION, FILES and MOVED ahead of this. A version is downloaded whole, each file held
 * against its sum, or not at all. A page always gets its parts from the version that it came from:
 * which one that is, is noted under the page's id. A newer version waits until the reader asks for
 * it or every page of the site is closed. What the site does not list comes from the network.
 */
const SCOPE = new URL(registration.scope).pathname;
const OURS = `training-site:${SCOPE}:`;
const CACHE = OURS + VERSION;
const NOTES = `${OURS}pages`;
const TROUBLE = `${OURS}trouble`;
const AT_ONCE = 4; // of the six that a browser opens to a host, two stay for the reader
const GRACE_MS = 60_000;
const REST_MS = 600_000;
const SUM_HEADER = "x-training-site-sum";
/** What a server says of how it sent a file, which is not true of the copy. */
const OF_THE_WAY = ["content-encoding", "content-length", "set-cookie", "vary"];

/** @type {Map<string, string>} versions under ids of pages; this copy goes when the browser stops the worker */
const versions = new Map();

// A version comes: whole, or not at all

addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const trouble = await lastTrouble();
  if (trouble) return giveUp(trouble);
  try {
    await navigator.locks.request(OURS, fill); // nobody tidies meanwhile
    await caches.delete(TROUBLE);
  } catch (error) {
    await caches.delete(CACHE);
    await noteTrouble(error.name === "QuotaExceededError" ? "full" : "unfinished");
  }
}

async function fill() {
  const cache = await caches.open(CACHE);
  const left = Object.entries(FILES);
  const older = await Promise.all((await copies()).map((name) => caches.open(name)));
  const work = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [path, sum] = next;
      await cache.put(addressOf(path), (await kept(older, path, sum)) ?? (await downloaded(path, sum)));
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    left.length = 0; // where one gives up, the others need not go on
  }
}

/** The same file of an earlier version. @param {Cache[]} older @param {string} path @param {string} sum */
async function kept(older, path, sum) {
  for (const cache of older) {
    const found = await cache.match(addressOf(path));
    if (found?.headers.get(SUM_HEADER) === sum) return found;
  }
  return undefined;
}

/** @param {string} path @param {string} sum the browser refuses any other content */
async function downloaded(path, sum) {
  const asked = { cache: "no-cache", credentials: "same-origin", integrity: `sha256-${sum}`, priority: "low" };
  const answer = await fetch(addressOf(path), /** @type {RequestInit} */ (asked));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const headers = new Headers(answer.headers);
  for (const name of OF_THE_WAY) headers.delete(name);
  headers.set(SUM_HEADER, sum);
  return new Response(await answer.blob(), { headers });
}

// A version does not come: said to the pages that are open, and not tried at once again

/** @param {string} what */
async function noteTrouble(what) {
  try {
    await (await caches.open(TROUBLE)).put(SCOPE, new Response(`${what} ${VERSION} ${Date.now()}`));
  } catch {
    // No room for this either.
  }
  await giveUp(what);
}

/** Why this very version did not come a moment ago. */
async function lastTrouble() {
  const noted = await caches.match(SCOPE, { cacheName: TROUBLE });
  const [what, version, when] = noted ? (await noted.text()).split(" ") : [];
  return version === VERSION && Date.now() - Number(when) < REST_MS ? what : undefined;
}

/** @param {string} what */
async function giveUp(what) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) if (page.url.startsWith(registration.scope)) page.postMessage(what);
  throw new Error(`This version was not kept: ${what}.`);
}

// A newer version waits; the page that the reader is on asks for it

addEventListener("message", (event) => {
  if (event.data === "use this version") skipWaiting();
});

/** Let go of versions that no open page came from, unless one is just coming. */
const tidy = () => navigator.locks.request(OURS, { ifAvailable: true }, (lock) => lock && letGo());

async function letGo() {
  if (registration.waiting || registration.installing) return;
  const open = (await clients.matchAll({ type: "all", includeUncontrolled: true })).map(({ id }) => noteFor(id));
  const needed = new Set([CACHE]);
  const notes = await caches.open(NOTES);
  for (const { url } of await notes.keys()) {
    const [version, noted] = (await (await notes.match(url)).text()).split(" ");
    // A page on its way is not open yet, so its note has a minute.
    if (open.includes(url) || Date.now() - Number(noted) < GRACE_MS) needed.add(OURS + version);
    else await notes.delete(url);
  }
  for (const name of await copies()) if (!needed.has(name)) await caches.delete(name);
}

const copies = async () =>
  (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NOTES && name !== TROUBLE);

// A page and its parts, all from one version

addEventListener("fetch", (event) => {
  const path = event.request.method === "GET" ? pathOf(event.request.url) : null;
  if (path === null) return;
  if (event.request.mode !== "navigate") event.respondWith(part(event, path));
  else if (!event.resultingClientId) return; // a browser that does not tell pages apart reads from the network
  else if (Object.hasOwn(MOVED, path)) event.respondWith(Response.redirect(addressOf(MOVED[path])));
  else if (Object.hasOwn(FILES, path)) event.respondWith(page(event, path));
  else if (Object.hasOwn(FILES, `${path}/index.html`)) event.respondWith(Response.redirect(addressOf(`${path}/index.html`)));
});

/** @param {FetchEvent} event @param {string} path */
async function page(event, path) {
  const found = await fromVersion(VERSION, path);
  if (!found) return fetch(event.request);
  await note(event.resultingClientId, VERSION);
  event.waitUntil(tidy());
  return found;
}

/** @param {FetchEvent} event @param {string} path */
async function part(event, path) {
  const version = await versionOf(event.clientId);
  if (!version) return fetch(event.request); // of a page that came from the network
  if (event.resultingClientId) await note(event.resultingClientId, version);
  const found = await fromVersion(version, path);
  if (found) return found;
  // The browser has taken a file away: the same one may come again, and no other.
  if (version === VERSION && Object.hasOwn(FILES, path)) return downloaded(path, FILES[path]);
  return (await caches.has(OURS + version)) ? fetch(event.request) : Response.error();
}

/** @param {string} version @param {string} path */
async function fromVersion(version, path) {
  return (await caches.has(OURS + version)) ? (await caches.open(OURS + version)).match(addressOf(path)) : undefined;
}

// Which version a page came from; noted on the device too, because browsers stop idle workers

/** @param {string} id @param {string} version */
async function note(id, version) {
  versions.set(id, version);
  await (await caches.open(NOTES)).put(noteFor(id), new Response(`${version} ${Date.now()}`));
}

/** @param {string} id @returns {Promise<string | undefined>} nothing for a page that came from the network */
async function versionOf(id) {
  if (!id || versions.has(id)) return versions.get(id);
  const found = await (await caches.open(NOTES)).match(noteFor(id));
  if (found) versions.set(id, (await found.text()).split(" ")[0]);
  return versions.get(id);
}

/** @param {string} id */
const noteFor = (id) => new URL(`${SCOPE}page?${encodeURIComponent(id)}`, location.origin).href;

// Addresses

/** The file that an address of the site names. @param {string} url @returns {string | null} */
function pathOf(url) {
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin || !pathname.startsWith(SCOPE)) return null;
  try {
    return decodeURIComponent(pathname.slice(SCOPE.length)).replace(/(^|\/)$/, "$1index.html");
  } catch {
    return null;
  }
}

/** The address that every host answers without leading on. @param {string} path */
function addressOf(path) {
  const place = path.replace(/(^|\/)index\.html$/, "$1");
  return new URL(SCOPE + place.split("/").map(encodeURIComponent).join("/"), location.origin).href;
}
