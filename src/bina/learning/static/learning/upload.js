// Evidence from a phone: a photo is made smaller here, then sent in parts. When the network is cut
// the page waits and goes on with the byte that the server is missing. Without this script the
// form sends the file as it is.
const LARGEST_SIDE = 1600, QUALITY = 0.8, SMALL = 300_000, WAIT = 1500;
const form = document.querySelector("form[data-upload]");
const token = form?.querySelector("[name=csrfmiddlewaretoken]").value;
const said = form?.querySelector("[data-said]"), bar = form?.querySelector("progress");

async function smaller(file) {
  if (!file.type.startsWith("image/") || file.size <= SMALL) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return made && made.size < file.size ? made : file;
  } catch {
    return file; // a kind of picture that this phone cannot draw: the server looks at it
  }
}

class Refused extends Error {}

async function ask(address, options) {
  const answer = await fetch(address, { headers: { "X-CSRFToken": token }, ...options });
  if (answer.redirected || answer.status === 403) throw new Refused();
  const state = await answer.json();
  if (answer.status === 422) throw new Refused(state.error);
  return state;
}

// asks again until there is an answer: a cut line is no refusal
async function patiently(work) {
  for (;;) {
    try {
      return await work();
    } catch (reason) {
      if (reason instanceof Refused) throw reason;
      said.textContent = form.dataset.cut;
      await new Promise((done) => {
        addEventListener("online", done, { once: true });
        setTimeout(done, WAIT);
      });
    }
  }
}

async function send(file) {
  const body = new FormData();
  body.set("nama", form.elements.berkas.files[0].name);
  body.set("ukuran", file.size);
  let state = await patiently(() => ask(form.dataset.upload, { method: "POST", body }));
  const parts = `${form.dataset.upload.replace(/[^/]+\/bukti\/mulai\/$/, "")}unggah/${state.id}/`;
  const step = Number(form.dataset.part);
  while (!state.done) {
    const from = state.received, part = file.slice(from, from + step);
    state = await patiently(async () => {
      try {
        return await ask(`${parts}?mulai=${from}`, { method: "POST", body: part });
      } catch (reason) {
        if (reason instanceof Refused) throw reason;
        await new Promise((done) => setTimeout(done, WAIT));
        said.textContent = form.dataset.cut;
        return ask(parts); // what came through before the line was cut?
      }
    });
    bar.value = Math.round((100 * state.received) / file.size);
    said.textContent = `${form.dataset.sent} ${bar.value} %`;
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button"), file = form.elements.berkas.files[0];
  if (!file) return;
  button.disabled = true;
  bar.hidden = false;
  try {
    await send(await smaller(file));
    location.reload();
  } catch (reason) {
    said.textContent = reason.message;
    button.disabled = false;
    if (!reason.message) form.submit(); // signed out, or a page in between: the plain way says it
  }
});
