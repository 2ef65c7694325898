"""Preparing a crisis, and changing it: its names, its area and its days."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, QueryDict

from legation.errors import BadValue
from legation.language import Lang, Message, collation_key
from legation.web.consular.crises.about import About, check_area, geometries, make_crisis, read_about, save_about
from legation.web.consular.crises.countries import has_countries
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.crises.scope import lead_crisis_of
from legation.web.consular.records.models import Crisis
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.forms.site_form import CheckField, ChecksField, DateField, SelectField, ShownField, SiteForm, TextField
from legation.web.front.catalogue import alpha_2, countries
from legation.web.front.places import places
from legation.web.site.values import parse_int

__all__ = ["CrisisForm", "change", "edit", "make", "new"]

_LARGEST = 3_000_000
"""Characters of GeoJSON: more than 100,000 positions take."""
_KINDS = {"circle": ("longitude", "latitude", "radius"), "places": ("places",), "country": ("country",), "geojson": ("geojson",)}
"""How an area may be said, each with its fields."""
_NAMES = {"fr": ("name_fr", "name_en"), "en": ("name_en", "name_fr")}
_TEMPLATE = "consular/crises/form.html"


@dataclass(frozen=True, kw_only=True)
class CrisisFormPage(Page):
    """The form of a crisis; ``kinds``: how an area may be said, each with its fields, of which ``kind`` is the one that is chosen."""

    fields: tuple[ShownField, ...]
    names: tuple[ShownField, ...]
    kind: ShownField
    kinds: tuple[tuple[str, tuple[ShownField, ...]], ...]
    more: tuple[ShownField, ...]
    href: str
    version: int
    back: str


def _help(name: str) -> Message:
    return Message(f"desk-crisis.form.{name}-help")


class CrisisForm(SiteForm):
    """Names, area and days of a crisis, and which posts it concerns."""

    def __init__(self, sent: QueryDict | None, lang: Lang, crisis: Crisis | None = None) -> None:
        about = read_about(crisis) if crisis is not None else About()
        first = _filled(about)
        label = {name: Message(f"desk-crisis.form.{name}") for name in (*first, "name_en", "name_fr", "first", "last", "posts", "discreet")}
        kinds = [(kind, Message(f"desk-crisis.form.kind-{kind}")) for kind in _KINDS if kind != "country" or has_countries()]
        chosen = crisis.posts if crisis is not None else [post.id for post in HOUSE.posts]
        fields: dict[str, Any] = {
            **{
                name: TextField(label[name], initial=getattr(about, name), required=name.endswith(lang), limit=120) for name in _NAMES[lang]
            },
            "kind": SelectField(label["kind"], kinds, initial=first["kind"], required=True),
            "longitude": TextField(label["longitude"], initial=first["longitude"], limit=20),
            "latitude": TextField(label["latitude"], initial=first["latitude"], limit=20),
            "radius": TextField(label["radius"], initial=first["radius"], help=_help("radius"), limit=10),
            "places": TextField(label["places"], help=_help("places"), area=True, limit=4_000),
            "country": SelectField(label["country"], _countries(lang), initial=first["country"], help=_help("country")),
            "geojson": TextField(label["geojson"], initial=first["geojson"], help=_help("geojson"), area=True, limit=_LARGEST),
            "first": DateField(label["first"], initial=about.first, help=_help("first")),
            "last": DateField(label["last"], initial=about.last),
            "posts": ChecksField(label["posts"], [(post.id, post.title(lang)) for post in HOUSE.posts], initial=chosen),
        }
        if crisis is not None:
            fields["discreet"] = CheckField(label["discreet"], help=_help("discreet"), initial=crisis.is_discreet)
        super().__init__(sent, **fields)

    def clean(self) -> dict[str, Any]:
        """Read the area, and say beside the field what is wrong with it."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        kind = found["kind"]
        field = {"circle": "longitude"}.get(kind, kind)
        try:
            about = About(
                name_fr=found["name_fr"],
                name_en=found["name_en"],
                area={} if kind == "country" else _area(kind, found),
                country=found["country"].upper() if kind == "country" else "",
                first=found["first"].isoformat() if found["first"] else "",
                last=found["last"].isoformat() if found["last"] else "",
            )
            check_area(about)
        except BadValue as error:
            self.refuse("last" if getattr(error.message, "id", "") == "consular.area.days" else field, error.message)
        else:
            found["about"] = about
        if not found["posts"]:
            self.refuse("posts", Message("desk-crisis.form.no-post"))
        return found


def _area(kind: str, found: dict[str, Any]) -> dict[str, Any]:
    """Return the area that a form describes.

    Raises
    ------
    BadValue
    """
    if kind == "circle":
        return _disc(_number(found["longitude"]), _number(found["latitude"]), _number(found["radius"]))
    if kind == "places":
        return {"type": "GeometryCollection", "geometries": [_round_place(line) for line in found["places"].splitlines() if line.strip()]}
    try:
        read = json.loads(found["geojson"])
    except (ValueError, RecursionError):
        raise BadValue(Message("desk-crisis.form.bad-geojson")) from None
    if not isinstance(read, dict):
        raise BadValue(Message("desk-crisis.form.bad-geojson"))
    return {"type": "GeometryCollection", "geometries": geometries(read)}


def _round_place(line: str) -> dict[str, Any]:
    """Return the circle round a place: ``Talca, 30`` or ``Talca, 30, CL``."""
    name, radius, country = (*(part.strip() for part in line.split(",", 2)), "", "")[:3]
    countries = [country.upper()] if country else sorted({post.country.upper() for post in HOUSE.posts if post.country})
    town = next((hit for one in countries for hit in places().search(name, one, most=1)), None)
    if town is None:
        raise BadValue(Message("desk-crisis.form.no-place", found=name[:60]))
    return _disc(town.longitude, town.latitude, _number(radius))


def _disc(longitude: float, latitude: float, radius: float) -> dict[str, Any]:
    return {"type": "Circle", "coordinates": [longitude, latitude], "radius_km": radius}


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        raise BadValue(Message("desk-crisis.form.no-number", found=text[:20])) from None


def _countries(lang: Lang) -> list[tuple[str, str]]:
    """Return the countries by their names, those of the posts first."""
    named = {alpha_2(code): name for code, name in countries(lang).items()}
    here = sorted({post.country.upper() for post in HOUSE.posts if post.country.upper() in named})
    others = sorted((one for one in named if one not in here), key=lambda one: collation_key(named[one]))
    return [("", ""), *((one, named[one]) for one in (*here, *others))]


def _filled(about: About) -> dict[str, str]:
    """Return what stands in the fields of an area at first."""
    fields = dict.fromkeys(("kind", "longitude", "latitude", "radius", "places", "country", "geojson"), "")
    shapes = geometries(about.area)
    if about.country:
        return fields | {"kind": "country", "country": about.country}
    if not shapes or (len(shapes) == 1 and shapes[0].get("type") == "Circle"):
        longitude, latitude = shapes[0]["coordinates"] if shapes else ("", "")
        return fields | {
            "kind": "circle",
            "longitude": str(longitude),
            "latitude": str(latitude),
            "radius": str(shapes[0]["radius_km"] if shapes else ""),
        }
    return fields | {"kind": "geojson", "geojson": json.dumps({"type": "GeometryCollection", "geometries": shapes}, ensure_ascii=False)}


@page("posts/<slug:post>/crises/new", name="crises.new", template=_TEMPLATE, action="declare")
def new(request: DeskRequest) -> CrisisFormPage:
    """Show an empty form."""
    return _page(request, CrisisForm(None, request.lang))


@action("posts/<slug:post>/crises/make", name="crises.make", action="declare")
def make(request: DeskRequest) -> str | HttpResponse:
    """Prepare a crisis."""
    form = CrisisForm(request.form, request.lang)
    if not form.is_valid() or request.post is None:
        return show(request, _page(request, form), _TEMPLATE, 400)
    crisis = make_crisis(form.cleaned_data["about"], request.post.id, form.cleaned_data["posts"])
    return request.href("crises.one", crisis=crisis.pk)


@page("posts/<slug:post>/crises/<slug:crisis>/edit", name="crises.edit", template=_TEMPLATE, action="declare")
def edit(request: DeskRequest, crisis: str) -> CrisisFormPage:
    """Show the form of a crisis."""
    found = lead_crisis_of(request, crisis)
    return _page(request, CrisisForm(None, request.lang, found), found)


@action("posts/<slug:post>/crises/<slug:crisis>/change", name="crises.change", action="declare")
def change(request: DeskRequest, crisis: str) -> str | HttpResponse:
    """Change a crisis."""
    found = lead_crisis_of(request, crisis)
    form = CrisisForm(request.form, request.lang, found)
    if not form.is_valid():
        return show(request, _page(request, form, found), _TEMPLATE, 400)
    version, sent = parse_int(request.form.get("version", ""), 0), form.cleaned_data
    save_about(found, version, sent["about"], sent["posts"], is_discreet=sent["discreet"])
    return request.href("crises.one", crisis=found.pk)


def _page(request: DeskRequest, form: CrisisForm, crisis: Crisis | None = None) -> CrisisFormPage:
    here = {} if crisis is None else {"crisis": crisis.pk}
    shown = {one.name: one for one in form.shown}
    if shown["kind"].value not in _KINDS:
        shown["kind"] = replace(shown["kind"], value="circle")
    of_area = {name for names in _KINDS.values() for name in names} | {"kind"}
    return CrisisFormPage(
        title=Message("desk-crisis.prepare" if crisis is None else "desk-crisis.change"),
        fields=form.shown,
        names=tuple(shown[name] for name in _NAMES[request.lang]),
        kind=shown["kind"],
        kinds=tuple((kind, tuple(shown[name] for name in _KINDS[kind])) for kind, _ in shown["kind"].choices),
        more=tuple(one for one in form.shown if one.name not in of_area and one.name not in _NAMES[request.lang]),
        href=request.href("crises.make" if crisis is None else "crises.change", **here),
        version=0 if crisis is None else crisis.version,
        back=request.href("crises") if crisis is None else request.href("crises.one", **here),
    )
