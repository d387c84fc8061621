// Hints under a text while it is written. They never stop anyone, and nothing typed is stored.
const box = document.querySelector("[data-gt-hints]");
const text = box && document.getElementById(box.dataset.gtOf);
const PAUSE = 900; // milliseconds without a key before asking
let timer;
let asked = "";

async function ask() {
  const value = text.value;
  if (value === asked) return;
  asked = value;
  const body = new FormData();
  body.set("text", value);
  body.set("csrfmiddlewaretoken", text.form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(box.dataset.gtHints, { method: "POST", body });
    if (!answer.ok || text.value !== value) return;
    box.innerHTML = await answer.text(); // made and escaped by our own server
    box.hidden = !box.innerHTML.trim();
  } catch {
    // without signal there are no hints; the page before sending shows them all
  }
}

if (text) {
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  if (text.value.trim()) ask();
}
