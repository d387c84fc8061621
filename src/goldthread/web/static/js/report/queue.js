// Reports that wait on this device until there is signal: kept, sent once, and never lost.
// A plain script, because pages and the service worker share it: it adds `goldthreadQueue`.
(() => {
  const SESSION = "/report/session";
  const SEND = "/report/queue";
  // A page hears of what another page, or the service worker, has sent.
  const told = new BroadcastChannel("goldthread-sent");

  let opened;

  function database() {
    opened ??= self.idb.openDB("goldthread-reports", 1, {
      upgrade(db) {
        db.createObjectStore("waiting", { keyPath: "key" });
        db.createObjectStore("writing", { keyPath: "owner" });
      },
      terminated() {
        opened = undefined;
      },
    });
    return opened;
  }

  // A report is {key, owner, fields: [[name, value]], files: [File], problems, saved}.
  async function put(report) {
    await (await database()).put("waiting", report);
  }

  async function waiting() {
    return (await database()).getAll("waiting");
  }

  async function remove(key) {
    await (await database()).delete("waiting", key);
  }

  async function keepWriting(owner, fields) {
    await (await database()).put("writing", { owner, fields });
  }

  async function writing(owner) {
    return (await database()).get("writing", owner);
  }

  async function forgetWriting(owner) {
    await (await database()).delete("writing", owner);
  }

  async function session() {
    const answer = await fetch(SESSION, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) throw new Error("The service does not answer");
    return answer.json();
  }

  function bodyOf(report) {
    const body = new FormData();
    for (const [name, value] of report.fields) body.append(name, value);
    for (const file of report.files ?? []) body.append("files", file, file.name);
    body.set("key", report.key);
    body.set("owner", report.owner);
    return body;
  }

  // What became of one report: sent, kept (try again later), refused (with sentences).
  async function send(report, csrf) {
    const answer = await fetch(SEND, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": csrf, Accept: "application/json" },
      body: bodyOf(report),
    });
    const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    const said = isJson ? await answer.json() : {};
    if (answer.ok && said.reference) {
      await remove(report.key);
      told.postMessage({ owner: report.owner, reference: said.reference });
      return { sent: said.reference, leftOut: said.left_out ?? [] };
    }
    if (answer.status === 422) {
      await put({ ...report, problems: said.problems ?? [] });
      return { refused: said.problems ?? [] };
    }
    return { kept: true };
  }

  async function sendEach() {
    const results = { sent: [], leftOut: [], signIn: "", others: 0, waiting: 0 };
    const reports = await waiting();
    if (!reports.length) return results;
    const now = await session();
    for (const report of reports) {
      if (!now.signed_in || now.owner !== report.owner) continue;
      const result = await send(report, now.csrf);
      if (result.sent) results.sent.push(result.sent);
      results.leftOut.push(...(result.leftOut ?? []));
    }
    const left = await waiting();
    results.waiting = left.length;
    results.others = now.signed_in ? left.filter((one) => one.owner !== now.owner).length : 0;
    results.signIn = now.signed_in ? "" : now.sign_in;
    return results;
  }

  // One sender at a time on this device; the server receives each key once in any case.
  async function sendAll() {
    if (!self.navigator.locks) return sendEach();
    return self.navigator.locks.request("goldthread-send", sendEach);
  }

  self.goldthreadQueue = {
    put, waiting, remove, keepWriting, writing, forgetWriting, session, sendAll,
  };
})();
