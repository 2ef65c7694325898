/* What a browser keeps of a room is that of one seat: drafts that wait, what is being written, instructions. Whoever takes another seat of
   the room in the same browser neither reads nor sends what was left there. */

const names = (room) => [`room-${room}`, `room-${room}-words`, `draft-${room}`, `draft-${room}-writing`, `mandate-${room}`, `seat-${room}`];

/** Forget what is kept of a room. */
export function forget(room) {
  for (const name of names(room)) localStorage.removeItem(name);
}

/** Begin as a seat of a room: what another seat has left here is forgotten. */
export function ownStorage({ room, seat }) {
  if (!seat) return;
  const before = localStorage.getItem(`seat-${room}`);
  if (before !== null && before !== seat) forget(room);
  localStorage.setItem(`seat-${room}`, seat);
}
