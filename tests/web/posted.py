"""A round of démarches on the small site: two posts that share a target, and canaries in all that neither is to see."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone
from web.shown import replaced

from legation.dossier import decode, encode
from legation.web.dossiers import store
from legation.web.links.secret import POSTS as LINKS
from legation.web.posts import holders
from legation.web.posts.holders import post_for
from legation.web.stores.posts.models import Post

__all__ = ["OWN", "PARTS", "POSTS", "TARGETS", "Posted", "filled", "report"]

POSTS = ("Tallinn", "Berlin")
TARGETS = {"Tallinn": ("EST", "FRA"), "Berlin": ("DEU", "FRA")}
PAST, FUTURE = "2020-01-01T09:00Z", "2999-01-01T09:00Z"
PARTS = {
    "rollcalls.csv": (
        "id,symbol,title,date,stage,on,issue,marking\n"
        "r1,A/RES/1,First,2018-12-01,plenary,resolution,norms,\nr2,A/RES/2,Second,2019-12-01,plenary,resolution,,\n"
        "ahead,A/C.1/L.1,The text ahead,2999-12-01,plenary,resolution,norms,\n"
    ),
    "rounds.csv": (
        "id,title_en,title_fr,rollcall,issue,opened,deadline,zone,closed,marking\n"
        f"october,Round of October,Campagne d’octobre,ahead,norms,{PAST},2999-03-05T18:00,Europe/Paris,,\n"
        f"other,SECRET-ROUND,SECRET-ROUND,,,{PAST},,,,\n"
    ),
    "instructions.csv": (
        "id,round,version,change,at,ask_en,ask_fr,points,fallback_en,fallback_fr,avoid,marking\n"
        f"i1,october,1,first,{PAST},Ask for a yes,Demander un oui,It binds all,,,,\n"
        f"i1f,october,1,first,{PAST},,,,SECRET-FALLBACK,SECRET-FALLBACK,,TLP:RED\n"
        f"i2,october,2,substance,{FUTURE},SECRET-FUTURE,SECRET-FUTURE,,,,,\n"
        f"o1,other,1,first,{PAST},SECRET-ASK,SECRET-ASK,,,,,\n"
    ),
    "assignments.csv": (
        "id,round,actor,post,at\n"
        f"a1,october,EST,Tallinn,{PAST}\na2,october,FRA,Tallinn,{PAST}\n"
        f"a3,october,DEU,Berlin,{PAST}\na4,october,FRA,Berlin,{PAST}\na5,other,icann,Nairobi,{PAST}\n"
    ),
    "messages.csv": (
        "id,audience,issue,text\nm1,EST,norms,CANARY-TALLINN-MESSAGE\nm2,DEU,norms,CANARY-BERLIN-MESSAGE\nm3,icann,norms,SECRET-MESSAGE\n"
    ),
    "interests.csv": "id,actor,interest,red_line\nn1,EST,SECRET-INTEREST,SECRET-LINE\nn2,FRA,SECRET-INTEREST,SECRET-LINE\n",
    "engagements.csv": (
        "id,actor,by,round,at,date,answer,level,form,words\n"
        f"g1,FRA,Berlin,october,{PAST},2020-01-01,no,mission,said,CANARY-BERLIN-REPORT\n"
        f"g2,FRA,Tallinn,october,{PAST},2020-01-01,yes,mission,said,CANARY-TALLINN-REPORT\n"
        f"g3,EST,desk,,{PAST},2020-01-01,yes,mission,said,SECRET-TALK\n"
    ),
}
OWN = {name: f"CANARY-{name.upper()}" for name in POSTS}
"""What begins the canaries that a post sees."""


@dataclass
class Posted:
    """The site with the round, and a link to each post."""

    site: Any
    posts: dict[str, Post]
    links: dict[str, str]

    def client(self, who: str, lang: str = "en") -> Client:
        """Return a browser that knows the link of a post."""
        client = Client(headers={"Accept-Language": lang})
        client.cookies[LINKS.cookie_of(self.posts[who].pk)] = self.links[who]
        return client

    def address(self, who: str, below: str = "") -> str:
        return f"/posts/{self.posts[who].pk}/{below}"

    def send(self, who: str, actor: str, client: Client | None = None, **more: Any) -> Any:
        """Send a report."""
        return (client or self.client(who)).post(self.address(who, f"to/{actor}/report"), report(**more))

    def whole(self) -> Any:
        """Return the whole dossier as it is now."""
        self.site.dossier.refresh_from_db()
        return store.content(store.revision_of(self.site.dossier))

    def engagements(self) -> dict[str, Any]:
        return {row.id: row for row in self.whole().engagements}

    def change(self, **tables: str) -> None:
        """Put other rows into tables of the dossier."""
        whole = encode(self.whole())
        parts = {**whole, **{f"{name}.csv": text.encode() for name, text in tables.items()}}
        replaced(self.site.dossier, *[decode(parts)] * store.revision_of(self.site.dossier).number)

    def close(self, at: str = "") -> None:
        """Close the round."""
        closed = at or (timezone.now() - dt.timedelta(seconds=5)).isoformat(timespec="seconds")
        self.change(rounds=PARTS["rounds.csv"].replace("Europe/Paris,,", f"Europe/Paris,{closed},", 1))


def filled(site: Any) -> Posted:
    """Put the round into the small dossier, and make a link for each post."""
    whole = encode(store.content(store.revision_of(site.dossier)))
    replaced(site.dossier, decode({**whole, **{name: text.encode() for name, text in PARTS.items()}}))
    posts = {name: post_for(site.dossier, "october", name) for name in POSTS}
    return Posted(site, posts, {name: holders.make_link(post, site.people["owner"]) for name, post in posts.items()})


def report(**more: Any) -> dict[str, Any]:
    """Return what the form of a report sends."""
    sent = {"key": secrets.token_hex(16), "reached": "yes", "answer": "yes", "level": "mission", "form": "said", "version": "1"}
    return {**sent, **more}
