"""Texts to begin reading with: the most typical ones of each firm topic, then the newest; never an account, nor what it wrote."""

from __future__ import annotations

from legation.dossier.column import Wording
from legation.dossier.saying import named_source
from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import ACTOR, EVIDENCE, Columns
from legation.questions.debate.said_asked import AREA, Asked
from legation.questions.debate.said_moves import topic_name
from legation.questions.strangers_text import printed

__all__ = ["texts_table", "title_of"]

column = Columns(f"{AREA}.column.")


def texts_table(of: Asked) -> AnswerTable:
    """Return as many texts as are asked for; two of each firm topic. Of a post no title is shown: it may be what a person wrote."""
    chosen: dict[int, Message | None] = {}
    for one in of.subjects:
        long = sorted(len(of.kept.texts[row]) for row in one.rows)[len(one.rows) // 2]  # a short text is of one topic by its shortness
        for at, topic in enumerate(one.found.topics):
            if topic.stable:
                part = one.by_text[:, at]
                typical = [place for place in range(len(part)) if part[place] > 0 and len(of.kept.texts[one.rows[place]]) >= long]
                best = sorted(typical, key=lambda place, part=part: (-part[place], place))  # type: ignore[misc]
                for row in best[:2]:
                    chosen.setdefault(one.rows[row], topic_name(one.terms[at]))
    for row in reversed(range(len(of.kept))):
        if len(chosen) >= of.top:
            break
        chosen.setdefault(row, None)
    kept = of.kept
    told = {row.id: named_source(row) or None for row in of.case.dossier.evidence}
    rows = tuple(
        (
            kept.days[row].astype(object),
            title_of(kept.titles[row]) if kept.kinds[row] != "post" else None,
            of.named(kept.actors[row]) if kept.actors[row] else None,
            printed(kept.outlets[row]) or told.get(kept.evidence[row]),
            about,
            printed(kept.urls[row]) or None,
            (kept.evidence[row],) if kept.evidence[row] else (),
        )
        for row, about in list(chosen.items())[: of.top]
    )
    return AnswerTable(
        id="texts",
        title=Message(f"{AREA}.table.texts"),
        columns=(*column.date("day"), *column.text("title"), ACTOR, *column.text("outlet", "topic", "url"), EVIDENCE),
        rows=rows,
    )


def title_of(title: str | Wording) -> str | Wording | None:
    """Return a title as it can be printed: the dossier's own words, or a stranger's made safe."""
    return title if isinstance(title, Wording) else printed(title) or None
