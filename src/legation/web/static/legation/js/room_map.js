/* The map of a room, renewed when the room tells that there is a new one. Without it the page is as it was when it was fetched. */

const picture = document.querySelector("#picture");
const base = location.pathname.replace(/map$/, "");
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

if (picture) {
  const store = `room-${picture.dataset.room}`;
  const others = new BroadcastChannel(store);
  others.addEventListener("message", (event) => { if (event.data === "picture") hear(); });
  const hold = () => new Promise(() => {
    const connect = () => {
      const stream = new EventSource("/live/events");
      stream.addEventListener("picture", () => { hear(); others.postMessage("picture"); });
      for (const kind of ["state", "gain", "resync"]) stream.addEventListener(kind, () => others.postMessage(kind));
      const again = async () => { stream.close(); await fetch(`${base}picture`).catch(() => null); setTimeout(connect, 1000 + 4000 * Math.random()); };
      stream.addEventListener("end", again);
      stream.addEventListener("error", () => { if (stream.readyState === EventSource.CLOSED) again(); });
    };
    connect();
  });
  if (navigator.locks) navigator.locks.request(store, hold); else hold();
}
