/* Whoever held a post and holds it no more leaves none of their reports in the browser; no other's are touched. */

import { dropOld, forget } from "./post_store.js";

forget(document.querySelector("[data-forget]").dataset.forget).catch(() => {}); // nothing was kept here
dropOld().catch(() => {});
