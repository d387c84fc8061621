// Signing out on a device where reports of this person wait: ask first, then leave none of them.
// What someone else wrote on a shared device stays for them.
const WAIT = 2000; // milliseconds; the sign-out itself is never held up for longer

function asked() {
  const waiting = Number(localStorage.getItem("gt-waiting") ?? 0);
  return (
    !waiting ||
    window.confirm(
      `${waiting} report${waiting === 1 ? "" : "s"} on this device could not be sent yet. ` +
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
      const change = opening.result.transaction(["waiting", "writing"], "readwrite");
      change.objectStore("writing").delete(owner);
      const walk = change.objectStore("waiting").openCursor();
      walk.onsuccess = () => {
        if (!walk.result) return;
        if (walk.result.value.owner === owner) walk.result.delete();
        walk.result.continue();
      };
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
      localStorage.removeItem("gt-waiting");
      localStorage.removeItem("gt-known");
      form.submit();
    });
  }
}
