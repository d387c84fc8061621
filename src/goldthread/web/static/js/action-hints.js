// Guidance on an action's wording while it is typed. Without script a button asks for the same.
const place = document.querySelector("[data-hints]");
const form = place && place.closest("form");
const button = form && form.querySelector("button[name=check]");
const PAUSE = 700; // milliseconds after the last key

if (form) {
  let waiting;
  let asked = 0;

  const ask = async () => {
    const mine = ++asked;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "title", "change"]) {
      body.append(name, form.elements[name].value);
    }
    if (!body.get("change").trim()) return;
    try {
      const answer = await fetch(place.dataset.hints, { method: "POST", body });
      const html = await answer.text();
      if (answer.ok && !answer.redirected && mine === asked && place.innerHTML !== html) {
        place.innerHTML = html;
      }
    } catch {
      button.hidden = false; // no connection: the button tries again
    }
  };

  button.hidden = true;
  for (const name of ["title", "change"]) {
    form.elements[name].addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
  }
}
