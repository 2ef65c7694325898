/* Whoever has left a room leaves nothing of it in the browser. */

import { forget } from "./room_storage.js";

forget(document.querySelector("[data-left]").dataset.left);
