/* The network map: find an actor by name, go from it to its neighbours by arrow keys, Enter opens it.

   The map is drawn by the server. figure[data-network] holds a.node with data-id, data-name and data-near (the ids of its neighbours, as they
   stand round it) and path.edge with data-ends. One node is in the order of Tab; the others are reached by arrows. A map that comes after the
   page is prepared when it is there. */

import { zoomed } from "./network_zoom.js";
import { folded } from "./table.js";

function center(node) {
  const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(node.getAttribute("transform"));
  return [Number(x), Number(y)];
}

/** Return the neighbour that lies nearest to a direction, or null where none lies on that side. */
export function toward(here, others, direction) {
  const [x, y] = here;
  let best = null;
  let least = Infinity;
  for (const [key, [toX, toY]] of others) {
    const [dx, dy] = [toX - x, toY - y];
    const along = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1] - dy * direction[0]);
    if (along > 0 && aside <= along * 2.5 && Math.hypot(along, aside * 1.5) < least) {
      least = Math.hypot(along, aside * 1.5);
      best = key;
    }
  }
  return best;
}

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function prepare(figure) {
  const nodes = new Map([...figure.querySelectorAll("a.node")].map((node) => [node.dataset.id, node]));
  const edges = [...figure.querySelectorAll("path.edge")].map((edge) => ({ edge, ends: edge.dataset.ends.split(" ") }));
  const field = document.querySelector("#map-q");
  const said = document.querySelector("#map-said");
  if (!nodes.size) return;
  figure.dataset.ready = "";

  const enter = (node) => {
    for (const other of nodes.values()) other.setAttribute("tabindex", other === node ? "0" : "-1");
  };
  const highlight = (ids, named = ids) => {
    name(named ?? new Set());
    for (const [id, node] of nodes) node.classList.toggle("faint", ids !== null && !ids.has(id));
    for (const { edge, ends } of edges) edge.classList.toggle("faint", ids !== null && !ends.every((end) => ids.has(end)));
  };
  let shown = new Set([...nodes.values()].filter((node) => !node.querySelector("text[visibility]")).map((node) => node.dataset.id));
  const name = (ids) => {
    for (const [id, node] of nodes) node.querySelector("text").setAttribute("visibility", shown.has(id) || ids.has(id) ? "visible" : "hidden");
  };
  const map = zoomed(figure, (ids) => {
    shown = ids;
    name(new Set());
  });
  const around = (node) => new Set([node.dataset.id, ...node.dataset.near.split(" ").filter(Boolean)]);

  enter(nodes.values().next().value);
  for (const node of nodes.values()) {
    node.addEventListener("focus", () => {
      enter(node);
      highlight(around(node), new Set([node.dataset.id]));
      map.reveal(node.dataset.id);
      node.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    node.addEventListener("blur", () => highlight(null));
    node.addEventListener("mouseenter", () => highlight(around(node), new Set([node.dataset.id])));
    node.addEventListener("mouseleave", () => highlight(null));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && field) field.focus();
      const direction = DIRECTIONS[event.key];
      if (!direction || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const near = node.dataset.near.split(" ").filter((id) => nodes.has(id));
      const places = (ids) => ids.map((id) => [id, center(nodes.get(id))]);
      const free = [...nodes.keys()].filter((id) => id !== node.dataset.id);
      const next = toward(center(node), places(near), direction) ?? toward(center(node), places(free), direction);
      if (next !== null) nodes.get(next).focus();
    });
  }

  if (!field) return;
  const matches = () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    return words.length ? [...nodes.values()].filter((node) => words.every((word) => folded(node.dataset.name).includes(word))) : null;
  };
  field.addEventListener("input", () => {
    const hits = matches();
    highlight(hits && new Set(hits.map((node) => node.dataset.id)));
    if (said) said.textContent = hits ? `${hits.length} / ${nodes.size}` : "";
  });
  field.addEventListener("keydown", (event) => {
    const hits = event.key === "Enter" ? matches() : null;
    if (!hits?.length || !figure.isConnected || !figure.checkVisibility()) return;
    event.preventDefault();
    const exact = hits.find((node) => folded(node.dataset.name) === folded(field.value.trim()));
    (exact ?? hits[0]).focus();
  });
}

function prepareAll() {
  for (const figure of document.querySelectorAll("figure[data-network]:not([data-ready])")) prepare(figure);
}

document.addEventListener("htmx:afterSettle", prepareAll);
prepareAll();
