/* The service worker of the site, served as /sw.js: what is said where the site cannot be reached.

   SITE stands before this file: name (of the store, another one with each release), offline (the page), files (what that page needs),
   stored (where static files stand). Stored are that page and static files alone. Pages, pictures and files of dossiers always come from the
   server: whoever has no connection sees the page that says so, and nothing of a dossier is left on the device. */

const stored = (address) => new Request(address, { credentials: "omit", cache: "reload" });

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SITE.name)
      .then((store) => store.addAll([SITE.offline, ...SITE.files].map(stored)))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("legation-") && name !== SITE.name);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** Return a static file from the store, else from the server, and store it: its name carries the hash of its bytes. */
async function staticFile(request) {
  const store = await caches.open(SITE.name);
  const there = await store.match(request);
  if (there) return there;
  const answer = await fetch(request);
  if (answer.status === 200 && answer.type === "basic") await store.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(SITE.offline)));
  } else if (pathname.startsWith(SITE.stored) && !request.headers.has("range")) {
    event.respondWith(staticFile(request));
  }
});
