"""The score card as a page: every judgement beside its simple rules, those that nobody has measured, and the questions without one."""

from __future__ import annotations

from legation.language import Lang, say
from legation.questions.base.judgements import judgement
from legation.questions.base.judgements.card import FEWEST
from legation.questions.base.judgements.words import CardRow, no_judgement, rows
from making.markdown import heading, said, sentence, table

__all__ = ["page"]


def page(lang: Lang) -> str:
    """Return the page."""
    card = tuple(rows())
    blocks = [heading(1, said("how-good.title", lang)), said("how-good.intro", lang), heading(2, said("how-good.table", lang))]
    header = [said(f"how-good.{name}", lang) for name in ("says", "ours", "rule", "gain", "verdict")]
    blocks += [table(header, (_line(row, lang) for row in card)), heading(2, said("how-good.one-by-one", lang))]
    for row in card:
        blocks += [heading(3, say(row.says, lang)), *_one(row, lang)]
    blocks += [heading(2, said("how-good.without", lang))]
    for why in ("defined", "counted"):
        blocks += [said(f"how-good.{why}", lang), "\n".join(f"- {say(title, lang)}" for title in no_judgement(why))]
    blocks += [heading(2, said("how-good.how", lang)), said("how-good.how-text", lang, fewest=FEWEST)]
    return "\n\n".join(blocks)


def _line(row: CardRow, lang: Lang) -> tuple[str, ...]:
    """Return the row of the table; what was not measured is a dash."""
    none = said("how-good.none", lang)
    best = f"{say(row.best[1], lang)} ({say(row.best[0], lang)})" if row.best else none
    ours, gain = (say(one, lang) if one else none for one in (row.ours, row.gain))
    return say(row.says, lang), ours, best, gain, say(row.verdict, lang)


def _one(row: CardRow, lang: Lang) -> list[str]:
    """Return what is said of one judgement."""
    blocks = [f"**{say(row.verdict, lang)}** · {sentence(row.measure, lang)}"]
    found = judgement(row.id).measured
    if found is not None and row.data is not None and row.looks is not None:
        values = {"count": found.n, "clusters": found.clusters, "on": found.measured_on, "data": row.data, "looks": row.looks}
        blocks += [said("how-good.measured", lang, **values)]
        blocks += [
            "\n".join(
                f"- {said('how-good.against', lang, rule=rule, value=value, ours=row.ours, gain=gain)}" for rule, value, gain in row.rules
            )
        ]
    return [*blocks, said("how-good.printed", lang, questions=row.questions)]
