// Keeps Rapor Saya readable without a network. It stores the look of the site and one page: the
// person's own report, as the page itself handed it over. Nothing of any other page is kept.
const KEPT = "bina-{{ version }}", PAGE = "bina-rapor", REPORT = "{{ report }}";
const FILES = {{ files|safe }};

self.addEventListener("install", (event) =>
  event.waitUntil(caches.open(KEPT).then((store) => store.addAll(FILES)).then(() => self.skipWaiting())));

self.addEventListener("activate", (event) =>
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((n) => n !== KEPT && n !== PAGE).map((n) => caches.delete(n))))
    .then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === REPORT) event.respondWith(report(request));
  else if (FILES.includes(url.pathname)) event.respondWith(look(request));
});

// the network first; without one, the copy; an answer that is no report means: signed out
async function report(request) {
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect" || answer.status === 403) await caches.delete(PAGE);
    return answer;
  } catch (reason) {
    const copy = await caches.open(PAGE).then((store) => store.match(REPORT));
    if (copy) return copy;
    throw reason;
  }
}

async function look(request) {
  const copy = await caches.open(KEPT).then((store) => store.match(new URL(request.url).pathname));
  return copy || fetch(request);
}
