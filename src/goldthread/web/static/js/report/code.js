// Copy or print the follow-up code.
for (const button of document.querySelectorAll("[data-gt-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-gt-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.gtCopy).textContent.trim());
    button.textContent = "Copied";
  });
}
