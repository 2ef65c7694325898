/* A map that is enlarged and moved: by the buttons of [data-zoom], by + - 0 on the keyboard, with the wheel and Ctrl, by two fingers.

   The picture's viewBox is what is seen of it. Marks and names stay as large as they are: each is scaled back where it stands. Names are shown
   where they have room, those with the most ties first, so that more of them appear the nearer one comes. */

const LARGEST = 8;

/** Return the names that have room: boxes are taken in their order, and one that meets a mark or a name before it has none. */
export function roomFor(boxes, marks) {
  const taken = [...marks];
  const free = new Set();
  for (const { id, box } of boxes) {
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    free.add(id);
  }
  return free;
}

export function zoomed(figure, onNames) {
  const svg = figure.querySelector("svg");
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const nodes = [...figure.querySelectorAll("a.node")].map((node) => {
    const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(node.getAttribute("transform"));
    const text = node.querySelector("text");
    const lines = [...text.querySelectorAll("tspan")];
    return { node, id: node.dataset.id, x: Number(x), y: Number(y), text, lines, ties: Number(node.dataset.ties) || 0, wide: null };
  });
  const ranked = [...nodes].sort((a, b) => b.ties - a.ties || (a.id < b.id ? -1 : 1));
  const given = new Set(nodes.filter(({ text }) => !text.hasAttribute("visibility")).map(({ id }) => id));
  let scale = 1;
  let [x, y] = [full.x, full.y];

  const measured = (one) => (one.wide ??= Math.max(...one.lines.map((line) => line.getComputedTextLength())));
  const named = () => {
    if (scale === 1) return given;
    const [wide, tall] = [full.width / scale, full.height / scale];
    const inside = ranked.filter((one) => one.x >= x && one.x <= x + wide && one.y >= y && one.y <= y + tall);
    const marks = inside.map((one) => [one.x * scale - 7, one.y * scale - 7, one.x * scale + 7, one.y * scale + 7]);
    const boxes = inside.map((one) => {
      const side = { start: 0, middle: 0.5, end: 1 }[one.text.getAttribute("text-anchor")] ?? 0.5;
      const left = one.x * scale + Number(one.text.getAttribute("x")) - measured(one) * side;
      const top = one.y * scale + Number(one.text.getAttribute("y")) + 3;
      return { id: one.id, box: [left, top, left + measured(one), top + 14 * one.lines.length] };
    });
    return roomFor(boxes, marks);
  };
  const show = () => {
    const [wide, tall] = [full.width / scale, full.height / scale];
    x = Math.min(Math.max(x, full.x), full.x + full.width - wide);
    y = Math.min(Math.max(y, full.y), full.y + full.height - tall);
    svg.setAttribute("viewBox", `${x} ${y} ${wide} ${tall}`);
    svg.toggleAttribute("data-zoomed", scale > 1);
    for (const one of nodes) one.node.setAttribute("transform", `translate(${one.x},${one.y})${scale > 1 ? ` scale(${1 / scale})` : ""}`);
    for (const edge of figure.querySelectorAll("path.edge")) edge.setAttribute("vector-effect", "non-scaling-stroke");
    onNames(named());
  };
  const zoom = (factor, at = [x + full.width / scale / 2, y + full.height / scale / 2]) => {
    const next = Math.min(LARGEST, Math.max(1, scale * factor));
    x = at[0] - ((at[0] - x) * scale) / next;
    y = at[1] - ((at[1] - y) * scale) / next;
    scale = next;
    show();
  };
  const pan = (across, down) => {
    x += (across * full.width) / scale / 4;
    y += (down * full.height) / scale / 4;
    show();
  };
  const all = () => {
    scale = 1;
    show();
  };
  const acts = { in: () => zoom(1.5), out: () => zoom(1 / 1.5), left: () => pan(-1, 0), right: () => pan(1, 0), up: () => pan(0, -1), down: () => pan(0, 1), all };
  const buttons = figure.querySelector(".map-zoom");
  if (buttons) {
    buttons.hidden = false;
    buttons.addEventListener("click", (event) => acts[event.target.closest("[data-zoom]")?.dataset.zoom]?.());
  }
  figure.addEventListener("keydown", (event) => {
    const act = { "+": "in", "=": "in", "-": "out", 0: "all" }[event.key];
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    acts[act]();
  });
  const point = (event) => {
    const box = svg.getBoundingClientRect();
    return [x + ((event.clientX - box.left) / box.width) * (full.width / scale), y + ((event.clientY - box.top) / box.height) * (full.height / scale)];
  };
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, point(event));
    },
    { passive: false },
  );
  dragged(svg, { point, zoom, move: (dx, dy) => ((x += dx), (y += dy), show()), isZoomed: () => scale > 1 });
  return {
    /** Bring an actor into view, where the map is enlarged. */
    reveal(id) {
      const one = nodes.find((other) => other.id === id);
      if (!one || scale === 1) return;
      const [wide, tall] = [full.width / scale, full.height / scale];
      if (one.x > x + wide * 0.05 && one.x < x + wide * 0.95 && one.y > y + tall * 0.05 && one.y < y + tall * 0.95) return;
      [x, y] = [one.x - wide / 2, one.y - tall / 2];
      show();
    },
  };
}

/** Let one finger or the mouse move an enlarged map, and two fingers enlarge it; what was dragged opens nothing. */
function dragged(svg, map) {
  const fingers = new Map();
  let [spread, moved] = [0, false];
  const apart = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    moved = false;
    if (fingers.size === 2) spread = apart();
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const [from, to] = [map.point(before), map.point(event)];
    fingers.set(event.pointerId, event);
    if (Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) > 2) moved = true;
    if (fingers.size === 2) {
      const now = apart();
      const [a, b] = [...fingers.values()];
      if (spread) map.zoom(now / spread, map.point({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 }));
      spread = now;
    } else if (map.isZoomed()) map.move(from[0] - to[0], from[1] - to[1]);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  svg.addEventListener(
    "touchmove",
    (event) => {
      if (event.touches.length > 1 || map.isZoomed()) event.preventDefault();
    },
    { passive: false },
  );
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => moved && map.isZoomed() && event.preventDefault(), true);
}
