"""The pictures of a room: the map, what the groups say of a few statements, and all statements from consensus to division."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from legation.figures.divisions import Dot, divisions
from legation.figures.figure import Figure
from legation.figures.opinion_map import opinion_map
from legation.figures.statement_cards import Card, Share, statement_cards
from legation.language import Message
from legation.questions.opinion.asked import LITTLE, Asked
from legation.questions.opinion.listed import Lists

__all__ = ["cards_of", "divisions_of", "map_of"]

AREA = "what-the-room-thinks"
_EACH = 3


def map_of(asked: Asked) -> Iterator[Figure]:
    """Yield the map; nothing without two groups that may be published. Nobody outside such a group is drawn where they are too few."""
    if asked.groups < 2:
        return
    loose = (asked.label < 0) & np.isfinite(asked.opinion.position).all(axis=1)
    drawn = asked.label >= 0
    if loose.sum() >= asked.smallest:
        drawn |= loose
    title = Message(f"{AREA}.figure.map", count=asked.groups, near=float(asked.near_border.sum() / (asked.label >= 0).sum()))
    yield opinion_map(
        asked.opinion.position[drawn],
        asked.label[drawn],
        asked.opinion.stability[drawn],
        [asked.group(g) for g in range(asked.groups)],
        title=title,
        subtitle=Message(f"{AREA}.figure.map-subtitle", title=asked.title, share=float(asked.opinion.share.sum()), as_of=asked.case.as_of),
        alt=Message(f"{AREA}.figure.map-alt", finding=title, sizes=tuple(int((asked.label == g).sum()) for g in range(asked.groups))),
    )


def cards_of(asked: Asked, lists: Lists) -> Iterator[Figure]:
    """Yield the cards of the statements that bridge, part or join the most; nothing where none may be shown."""
    chosen: dict[int, Message] = {}
    parts = (
        (lists.divides, Message(f"{AREA}.why.divides")),
        (lists.bridges, Message(f"{AREA}.why.bridges")),
        (lists.unites if not asked.groups else (), Message(f"{AREA}.why.unites")),
    )
    for listed, why in parts:
        for one in listed[:_EACH]:
            chosen.setdefault(one.statement, why)
    if not chosen:
        return
    cards = [Card(number=asked.number(j), text=asked.words(j), why=why, shares=_shares(asked, j)) for j, why in chosen.items()]
    both = len({one.statement for one in lists.divides} & {one.statement for one in lists.bridges})
    title = (
        Message(f"{AREA}.figure.cards", divides=len(lists.divides), bridges=len(lists.bridges), both=both)
        if asked.groups
        else Message(f"{AREA}.figure.cards-all", count=len(lists.unites))
    )
    yield statement_cards(
        cards,
        title=title,
        subtitle=Message(f"{AREA}.figure.cards-subtitle", title=asked.title, as_of=asked.case.as_of),
        alt=Message(f"{AREA}.figure.cards-alt", finding=title, count=len(cards)),
    )


def _shares(asked: Asked, j: int) -> tuple[Share, ...]:
    if not asked.groups:
        everyone = asked.everyone
        agree, disagree, seen = (int(x[0, j]) for x in (everyone.agree, everyone.disagree, everyone.seen))
        whole = (agree, seen - agree - disagree, disagree, int(asked.counted.sum()) - seen)
        return (Share(name=Message(f"{AREA}.figure.everyone"), counts=whole, low=everyone.agree_low[0, j], high=everyone.agree_high[0, j]),)
    shares = []
    for g in range(asked.groups):
        agree, disagree, seen = (int(x[g, j]) for x in (asked.stats.agree, asked.stats.disagree, asked.stats.seen))
        people = int((asked.label == g).sum())
        counts = (agree, seen - agree - disagree, disagree, people - seen) if asked.shown[g, j] else None
        name = Message(f"{AREA}.group-people", number=g + 1, count=people)
        shares.append(Share(name=name, counts=counts, low=asked.stats.agree_low[g, j], high=asked.stats.agree_high[g, j]))
    return tuple(shares)


def divisions_of(asked: Asked, lists: Lists) -> Iterator[Figure]:
    """Yield all statements whose numbers may be shown, from consensus to division."""
    dots = list(_dots_by_groups(asked, lists) if asked.groups > 1 else _dots_of_all(asked))
    if not dots:
        return
    axis = Message(f"{AREA}.figure.axis-groups") if asked.groups > 1 else Message(f"{AREA}.figure.axis-all")
    title = Message(
        f"{AREA}.figure.divisions",
        parts=sum(dot.kind == "parts" for dot in dots),
        joins=sum(dot.kind == "joins" for dot in dots),
        count=len(dots),
    )
    yield divisions(
        dots,
        axis,
        title=title,
        subtitle=Message(f"{AREA}.figure.divisions-subtitle", title=asked.title, as_of=asked.case.as_of),
        alt=Message(f"{AREA}.figure.divisions-alt", finding=title, least=_at_end(dots, last=False), most=_at_end(dots, last=True)),
    )


def _at_end(dots: list[Dot], *, last: bool) -> tuple[str, ...]:
    """Return the numbers of the statements at one end, of those that enough people saw."""
    told = [one for one in dots if one.kind != "unsure"] or dots
    ordered = [one.number for one in sorted(told, key=lambda one: one.place, reverse=last)]
    return tuple(ordered[:_EACH])


def _dots_by_groups(asked: Asked, lists: Lists) -> Iterator[Dot]:
    parts, bridges = ({one.statement for one in found} for found in (lists.divides, lists.bridges))
    least = asked.least_seen()
    share = asked.stats.share_agree
    for j in np.flatnonzero(asked.shown.all(axis=0)).tolist():
        sure = "parts" if j in parts else "joins" if j in bridges else "neither"
        kind = "unsure" if sure == "neither" and least[j] < max(LITTLE, asked.smallest) else sure
        yield Dot(number=asked.number(j), text=asked.words(j), place=float(share[:, j].max() - share[:, j].min()), kind=kind)


def _dots_of_all(asked: Asked) -> Iterator[Dot]:
    s = asked.everyone
    for j in np.flatnonzero(s.seen[0] >= asked.smallest).tolist():
        taken = int(s.agree[0, j] + s.disagree[0, j])
        joins = s.agree_low[0, j] > 0.5 or s.disagree_low[0, j] > 0.5
        kind = "joins" if joins else "unsure" if s.seen[0, j] < LITTLE else "neither"
        place = 1 - abs(int(s.agree[0, j] - s.disagree[0, j])) / taken if taken else 0.0
        yield Dot(number=asked.number(j), text=asked.words(j), place=place, kind=kind)
