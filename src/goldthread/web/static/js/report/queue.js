// What waits on this device until there is signal: kept, sent once, and never lost.
// A plain script, because pages and the service worker share it: it adds `goldthreadQueue` for
// reports and `goldthreadChecks` for the answers of an audit.
(() => {
  const SESSION = "/report/session";
  // A page hears of what another page, or the service worker, has sent.
  const told = new BroadcastChannel("goldthread-sent");

  let opened;

  function database() {
    opened ??= self.idb.openDB("goldthread-reports", 2, {
      upgrade(db, had) {
        if (had < 1) {
          db.createObjectStore("waiting", { keyPath: "key" });
          db.createObjectStore("writing", { keyPath: "owner" });
        }
        if (had < 2) db.createObjectStore("checks", { keyPath: "key" });
      },
      blocking() {
        opened?.then((db) => db.close()); // a newer version of this page wants to open it
        opened = undefined;
      },
      terminated() {
        opened = undefined;
      },
    });
    return opened;
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

  // One queue: `store` is where it is kept, `address` takes one item, `extra` names what an item
  // carries beside {key, owner, fields: [[name, value]], files: [File], problems, saved}.
  function queueOf(store, address, extra = []) {
    const put = async (item) => (await database()).put(store, item);
    const waiting = async () => (await database()).getAll(store);
    const remove = async (key) => (await database()).delete(store, key);

    function bodyOf(item) {
      const body = new FormData();
      for (const [name, value] of item.fields) body.append(name, value);
      for (const file of item.files ?? []) body.append("files", file, file.name);
      for (const name of ["key", "owner", ...extra]) body.set(name, item[name]);
      return body;
    }

    // What became of one item: sent, kept (try again later), refused (with sentences).
    async function send(item, csrf) {
      const answer = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: { "X-CSRFToken": csrf, Accept: "application/json" },
        body: bodyOf(item),
      });
      const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
      const said = isJson ? await answer.json() : {};
      if (answer.ok && said.reference) {
        await remove(item.key);
        told.postMessage({ owner: item.owner, reference: said.reference, store });
        return { sent: said.reference, leftOut: said.left_out ?? [] };
      }
      if (answer.status === 422) {
        await put({ ...item, problems: said.problems ?? [] });
        return { refused: said.problems ?? [] };
      }
      return { kept: true };
    }

    async function sendEach() {
      const results = { sent: [], leftOut: [], signIn: "", others: 0, waiting: 0 };
      const items = (await waiting()).sort((one, other) => one.saved - other.saved);
      if (!items.length) return results;
      const now = await session();
      for (const item of items) {
        if (!now.signed_in || now.owner !== item.owner) continue;
        const result = await send(item, now.csrf);
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
      return self.navigator.locks.request(`goldthread-send-${store}`, sendEach);
    }

    return { put, waiting, remove, session, sendAll };
  }

  self.goldthreadQueue = {
    ...queueOf("waiting", "/report/queue"), keepWriting, writing, forgetWriting,
  };
  self.goldthreadChecks = queueOf("checks", "/verification/queue", ["case"]);
})();
