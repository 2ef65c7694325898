/* What a post's page keeps in the browser: reports that wait for a connection, for 72 hours at most. */

const NAME = "legation-post";
const LASTS = 72 * 3600 * 1000; // milliseconds

const done = (request) => new Promise((resolve, reject) => {
  request.addEventListener("success", () => resolve(request.result));
  request.addEventListener("error", () => reject(request.error));
});

function opened(isMade) {
  const request = indexedDB.open(NAME, 1);
  request.addEventListener("upgradeneeded", () => {
    if (isMade) request.result.createObjectStore("reports", { keyPath: "key" });
    else request.transaction.abort(); // there is no store, and none is made
  });
  return done(request);
}

async function withReports(mode, act, isMade = true) {
  const base = await opened(isMade);
  try {
    return await done(act(base.transaction("reports", mode).objectStore("reports")));
  } finally {
    base.close();
  }
}

/** Keep a report under its key, in the place of what was kept under it. */
export const keep = (report) => withReports("readwrite", (reports) => reports.put({ ...report, kept: Date.now() }));

export const drop = (key) => withReports("readwrite", (reports) => reports.delete(key));

/** Drop what is too old, whose and of which post it may be; fails where nothing was ever kept. */
export async function dropOld() {
  const all = await withReports("readonly", (reports) => reports.getAll(), false);
  for (const one of all) if (Date.now() - one.kept > LASTS) await drop(one.key);
}

/** Return what the holder of that mark wrote for a post and waits, the oldest first; whatever of anybody is too old goes. */
export async function waiting(post, holder) {
  await dropOld().catch(() => {});
  const all = await withReports("readonly", (reports) => reports.getAll());
  return all.filter((one) => one.post === post && one.holder === holder).sort((a, b) => a.kept - b.kept);
}

/** Drop all that the holder of that mark wrote; fails where nothing was ever kept. */
export async function forget(holder) {
  const all = await withReports("readonly", (reports) => reports.getAll(), false);
  for (const one of all) if (one.holder === holder) await drop(one.key);
}

/** Wipe all that waits, of every post. */
export const wipe = () => done(indexedDB.deleteDatabase(NAME));
