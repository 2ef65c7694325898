/* The chair's desk: what changes in the room is shown at once; where something is open or being typed, that it has changed is said instead. */
import { listen } from "./room_stream.js";

const EVERY = 1000;
const of = (id, page = document) => page.getElementById(id);
let waits = 0;

/** Whether the chair is in the middle of something that a new page would take away. */
function isBusy() {
  const desk = of("desk");
  return desk.querySelector("details[open]") !== null || (document.activeElement !== document.body && desk.contains(document.activeElement));
}

async function renew() {
  waits = 0;
  const desk = of("desk");
  if (isBusy()) {
    of("fresh").hidden = false;
    return;
  }
  const answer = await fetch(desk.dataset.address + location.search).catch(() => null);
  if (!answer?.ok || isBusy()) {
    of("fresh").hidden = !answer?.ok;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["headline", "desk"]) of(id).replaceWith(of(id, page));
  of("fresh").hidden = true;
}

listen(of("desk").dataset.room, { news: () => { waits ||= setTimeout(renew, EVERY); } });
