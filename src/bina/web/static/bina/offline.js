// Rapor Saya: hands a copy of itself to the phone, so that it can be read without a network.
const banner = document.getElementById("luring"), tag = document.getElementById("tersimpan");

async function keep() {
  await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const copy = document.documentElement.cloneNode(true);
  copy.querySelector("#luring").hidden = false;
  for (const part of copy.querySelectorAll("form, [data-online]")) part.remove();
  const store = await caches.open("bina-rapor");
  await store.put(location.pathname, new Response(`<!doctype html>${copy.outerHTML}`, {
    headers: { "Content-Type": "text/html; charset=utf-8" },
  }));
  tag.hidden = false;
}

if ("serviceWorker" in navigator && "caches" in window && banner.hidden) keep().catch(() => {});
