"""The words of a roll call's text, where the dossier holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from legation.dossier import RollCall, standing
from legation.questions.case import Case
from legation.questions.drafting.before import adopted_known
from legation.sources.draft.texts import text_of
from legation.sources.symbols import normal_symbol

__all__ = ["Text", "text_behind"]

_PLAIN = (".txt", ".md", ".text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as it was put to the vote.

    Attributes
    ----------
    words : str
    form : {"whole", "quoted", "own"}
        The archived text; a quotation; a summary of whoever wrote the dossier.
    part : str
        Where it lies.
    evidence : tuple of str
    """

    words: str
    form: Literal["whole", "quoted", "own"]
    part: str
    evidence: tuple[str, ...]


def text_behind(case: Case, rollcall: RollCall) -> Text | None:
    """Return the words of the text that a roll call was on; None where the dossier holds none.

    An archived plain text of the evidence that the roll call names comes first, that of a resolution before others; then the adopted texts
    of ``drafts/adopted.toml``.
    """
    rows = {row.id: row for row in standing(case.dossier.evidence)}
    named = [rows[name] for name in rollcall.evidence if name in rows]
    for row in sorted(named, key=lambda row: row.kind != "resolution"):
        if row.part.lower().endswith(_PLAIN) and (words := text_of(case.dossier.files, row.part)):
            return Text(words=words, form="whole", part=row.part, evidence=(row.id,))
    symbol = normal_symbol(rollcall.symbol)
    for adopted, words in adopted_known(case).texts:
        if adopted.rollcall == rollcall.id or (symbol and normal_symbol(adopted.symbol) == symbol and not adopted.rollcall):
            form: Literal["quoted", "own"] = "quoted" if adopted.words == "quoted" else "own"
            return Text(words=words, form=form, part=adopted.part, evidence=adopted.evidence)
    return None
