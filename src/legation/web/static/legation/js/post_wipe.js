/* Whoever leaves a post, or signs out, leaves nothing of its reports in the browser. */

import { wipe } from "./post_store.js";

wipe();
