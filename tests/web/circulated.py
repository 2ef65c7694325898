"""A text in circulation on the small site: claims by link, confirmed answers, what counts at once, and canaries that no public list shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone
from web.shown import replaced

from legation.dossier import decode, encode, standing
from legation.web.dossiers import store
from legation.web.stores.public_lists.models import PublicList

__all__ = ["DRAFT", "NAMES", "PARTS", "Circulation", "filled"]

NAMES = ("aland", "borland", "cedonia", "dorne", "acme", "watch")
DRAFT = """# A comment that stays.
[draft]
title_en = "Statement on cables"
title_fr = "Déclaration sur les câbles"
language = "en"

[circulation]
kind = "{kind}"
host_en = "The Mission of Aland"
host_fr = "La Mission d’Aland"
closes = "2999-05-12T18:00"
zone = "Europe/Paris"
{terms}

[[version]]
id = "v1"
part = "drafts/cables/v1.txt"
date = "2020-01-01"
at = "2020-01-01T09:00Z"

[version.translations]
fr = "drafts/cables/v1.fr.txt"
"""
HEAD = "id,draft,actor,version,answer,at,confirmed,channel,unit,words_en,words_fr,printed_as_en,printed_as_fr,marking,author\n"
SIGNED = (
    "s1,cables,aland,v1,sign,2020-01-02T09:00Z,2020-01-03T09:00Z,note,,,,Republic of Aland,République d’Aland,,Desk\n"
    "s2,cables,borland,v1,reservation,2020-01-02T09:00Z,2020-01-03T09:00Z,note,1,Not inland.,Sauf eaux intérieures.,,,,Desk\n"
    "s3,cables,cedonia,v1,sign,2020-01-02T10:00Z,,,,CLAIMED-WORDS,CLAIMED-WORDS,,,,\n"
    "s4,cables,acme,v1,sign,2020-01-02T11:00Z,,,,,,,,,\n"
    "s5,cables,watch,v1,decline,2020-01-02T12:00Z,,,,,,,,,\n"
)
PARTS = {
    "invitations.csv": "id,draft,actor,at,addressee_en,addressee_fr\n"
    + "".join(f"i-{one},cables,{one},2020-01-01T09:00Z,permanent mission,mission permanente\n" for one in NAMES),
    "signatures.csv": HEAD + SIGNED,
    "drafts/cables/v1.txt": "1. States repair cables.\n\n2. Firms report.\n",
    "drafts/cables/v1.fr.txt": "1. Les États réparent les câbles.\n\n2. Les entreprises rendent compte.\n",
}
ACTORS = {"acme": "company", "watch": "ngo"}


@dataclass
class Circulation:
    """The site with the circulation."""

    site: Any

    def address(self, below: str = "") -> str:
        return f"/dossiers/small/circulations/cables{below}"

    def page(self, below: str = "", who: str = "editor") -> str:
        answer = self.site.client(who).get(self.address(below))
        assert answer.status_code == 200, (below, answer.status_code)
        return answer.content.decode()

    def post(self, below: str, who: str = "editor", **form: Any) -> Any:
        return self.site.client(who).post(self.address(below), form)

    def whole(self) -> Any:
        """Return the whole dossier as it is now."""
        self.site.dossier.refresh_from_db()
        return store.content(store.revision_of(self.site.dossier))

    def signatures(self) -> dict[str, Any]:
        """Return the answers that stand, by actor; of several the last row."""
        return {row.actor: row for row in standing(self.whole().signatures)}

    def change(self, **parts: str) -> None:
        """Put other parts into the dossier: ``signatures_csv``."""
        whole = encode(self.whole())
        named = {name.replace("_csv", ".csv").replace("draft", "drafts/cables.toml"): text.encode() for name, text in parts.items()}
        replaced(self.site.dossier, *[decode({**whole, **named})] * store.revision_of(self.site.dossier).number)

    def release(self, **form: str) -> str:
        """Release the list; return its key."""
        answer = self.post("/release", **form)
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return str(PublicList.objects.get().key)

    def world(self, key: str, end: str = "", lang: str = "en") -> Any:
        """Return what somebody without an account is answered."""
        return Client(headers={"Accept-Language": lang}).get(f"/statements/{key}{end}")


def filled(site: Any, *, kind: str = "joint_statement", terms: str = "reservations = true", **more: str) -> Circulation:
    """Put the circulation into the small dossier."""
    whole = encode(store.content(store.revision_of(site.dossier)))
    actors = whole["actors.csv"].decode()
    header = actors.splitlines()[0].split(",")
    for one in NAMES:
        cells = {"id": one, "kind": ACTORS.get(one, "state"), "name": one.capitalize(), "name_en": one.capitalize()}
        actors += ",".join(cells.get(name, "") for name in header) + "\n"
    parts = {"actors.csv": actors, "drafts/cables.toml": DRAFT.format(kind=kind, terms=terms), **PARTS, **more}
    replaced(site.dossier, decode({**whole, **{name: text.encode() for name, text in parts.items()}}))
    return Circulation(site)


def ahead(days: int = 2) -> dt.date:
    """Return a day that lies ahead."""
    return (timezone.now() + dt.timedelta(days=days)).date()
