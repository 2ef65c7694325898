/* The stream of a room: one tab of the browser holds the connection, for all rooms in which it has a seat, and tells the others. */

/** Return which rows of a text a message changes, and whether it changes anything else; nothing of a message that is no change. */
function touched({ seen = {} }, kind) {
  if (kind !== "gain") return null;
  const ids = (change, name = "id") => [...(change?.set ?? []), ...(change?.gone ?? [])].map((row) => row[name] ?? row);
  const { units, brackets, number, ...more } = seen;
  return { units: [...ids(units), ...ids(brackets, "unit")], brackets: ids(brackets), more: Object.keys(more).length > 0 };
}

/** Call `news` when something in a room has changed, with what of a text it is, and `picture` when there is a new one of what it thinks. */
export function listen(room, { news, picture }) {
  const others = new BroadcastChannel("rooms");
  let connect = null;
  const tell = (what) => {
    if (what.room !== room) return;
    if (what.kind !== "picture") news?.(what.touched);
    if (what.kind !== "gain") picture?.(); // one may have come before the stream
  };
  const ticket = () => fetch(`/rooms/${room}/seat/picture`, { method: "HEAD" }).catch(() => null); // the ticket alone: a picture may be large
  others.addEventListener("message", ({ data }) => {
    if (data === "joined") connect?.(); else if (data === "ended") ticket(); else tell(data);
  });
  others.postMessage("joined");
  const hold = () => new Promise(() => {
    let stream = null;
    connect = () => {
      stream?.close();
      const here = stream = new EventSource("/live/events");
      for (const kind of ["state", "gain", "picture"]) {
        here.addEventListener(kind, (event) => {
          const said = JSON.parse(event.data);
          const what = { room: said.room, kind, touched: touched(said, kind) };
          tell(what);
          others.postMessage(what);
        });
      }
      const again = async () => {
        here.close();
        others.postMessage("ended");
        if ((await ticket())?.status === 401) { tell({ room, kind: "state" }); return; } // the seat is gone: the page says why
        setTimeout(() => { if (stream === here) connect(); }, 1000 + 4000 * Math.random());
      };
      here.addEventListener("end", again);
      here.addEventListener("resync", (event) => {
        const { room } = JSON.parse(event.data);
        if (!room) return again(); // too much waited: the stream is over
        const what = { room, kind: "state" }; // its picture is too large for a stream: the page fetches what it shows of it
        tell(what);
        others.postMessage(what);
      });
      here.addEventListener("error", () => { if (here.readyState === EventSource.CLOSED) again(); });
    };
    connect();
  });
  if (navigator.locks) navigator.locks.request("rooms", hold); else hold();
}
