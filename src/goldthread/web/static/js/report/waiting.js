// On pages of reporting: keep the offline form ready on this device, send what waits, and say so.
const box = document.querySelector("[data-gt-waiting]");
const queue = self.goldthreadQueue;

async function remember() {
  const now = await queue.session();
  if (!now.signed_in) return;
  const known = { owner: now.owner, teams: now.teams, unit: now.unit };
  localStorage.setItem("gt-known", JSON.stringify(known));
}

async function show() {
  let results = null;
  try {
    await remember();
    results = await queue.sendAll();
  } catch {
    // no signal: everything stays where it is
  }
  const known = JSON.parse(localStorage.getItem("gt-known") ?? "null");
  const left = (await queue.waiting()).filter((one) => one.owner === known?.owner).length;
  localStorage.setItem("gt-waiting", String(left));
  if (!box) return;
  const lines = [];
  if (results?.sent.length) lines.push(`Sent from this device: ${results.sent.join(", ")}. `);
  if (left) lines.push(`${left} report${left === 1 ? "" : "s"} waiting to be sent. `);
  box.hidden = !lines.length;
  box.querySelector("[data-gt-words]").textContent = lines.join("");
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
}
addEventListener("online", show);
show();
