"""What a dossier holds of an actor beside positions and votes, a line each: groups, ties, interests, contacts, promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES, When, in_force, standing
from legation.dossier.saying import choice_word
from legation.language import Message
from legation.questions.inputs import group_name
from legation.web.asked import Asked
from legation.web.rows import home_of

__all__ = ["Dated", "Judgement", "Source", "commitments_of", "engagements_of", "judgement_of", "memberships_of", "sources", "ties_of"]


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence, with its page."""

    id: str
    title: Any
    href: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A membership, a tie, an engagement or a promise in one line."""

    words: Any
    start: When | None
    end: When | None
    href: str
    now: bool = True
    note: Any = ""
    state: Any = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """An interest or a red line: who judged it, when, and whether evidence or assumption carries it."""

    issue: Any
    interest: Any
    red_line: Any
    needs: Any
    author: str
    recorded: When | None
    evidence: list[Source]
    href: str


def sources(asked: Asked, ids: Iterable[str]) -> list[Source]:
    """Return pieces of evidence by their ids; those that the person may not see are not there."""
    wanted = dict.fromkeys(ids)
    known = {e.id: e for e in asked.known.evidence if e.id in wanted}
    return [Source(i, known[i].title or i, home_of(asked, "evidence", i)) for i in wanted if i in known]


def memberships_of(asked: Asked, actor: str) -> list[Dated]:
    """Return the groups and coalitions of an actor, those of the day first."""

    def line(table: str, row: Any, words: Any, state: Any = "") -> Dated:
        href = home_of(asked, table, TABLES[table].identity(row))
        return Dated(words, row.start, row.end, href, in_force(row, asked.day), "", state)

    view = asked.known
    groups = [line("groups", r, group_name(r.group)) for r in standing(view.groups) if r.actor == actor]
    tiers = [
        line("coalitions", r, r.coalition, choice_word("coalitions", "tier", r.tier) if r.tier else "")
        for r in standing(view.coalitions)
        if r.actor == actor
    ]
    return sorted(groups + tiers, key=lambda d: (not d.now, str(d.start or "")))


def ties_of(asked: Asked, actor: str) -> list[Dated]:
    """Return the ties of an actor in either direction."""
    names = {a.id: a.name or a.id for a in asked.known.actors}
    rows = [r for r in standing(asked.known.relations) if actor in (r.source, r.target)]
    return [
        Dated(
            Message(
                "page-actors.tie",
                source=names.get(r.source, r.source),
                kind=choice_word("relations", "kind", r.kind or "other"),
                target=names.get(r.target, r.target),
            ),
            r.start,
            r.end,
            home_of(asked, "actors", r.target if r.source == actor else r.source),
            in_force(r, asked.day),
            r.note or "",
        )
        for r in rows
    ]


def judgement_of(asked: Asked, row: Any) -> Judgement:
    """Return an interest with its red line as a page shows it."""
    issue = next((i.question for i in asked.known.issues if i.id == row.issue), row.issue)
    href = home_of(asked, "interests", row.id)
    return Judgement(
        issue, row.interest or "", row.red_line or "", row.needs or "", row.author, row.recorded, sources(asked, row.evidence), href
    )


def engagements_of(asked: Asked, actor: str) -> list[Dated]:
    """Return our contacts with an actor, the latest first."""
    rows = [r for r in standing(asked.known.engagements) if r.actor == actor]
    lines = [
        Dated(
            r.ask or (choice_word("engagements", "channel", r.channel) if r.channel else r.id),
            r.date,
            r.due,
            home_of(asked, "engagements", r.id),
            now=True,
            note=r.words or r.next_step or "",
            state=choice_word("engagements", "answer", r.answer) if r.answer else "",
        )
        for r in rows
    ]
    return sorted(lines, key=lambda d: str(d.start or ""), reverse=True)


def commitments_of(asked: Asked, actor: str) -> list[Dated]:
    """Return the promises between us and an actor."""
    rows = [r for r in standing(asked.known.commitments) if r.actor == actor]
    return [
        Dated(
            r.promise or r.id,
            r.date,
            r.due,
            home_of(asked, "commitments", r.id),
            now=r.kept in ("", "open"),
            note=choice_word("commitments", "direction", r.direction) if r.direction else "",
            state=choice_word("commitments", "kept", r.kept or "open"),
        )
        for r in rows
    ]
