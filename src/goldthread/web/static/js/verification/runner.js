// The audit runner without signal: a round taken along opens from this device, answers wait here
// until there is signal, and each is taken once.
const checks = self.goldthreadChecks;
const page = document.querySelector("[data-gt-round]");
const box = document.querySelector("[data-gt-checks]");
const form = document.querySelector("form[data-gt-case]");
const take = document.querySelector("button[data-gt-take]");
const ROUNDS = "gt-rounds"; // the cache the service worker also looks into
const cases = JSON.parse(page.dataset.gtRound); // [[number of the case, its address]]
const CHECKED = "gt-checked"; // cases checked on this device: a page taken along does not know
const checked = () => JSON.parse(localStorage.getItem(CHECKED) ?? "[]");
const known = () => JSON.parse(localStorage.getItem("gt-known") ?? "null");
const sent = new Set(); // said for as long as the page is open, whoever on the device sent it
const plural = (count) => `${count} check${count === 1 ? "" : "s"}`;

async function keepOwner() {
  try {
    const now = await checks.session();
    if (!now.signed_in) return;
    if (known()?.owner !== now.owner) await caches.delete(ROUNDS); // someone else's pages
    localStorage.setItem("gt-known", JSON.stringify({ owner: now.owner, teams: now.teams, unit: now.unit }));
  } catch {
    // without signal the person last signed in here is the one who checks
  }
}

const mine = async () => (await checks.waiting()).filter((one) => one.owner === known()?.owner);

function line(words) {
  return Object.assign(document.createElement("p"), { textContent: words });
}

async function show(results = null) {
  const left = await mine();
  localStorage.setItem("gt-waiting-checks", String(left.length));
  const lines = [];
  for (const reference of results?.sent ?? []) sent.add(reference);
  if (sent.size) lines.push(line(`Sent: ${[...sent].sort().join(", ")}.`));
  if (left.length) lines.push(line(`${plural(left.length)} on this device, waiting to be sent. They go by themselves when there is signal.`));
  if (!navigator.onLine) lines.unshift(line("There is no signal. You can go on checking."));
  for (const one of left) if (one.problems?.length) lines.push(troubled(one));
  if (left.length && results?.signIn) lines.push(Object.assign(document.createElement("a"), { href: results.signIn, textContent: "Sign in to send them" }));
  box.replaceChildren(...lines);
  box.hidden = !lines.length;
  if (form && left.some((one) => one.case === form.dataset.gtCase)) form.hidden = true;
}

// A check the service could not take: why, and a way to let it go.
function troubled(check) {
  const about = document.createElement("div");
  for (const words of check.problems) about.append(line(`Case ${check.number}: ${words}`));
  const away = Object.assign(document.createElement("button"), { type: "button", textContent: `Delete my answers of case ${check.number} from this device` });
  away.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  away.addEventListener("click", async () => {
    await checks.remove(check.key);
    forget(check);
    await show();
  });
  about.append(away);
  return about;
}

function forget(check) {
  localStorage.setItem(CHECKED, JSON.stringify(checked().filter((pk) => pk !== check.case)));
}

async function sendNow() {
  try {
    await show(await checks.sendAll());
  } catch {
    await show(); // no signal, or the service is away: everything stays
  }
}

async function takeAlong() {
  take.disabled = true;
  try {
    const cache = await caches.open(ROUNDS);
    localStorage.removeItem(CHECKED);
    await cache.addAll([location.pathname, ...cases.map(([, address]) => address)]);
    take.replaceWith(line(`The cases of this round open on this device without signal. Sign out when you are done, and they are deleted from it.`));
  } catch {
    take.disabled = false;
    box.replaceChildren(line("They could not be kept on this device. Try again with better signal."));
    box.hidden = false;
  }
}

// The next case of the round that this device has no answers for.
function nextAddress() {
  const done = new Set(checked());
  const at = cases.findIndex(([pk]) => pk === form.dataset.gtCase);
  const order = [...cases.slice(at + 1), ...cases.slice(0, at)];
  return order.find(([pk]) => !done.has(pk))?.[1] ?? page.dataset.gtBack;
}

async function save(event) {
  if (!known() || !(await caches.has(ROUNDS))) return form.submit(); // not taken along: as usual
  const fields = [...new FormData(form).entries()].filter(([, value]) => typeof value === "string");
  const check = { key: crypto.randomUUID(), owner: known().owner, case: form.dataset.gtCase, number: form.dataset.gtNumber, fields, saved: Date.now() };
  await checks.put(check);
  localStorage.setItem(CHECKED, JSON.stringify([...checked(), check.case]));
  let left = true;
  try {
    await checks.sendAll();
    const now = (await checks.waiting()).find((one) => one.key === check.key);
    if (now?.problems?.length) {
      await checks.remove(check.key);
      forget(check);
      return form.submit(); // the service says at each question what is missing
    }
    left = Boolean(now);
  } catch {
    // no signal: it waits
  }
  if (left) (await navigator.serviceWorker?.getRegistration())?.sync?.register("send-reports").catch(() => {});
  location.assign(nextAddress());
}

if (take && "serviceWorker" in navigator && "caches" in self) {
  take.hidden = false;
  take.addEventListener("click", takeAlong);
}
navigator.serviceWorker?.register("/sw.js", { scope: "/" }).catch(() => {});
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  form.querySelector("button[type=submit], button:not([type])").disabled = true;
  save(event);
});
new BroadcastChannel("goldthread-sent").addEventListener("message", ({ data }) => {
  if (data.store !== "checks" || data.owner !== known()?.owner) return;
  sent.add(data.reference);
  show();
});
addEventListener("online", sendNow);
addEventListener("offline", () => show());
keepOwner().then(sendNow).then(() => (document.documentElement.dataset.gtReady = "1"));
