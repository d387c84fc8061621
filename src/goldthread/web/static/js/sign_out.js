// Signing out on a device where reports or checks of this person wait: ask first, then leave none
// of them, nor the pages of a round that was taken along.
// What someone else wrote on a shared device stays for them.
const WAIT = 2000; // milliseconds; the sign-out itself is never held up for longer

const count = (name, word) => {
  const number = Number(localStorage.getItem(name) ?? 0);
  return number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : [];
};

function asked() {
  const waiting = [...count("gt-waiting", "report"), ...count("gt-waiting-checks", "check")];
  return (
    !waiting.length ||
    window.confirm(
      `${waiting.join(" and ")} on this device could not be sent yet. ` +
        "If you sign out now, what you wrote is deleted. Sign out and delete it?",
    )
  );
}

function deleteOf(owner) {
  return new Promise((resolve) => {
    const opening = indexedDB.open("goldthread-reports");
    opening.onupgradeneeded = () => opening.transaction.abort(); // there was none: make none
    opening.onerror = resolve;
    opening.onsuccess = () => {
      const stores = [...opening.result.objectStoreNames];
      const change = opening.result.transaction(stores, "readwrite");
      change.objectStore("writing").delete(owner);
      for (const name of stores.filter((one) => one !== "writing")) {
        const walk = change.objectStore(name).openCursor();
        walk.onsuccess = () => {
          if (!walk.result) return;
          if (walk.result.value.owner === owner) walk.result.delete();
          walk.result.continue();
        };
      }
      change.oncomplete = change.onabort = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

export function guardSignOut(root = document) {
  for (const form of root.querySelectorAll("form[action='/account/sign-out']")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!asked()) return;
      const known = JSON.parse(localStorage.getItem("gt-known") ?? "null");
      const tooLong = new Promise((resolve) => setTimeout(resolve, WAIT));
      if (known) await Promise.race([deleteOf(known.owner), tooLong]).catch(() => {});
      await self.caches?.delete("gt-rounds").catch(() => {});
      localStorage.removeItem("gt-waiting");
      localStorage.removeItem("gt-waiting-checks");
      localStorage.removeItem("gt-checked");
      localStorage.removeItem("gt-known");
      form.submit();
    });
  }
}
