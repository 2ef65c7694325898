"""Foreign HTML and SVG made harmless. Runs in the child process, because what cleans can itself be kept busy for minutes.

Only what is listed stays. A page keeps its text, headings, lists, tables and links; a drawing keeps its shapes and letters.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from legation.sources.capture.plain import decoded

__all__ = ["clean_html", "clean_svg", "draw_svg"]

_ALLOWED = (
    "a abbr article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p pre q ruby rp rt s samp section small span strong sub "
    "summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
)
_REMOVED = "script style iframe object embed applet noscript template svg math title head select textarea audio video canvas"
"""Elements that stay, and those that go with all that is in them; of any other the text stays."""
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href"},
    "img": {"alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "time": {"datetime"},
    "col": {"span"},
    "colgroup": {"span"},
}
_LONGEST_SIDE = 1600
_NAMESPACE = "http://www.w3.org/2000/svg"
_DRAWN = (
    "svg g a path rect circle ellipse line polyline polygon text tspan textPath title desc defs style linearGradient radialGradient stop "
    "clipPath mask pattern marker symbol use switch"
)
_SHAPES = frozenset(_DRAWN.split())
_ABROAD = re.compile(r"url\((?!\s*[\"']?#)|@import|\\|expression|javascript:|data:", re.IGNORECASE)


def clean_html(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the page without scripts, styles, forms, frames and pictures; links go nowhere unless a reader follows them.

    Addresses that are not whole (``/about``) lose their link: on our page they would lead into our site.
    """
    import nh3

    yield {
        "html": nh3.clean(
            decoded(data) or "",
            tags=set(_ALLOWED.split()),
            clean_content_tags=set(_REMOVED.split()),
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            url_relative="deny",
            link_rel="noopener nofollow noreferrer",
        )
    }


def draw_svg(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield a drawing as PNG in base 64, drawn from its cleaned copy."""
    import vl_convert

    root = clean_svg(data)
    if root is not None:
        png = vl_convert.svg_to_png(etree.tostring(root, encoding="unicode"), scale=_scale(root))
        yield {"png": base64.b64encode(png).decode("ascii")}


def clean_svg(data: bytes) -> Any:
    """Return the root of a drawing without scripts, pictures and whatever would be loaded; None where it is no drawing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    for element in list(root.iter()):
        name = etree.QName(element) if isinstance(element.tag, str) else None
        if name is None or name.namespace not in (_NAMESPACE, None) or name.localname not in _SHAPES or _ABROAD.search(_style(element)):
            if element.getparent() is None:
                return None
            _drop(element)
            continue
        for key, value in list(element.attrib.items()):
            local = etree.QName(key).localname.lower()
            if local.startswith("on") or (local in ("href", "src", "base") and not value.strip().startswith("#")) or _ABROAD.search(value):
                del element.attrib[key]
    return root


def _style(element: Any) -> str:
    return (element.text or "") if etree.QName(element).localname == "style" else ""


def _drop(element: Any) -> None:
    """Take an element away, and leave the text after it."""
    parent, tail = element.getparent(), element.tail or ""
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)


def _scale(root: Any) -> float:
    """Return how much to shrink a drawing so that no side is longer than :data:`_LONGEST_SIDE` points."""
    sizes = [re.match(r"\s*([\d.]{1,12})", root.get(side, "")) for side in ("width", "height")]
    longest = max((float(size[1]) for size in sizes if size and size[1].count(".") < 2 and size[1] != "."), default=0.0)
    box = re.findall(r"[\d.eE+-]+", root.get("viewBox", ""))
    if not longest and len(box) == 4:
        longest = max(float(box[2]), float(box[3]))
    return min(1.0, _LONGEST_SIDE / longest) if longest > 0 else 1.0
