// Asks for the proposed tier again when an answer it rests on changes. Without script a button does.

const form = document.querySelector("form[data-gt-triage]");
const panel = document.getElementById("proposal");
const RESTS_ON = /^(potential_harm|national_trigger|themes|answer_)/;
let latest = 0;

async function propose() {
  const mine = ++latest;
  try {
    const answer = await fetch(form.dataset.gtTriage, { method: "POST", body: new FormData(form) });
    const html = await answer.text();
    if (answer.ok && mine === latest) panel.innerHTML = html;
  } catch {
    // The button "Show the proposed tier" still works, and says what is wrong if it does not.
  }
}

form?.addEventListener("change", (event) => {
  if (RESTS_ON.test(event.target.name)) propose();
});
