// The report that can be written without signal. Text is kept on this device at every pause, and
// under the person who was last signed in here.
const queue = self.goldthreadQueue;
const form = document.getElementById("offline-report");
const state = document.getElementById("queue-state");
const problems = document.getElementById("problems");
const KNOWN = "gt-known";
let known = JSON.parse(localStorage.getItem(KNOWN) ?? "null");
let key = crypto.randomUUID();
const sent = new Set(); // references, said for as long as the page is open
let saving = false;
let timer;

const plural = (count) => `${count} report${count === 1 ? "" : "s"}`;

function fieldsOf() {
  return [...new FormData(form).entries()].filter(([, value]) => typeof value === "string");
}

function fill(fields) {
  for (const [name, value] of fields) {
    for (const input of form.elements[name]?.forEach ? form.elements[name] : [form.elements[name]]) {
      if (!input) continue;
      if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
      else input.value = value;
      if (input.checked) input.dispatchEvent(new Event("change", { bubbles: true }));
      if (input.type === "radio" && input.checked) break;
    }
  }
}

function showTeams() {
  const select = form.elements.unit;
  if (!known || !select) return;
  const chosen = select.value || String(known.unit ?? "");
  select.replaceChildren(new Option("Choose", ""), ...known.teams.map(([pk, name]) => new Option(name, pk)));
  select.value = chosen;
}

// Today and yesterday mean the day of writing, whenever the report arrives.
function withRealDays(fields) {
  const days = { today: 0, yesterday: 1 };
  const said = fields.find(([name]) => name === "day")?.[1];
  if (!(said in days)) return fields;
  const day = new Date();
  day.setDate(day.getDate() - days[said]);
  const kept = fields.filter(([name]) => name !== "day" && !name.startsWith("occurred_on-"));
  return [
    ...kept,
    ["day", "earlier"],
    ["occurred_on-day", String(day.getDate())],
    ["occurred_on-month", String(day.getMonth() + 1)],
    ["occurred_on-year", String(day.getFullYear())],
  ];
}

function missing() {
  const wanted = [
    ["unsafe", "Say whether anyone is unsafe now"],
    ["event_type", "Choose what you are reporting"],
    ["narrative", "Tell us what happened, in your own words"],
    ["day", "Say when it happened, or choose “I do not know when”"],
    ["unit", "Choose the team or service"],
  ];
  const given = new Map(fieldsOf());
  return wanted.filter(([name]) => !(given.get(name) ?? "").trim()).map(([name, words]) => ({ name, words }));
}

function showProblems(found) {
  problems.hidden = !found.length;
  const items = found.map(({ name, words }) => {
    const item = document.createElement("li");
    const way = document.createElement("a");
    way.href = `#id_${name}`;
    way.textContent = words;
    item.append(way);
    return item;
  });
  problems.querySelector("ul").replaceChildren(...items);
  if (found.length) problems.focus();
}

async function showState(results = null) {
  const reports = await queue.waiting();
  const lines = [];
  for (const reference of results?.sent ?? []) sent.add(reference);
  if (sent.size) lines.push(`Sent: ${[...sent].join(", ")}.`);
  for (const sentence of results?.leftOut ?? []) lines.push(`Not taken: ${sentence}`);
  const mine = reports.filter((one) => one.owner === known?.owner);
  const others = reports.length - mine.length;
  localStorage.setItem("gt-waiting", String(mine.length));
  if (mine.length) {
    lines.push(`${plural(mine.length)} waiting to be sent.`);
    if (!navigator.onLine) lines.push("It goes by itself when there is signal.");
    else if (results?.signIn) lines.push("You are signed out.");
  }
  if (others) lines.push(`${plural(others)} of someone else waiting on this device, until they sign in.`);
  if (!navigator.onLine) lines.unshift("There is no signal. You can still write your report here.");
  state.replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })),
  );
  if (mine.length && results?.signIn) {
    state.append(Object.assign(document.createElement("a"), { href: results.signIn, textContent: "Sign in to send it" }));
  }
  for (const report of mine) if (report.problems?.length) state.append(troubled(report));
  state.hidden = !state.childNodes.length;
}

// A report the service could not take as it is: its reasons, and a way to mend it.
function troubled(report) {
  const box = document.createElement("div");
  for (const words of report.problems) box.append(Object.assign(document.createElement("p"), { textContent: words }));
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Open it and mend it" });
  button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  button.addEventListener("click", async () => {
    await queue.remove(report.key);
    key = report.key;
    form.reset();
    fill(report.fields);
    await keepText();
    await showState();
    form.elements.narrative.focus();
  });
  box.append(button);
  return box;
}

async function sendNow() {
  try {
    await showState(await queue.sendAll());
  } catch {
    await showState(); // no signal, or the service is away: everything stays
  }
}

async function keepText() {
  if (known) await queue.keepWriting(known.owner, fieldsOf());
}

async function save(event) {
  event.preventDefault();
  if (saving) return;
  const found = missing();
  showProblems(found);
  if (found.length || !known) return;
  saving = true;
  try {
    const files = [...(form.elements.files?.files ?? [])];
    await queue.put({ key, owner: known.owner, fields: withRealDays(fieldsOf()), files, saved: Date.now() });
    await queue.forgetWriting(known.owner);
    key = crypto.randomUUID();
    form.reset();
    showTeams();
    await showState();
    state.focus();
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register("send-reports").catch(() => {});
    await sendNow();
  } finally {
    saving = false;
  }
}

async function begin() {
  try {
    const now = await queue.session();
    if (now.signed_in) {
      known = { owner: now.owner, teams: now.teams, unit: now.unit };
      localStorage.setItem(KNOWN, JSON.stringify(known));
    }
  } catch {
    // without signal the person last signed in here is the one who writes
  }
  document.getElementById("unknown").hidden = Boolean(known);
  form.hidden = !known;
  showTeams();
  const left = known && (await queue.writing(known.owner));
  if (left) fill(left.fields);
  await sendNow();
  document.documentElement.dataset.gtReady = "1";
}

form.addEventListener("submit", save);
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(keepText, 250);
});
addEventListener("pagehide", keepText);
addEventListener("online", sendNow);
addEventListener("offline", () => showState());
new BroadcastChannel("goldthread-sent").addEventListener("message", ({ data }) => {
  if (data.owner !== known?.owner || data.store !== "waiting") return;
  sent.add(data.reference);
  showState();
});
begin();
