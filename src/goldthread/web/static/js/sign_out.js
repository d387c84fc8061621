// Signing out on a device where reports wait: ask first, then leave nothing of them behind.
export function guardSignOut(root = document) {
  for (const form of root.querySelectorAll("form[action='/account/sign-out']")) {
    form.addEventListener("submit", (event) => {
      const waiting = Number(localStorage.getItem("gt-waiting") ?? 0);
      const ask =
        `${waiting} report${waiting === 1 ? "" : "s"} on this device could not be sent yet. ` +
        "If you sign out now, what you wrote is deleted. Sign out and delete it?";
      if (waiting && !window.confirm(ask)) {
        event.preventDefault();
        return;
      }
      localStorage.removeItem("gt-waiting");
      localStorage.removeItem("gt-known");
      indexedDB.deleteDatabase("goldthread-reports");
    });
  }
}
