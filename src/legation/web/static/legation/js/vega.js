/* A figure that a reader asks to interact with: figure[data-spec-url] with a button [data-interact], which stays hidden without scripts.

   Vega is loaded at the first such click. Its expressions are read by an interpreter, so that the page needs no eval; it writes no style
   element; it may load nothing beyond the specification. When it fails, the still figure stays and [data-failure] is shown. */

const vendor = new URL("../../vendor/", import.meta.url);

function script(name) {
  return new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = new URL(name, vendor);
    tag.onload = resolve;
    tag.onerror = () => reject(new Error(`${name} could not be loaded`));
    document.head.append(tag);
  });
}

let loading;

/** Return vega-embed with what it needs, loaded once, in the order in which each needs the former. */
function loaded() {
  loading ??= (async () => {
    for (const name of ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js"]) await script(name);
    return window.vegaEmbed;
  })().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function draw(figure) {
  const [embed, answer] = await Promise.all([
    loaded(),
    fetch(figure.dataset.specUrl, { headers: { accept: "application/json" }, credentials: "same-origin" }),
  ]);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const spec = await answer.json();
  const plate = figure.querySelector(".plate");
  const still = [...plate.childNodes];
  const place = document.createElement("div");
  plate.append(place);
  let foreign = null;
  const refuse = async (uri) => {
    foreign = new Error(`a figure may not load ${uri}`);
    throw foreign;
  };
  let drawn = null;
  try {
    await document.fonts.ready;
    drawn = await embed(place, spec, {
      ast: true,
      actions: false,
      defaultStyle: false,
      renderer: "canvas",
      tooltip: { disableDefaultStyle: true, theme: "figure" },
      loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
      logLevel: 1,
    });
    if (foreign) throw foreign;
  } catch (error) {
    drawn?.finalize();
    place.remove();
    throw error;
  }
  for (const node of still) node.remove();
  place.setAttribute("role", "img");
  if (spec.description) place.setAttribute("aria-label", spec.description);
}

/* Delegated, and again after each swap, so that figures that arrive later work too. */
function show() {
  for (const button of document.querySelectorAll("figure[data-spec-url] [data-interact]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("figure[data-spec-url] [data-interact]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  const figure = button.closest("figure");
  button.setAttribute("aria-busy", "true");
  try {
    await draw(figure);
    button.remove();
  } catch (error) {
    button.removeAttribute("aria-busy");
    const failure = figure.querySelector("[data-failure]");
    if (failure) failure.hidden = false;
    console.error(error);
  }
});

show();
document.addEventListener("htmx:load", show);
