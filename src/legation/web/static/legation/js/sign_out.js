/* Whoever signs out leaves no report of a post in the browser: it is wiped before the form goes. */

import { wipe } from "./post_store.js";

for (const form of document.querySelectorAll('form[action$="/account/logout/"]')) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await wipe().catch(() => {});
    form.submit();
  });
}
