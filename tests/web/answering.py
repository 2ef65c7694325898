"""A text in circulation on the small site: three that are invited, a link to each, and canaries in all that one by a link is not to see."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.test import Client
from web.shown import replaced

from legation.dossier import decode, encode
from legation.web.dossiers import store
from legation.web.invited.links import link_of_secret, make_links
from legation.web.links.secret import INVITATIONS
from legation.web.stores.invited.models import InvitationLink

__all__ = ["INVITED", "LINKS", "PARTS", "TERMS", "Circulated", "draft_of", "filled"]

INVITED = ("FRA", "DEU", "EST")
PAST, FUTURE = "2020-01-01T09:00Z", "2999-01-01T09:00Z"
LINKS = "/dossiers/small/circulations/cables/links"
TERMS = {
    "kind": '"joint_statement"',
    "host_en": '"The Mission of Valmere"',
    "host_fr": '"La Mission de Valmère"',
    "opens": f'"{PAST}"',
    "closes": '"2999-05-12T18:00"',
    "zone": '"Europe/Paris"',
    "carry": '"silence"',
    "reservations": "true",
    "dissociations": "true",
    "coalition": '"SECRET-COALITION"',
}
_VERSIONS = (("v1", PAST, ""), ("v2", "2020-02-01T09:00Z", "editorial"), ("later", FUTURE, "substance"))


def draft_of(versions: tuple[tuple[str, str, str], ...] = _VERSIONS, more: str = "", **terms: str) -> str:
    """Return the file of the text: its terms, and versions with their moment and what they change."""
    said = "\n".join(f"{name} = {value}" for name, value in {**TERMS, **terms}.items() if value)
    rows = "\n".join(
        f'[[version]]\nid = "{one}"\npart = "drafts/cables/{one}.txt"\ndate = "{at[:10]}"\nat = "{at}"\n'
        + (f'change = "{change}"\n' if change else "")
        + f'translations = {{ fr = "drafts/cables/{one}.fr.txt" }}\n'
        for one, at, change in versions
    )
    return (
        f'[draft]\ntitle_en = "On cables"\ntitle_fr = "Sur les câbles"\nlanguage = "en"\nnote = "SECRET-NOTE"\n{more}\n[circulation]\n{said}\n'
        f'{rows}\n[[stance]]\nactor = "DEU"\nunit = "1"\nstance = "oppose"\ndate = "2020-01-02"\nnote = "SECRET-STANCE"\n'
    )


PARTS = {
    "drafts/cables.toml": draft_of(),
    "drafts/cables/v1.txt": "1. A cable is everybody’s.\n2. Permits are issued within one week.\n",
    "drafts/cables/v1.fr.txt": "1. Un câble est à tous.\n2. Les permis sont délivrés en une semaine.\n",
    "drafts/cables/v2.txt": "1. A cable is everybody’s.\n2. Permits are issued within seven days.\n",
    "drafts/cables/v2.fr.txt": "1. Un câble est à tous.\n2. Les permis sont délivrés en sept jours.\n",
    "drafts/cables/later.txt": "1. SECRET-LATER.\n",
    "drafts/cables/later.fr.txt": "1. SECRET-LATER.\n",
    "drafts/other.toml": '[draft]\ntitle = "SECRET-DRAFT"\n[circulation]\nkind = "open_letter"\n'
    '[[version]]\nid = "v1"\npart = "drafts/other/v1.txt"\ndate = "2020-01-01"\n',
    "drafts/other/v1.txt": "1. SECRET-OTHER-TEXT.\n",
    "invitations.csv": (
        "id,draft,actor,addressee_en,addressee_fr,at,marking\n"
        f"i1,cables,FRA,permanent mission,mission permanente,{PAST},\n"
        f"i2,cables,DEU,SECRET-ADDRESSEE,SECRET-ADDRESSEE,{PAST},\n"
        f"i3,cables,EST,director,directrice,{PAST},\n"
        f"i4,other,FRA,SECRET-OTHER,SECRET-OTHER,{PAST},\n"
        f"i5,cables,hidden-co,SECRET-HIDDEN,SECRET-HIDDEN,{PAST},TLP:RED\n"
    ),
    "signatures.csv": (
        "id,supersedes,draft,actor,version,answer,at,unit,words,printed_as_en,confirmed,channel\n"
        "s1,,cables,FRA,v1,sign,2020-01-05T09:00Z,,,French Republic,2020-01-06T09:00Z,note\n"
        "s2,,cables,DEU,v1,reservation,2020-01-05T09:00Z,2,SECRET-RESERVATION,SECRET-NAME,,\n"
        "s3,,other,FRA,v1,decline,2020-01-05T09:00Z,,SECRET-REASON,,,\n"
    ),
}


@dataclass
class Circulated:
    """The site with the text, and a link for each that is invited."""

    site: Any
    secrets: dict[str, str]

    def link(self, who: str) -> InvitationLink:
        link = link_of_secret(self.secrets[who])
        assert link is not None
        return link

    def client(self, who: str, lang: str = "en", **options: Any) -> Client:
        """Return a browser that knows the link of an invited one."""
        client = Client(headers={"Accept-Language": lang}, **options)
        link = self.link(who)
        client.cookies[INVITATIONS.cookie_of(link.pk)] = self.secrets[who]
        return client

    def opened_at(self, who: str) -> str:
        return f"/invited/open/{self.secrets[who]}"

    def address(self, who: str, below: str = "") -> str:
        return f"/invited/{self.link(who).pk}/{below}"

    def form(self, version: str = "v2", **more: str) -> dict[str, str]:
        """Return what the form sends."""
        from legation.rooms.circulation import text_hash

        files = self.whole().files
        texts = {lang: files[f"drafts/cables/{version}{end}.txt"].decode() for lang, end in (("en", ""), ("fr", ".fr"))}
        return {"key": secrets.token_hex(16), "version": version, "hash": text_hash(texts), "kind": "sign", **more}

    def send(self, who: str, step: str = "confirm", client: Client | None = None, **more: str) -> Any:
        """Send an answer."""
        return (client or self.client(who)).post(self.address(who, step), more if "key" in more else self.form(**more))

    def whole(self) -> Any:
        """Return the whole dossier as it is now."""
        self.site.dossier.refresh_from_db()
        return store.content(store.revision_of(self.site.dossier))

    def signatures(self) -> dict[str, Any]:
        return {row.id: row for row in self.whole().signatures}

    def change(self, **parts: str) -> None:
        """Put other parts into the dossier; ``__`` stands for a slash, ``_DOT_`` for a dot."""
        named = {name.replace("__", "/").replace("_DOT_", "."): text.encode() for name, text in parts.items()}
        whole = {**encode(self.whole()), **named}
        replaced(self.site.dossier, *[decode(whole)] * store.revision_of(self.site.dossier).number)

    def draft(self, *versions: tuple[str, str, str], more: str = "", **terms: str) -> None:
        """Give the text other versions or terms."""
        self.change(drafts__cables_DOT_toml=draft_of(versions or _VERSIONS, more, **terms))


def filled(site: Any) -> Circulated:
    """Put the circulation into the small dossier, and make a link for each that is invited."""
    whole = encode(store.content(store.revision_of(site.dossier)))
    replaced(site.dossier, decode({**whole, **{name: text.encode() for name, text in PARTS.items()}}))
    made = make_links(site.dossier, ("i1", "i2", "i3"), site.people["owner"])
    return Circulated(site, dict(zip(INVITED, made.values(), strict=True)))
