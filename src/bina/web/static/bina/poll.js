// Refreshes the part of a page that shows long work: [data-poll] names the address to ask.
const every = 1500;

async function refresh(part) {
  const address = part.dataset.poll;
  if (!address) return location.reload(); // finished: show the page as it is now
  try {
    const answer = await fetch(address, { headers: { "X-Fragment": "1" } });
    if (answer.ok) {
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = made.querySelector("[data-poll]");
      if (fresh) {
        part.replaceWith(document.importNode(fresh, true));
        const now = document.querySelector("[data-poll]");
        if (now && !now.dataset.poll) return setTimeout(() => location.reload(), 300);
      }
    }
  } catch {
    // no network just now: ask again later
  }
  setTimeout(() => refresh(document.querySelector("[data-poll]")), every);
}

const part = document.querySelector("[data-poll]");
if (part && part.dataset.poll) setTimeout(() => refresh(part), every);
