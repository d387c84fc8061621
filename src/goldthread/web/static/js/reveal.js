// Answers that reveal further fields. Without script, or in an old browser, all fields show.
// The design system's own version puts aria-expanded on radios, which ARIA does not allow.

function sync(input) {
  const more = document.getElementById(input.dataset.gtReveals);
  if (!more) return;
  const kind = input.type === "radio" ? "radios" : "checkboxes";
  more.classList.toggle(`nhsuk-${kind}__conditional--hidden`, !input.checked);
}

export function revealAnswers(root = document) {
  const inputs = [...root.querySelectorAll("input[data-gt-reveals]")];
  inputs.forEach(sync);
  // A choice also hides what the other answers of its group reveal.
  root.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=radio], input[type=checkbox]")) {
      inputs.filter((one) => one.name === event.target.name).forEach(sync);
    }
  });
  // A browser that goes back restores answers after the page has loaded.
  window.addEventListener("pageshow", () => inputs.forEach(sync));
}
