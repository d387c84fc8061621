// Running a meeting by keyboard. Without script the same buttons and links do it.
// Each key goes with Ctrl or Alt, so that none is taken from people who dictate or type.

const form = document.querySelector("form[data-gt-runner]");
const keys = document.querySelector(".gt-runner__keys");

if (form) {
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  const before = typed();
  if (keys) keys.hidden = false;

  const save = (go) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "go";
    field.value = go;
    form.append(field);
    form.submit();
  };

  const leave = (go, href) => {
    if (typed() !== before) save(go);
    else if (href) window.location.assign(href);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && form.contains(event.target)) {
      event.preventDefault();
      save("next");
    } else if (event.altKey && event.target.tagName !== "SELECT") {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        leave("next", form.dataset.following);
      } else if (event.key === "ArrowUp") {
        event.preventDefault();
        leave("previous", form.dataset.previous);
      }
    }
  });

  for (const link of document.querySelectorAll(".gt-runner__items a")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || typed() === before) return;
      event.preventDefault();
      save(link.pathname.match(/items\/(\d+)\/$/)[1]);
    });
  }

  // The heading the address names takes the focus, so that Tab goes on from the item.
  if (window.location.hash === "#item") document.getElementById("item")?.focus();
}
