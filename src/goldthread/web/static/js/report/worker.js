// The service worker: opens the offline report without signal, and sends what waits in the
// background where the browser can. Rounds of an audit that were taken along open too.
// `GOLDTHREAD_SHELL` is written by the server.
const { version, page, files } = self.GOLDTHREAD_SHELL;
const CACHE = `goldthread-${version}`;
const ROUNDS = "gt-rounds"; // pages of rounds taken along, by js/verification/runner.js

async function kept(request) {
  const rounds = (await caches.has(ROUNDS)) ? await caches.open(ROUNDS) : null;
  return (await rounds?.match(request)) ?? caches.match(page);
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([page, ...files].map((url) => new Request(url, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("goldthread-") && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => kept(request)));
  } else if (files.includes(path)) {
    // From the network where there is one: a page never runs with another version's scripts.
    event.respondWith(fetch(request).catch(() => caches.match(path)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "send-reports") event.waitUntil(sendWhatWaits());
});

async function sendWhatWaits() {
  for (const queue of [self.goldthreadQueue, self.goldthreadChecks]) {
    const results = await queue.sendAll();
    if (results.waiting && !results.signIn && !results.others) throw new Error("try again");
  }
}
