/* The map of a room, renewed when the room tells that there is a new one. Without it the page is as it was when it was fetched. */

import { listen } from "./room_stream.js";

const picture = document.querySelector("#picture");
let later = 0;

/** Take the picture from the server as it is now; open parts stay open, the place on the page is the same. */
async function renew() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#picture");
  if (!fresh || fresh.innerHTML === picture.innerHTML) return;
  picture.replaceChildren(...fresh.childNodes);
  document.querySelector("h1").textContent = page.querySelector("h1").textContent;
}

function hear() { clearTimeout(later); later = setTimeout(renew, 200 + 1800 * Math.random()); }

if (picture) listen(picture.dataset.room, { picture: hear });
