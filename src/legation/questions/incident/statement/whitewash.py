"""Which texts move blame from the firm and leave out its failing, the true sentence to put beside, and the messages withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import SaidTo, Wording, standing
from legation.dossier.when import When
from legation.language import LANGUAGES, Lang, Message, say
from legation.methods.text.blame import sentences
from legation.questions.base.case import Case
from legation.questions.incident.attribution.words import quoted
from legation.questions.incident.statement.blame_shift import BlameShift, moves, says, versions
from legation.questions.incident.statement.failings import Failed, failings

__all__ = [
    "Intruder",
    "Sentences",
    "beside",
    "unsaid",
    "whitewashed",
    "withheld",
    "withheld_messages",
]


def unsaid(text: str, lang: Lang, failings: Iterable[Failed]) -> tuple[Failed, ...]:
    """Return the failings that a text does not say; each is held against the text alone: of more failings never fewer are returned."""
    return tuple(one for one in failings if not _said(text, lang, one))


def whitewashed(text: Wording, failings: Iterable[Failed], beside: Iterable[Failed] = (), *, party: bool = False) -> tuple[Failed, ...]:
    """Return the failings for the lack of which a text is a whitewash, in whichever language; none where it may be shown.

    Parameters
    ----------
    text : Wording
    failings : iterable of Failed
        What the dossier holds.
    beside : iterable of Failed
        Those that stand beside the text in whatever goes out: enough for a text that makes somebody else responsible, and too little
        for one that clears the firm.
    party : bool
        Whether its row says that it holds somebody responsible, whatever its words, and without any.
    """
    withheld, there = tuple(failings), {one.id for one in beside}
    found: dict[str, Failed] = {}
    if not withheld:
        return ()
    for lang, words in versions(text) or ((LANGUAGES[0], ""),):
        read = {moved for one in sentences(words) if (moved := moves(one, lang)) is not None}
        ways = read | {BlameShift("others")} if party else read
        lacking = unsaid(words, lang, withheld) if ways else ()
        found |= {
            one.id: one
            for one in lacking
            if any(moved.touches(one.point) and (moved.way == "excuse" or one.id not in there) for moved in ways)
        }
    return tuple(one for one in withheld if one.id in found)


def _said(text: str, lang: Lang, failed: Failed) -> bool:
    return any(says(text, words, failed.point, own) for own, words in versions(failed.text) if own == lang)


AREA = "what-do-we-say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intruder:
    """Who intruded, on whose word, and of which day that is."""

    party: Any
    holder: Any
    stated: When | None = None


@dataclass(frozen=True, slots=True)
class Sentences:
    """Several sentences, one after the other, in either language."""

    parts: tuple[Message, ...]

    def in_language(self, lang: Lang) -> str:
        """Return them for a reader of ``lang``."""
        return " ".join(say(part, lang) for part in self.parts)


def beside(failed: Sequence[Failed], intruders: Sequence[Intruder] = (), who: str = "open") -> Sentences:
    """Return the sentence, made of rows alone.

    Parameters
    ----------
    failed : sequence of Failed
    intruders : sequence of Intruder
        Empty where nobody is named, with the reason in ``who``.
    who : {"open", "below-gate", "none"}
        It is for others to say; no gate is open at which somebody may be named; no row says it.
    """
    return Sentences((*_failed(failed), *_who(intruders, who)))


def withheld(failed: Sequence[Failed], sentence: Sentences, *, unheard: bool = False) -> Message:
    """Return why a text is withheld, with the sentence to put beside it; ``unheard``: some of it is not for this circle."""
    if not failed:
        return Message(f"{AREA}.withheld-unheard")
    return Message(f"{AREA}.withheld{'-in-part' if unheard else ''}", firm=failed[0].firm, beside=sentence)


def _failed(failed: Sequence[Failed]) -> Iterator[Message]:
    """Yield what failed, each on its word, with what was mended; what is not known to be mended is said once."""
    bare, firm = 0, None
    for one in failed:
        text, word = quoted(one.row, one.text), _word(one)
        if one.whole:
            yield Message(f"{AREA}.beside.noticed", text=text, word=word)
            continue
        form, firm = ("also" if one.firm == firm else "failed"), one.firm
        yield Message(f"{AREA}.beside.{form}{'-since' if one.since else ''}", firm=one.firm, text=text, date=one.since, word=word)
        if one.mended:
            mended = "mended-on" if one.mended_on else "mended"
            yield Message(f"{AREA}.beside.{mended}", mended=quoted(one.row, one.mended), date=one.mended_on)
        bare += not one.mended
    if bare:
        everything = bare == sum(not one.whole for one in failed)
        yield Message(f"{AREA}.beside.not-mended{'' if everything else '-some'}", count=bare)


def _word(one: Failed) -> Message:
    if not one.holder:
        return Message(f"{AREA}.beside.no-word")
    return Message(f"{AREA}.beside.word{'-dated' if one.notified else ''}", holder=one.holder, date=one.notified)


def _who(intruders: Sequence[Intruder], who: str) -> Iterator[Message]:
    for one in intruders:
        form = "who-dated" if one.stated else "who"
        yield Message(f"{AREA}.beside.{form}", party=one.party, holder=one.holder, date=one.stated)
    if not intruders:
        yield Message(f"{AREA}.beside.who-{who}")


def withheld_messages(case: Case, rows: Iterable[SaidTo] | None = None) -> Mapping[str, Message]:
    r"""Return, by the id of each message that is withheld, why, with the true sentence to put beside it.

    Parameters
    ----------
    case : Case
        As the reader may see it, and as it was known.
    rows : iterable of SaidTo, optional
        Those that are examined; the current rows of the dossier otherwise.

    Notes
    -----
    Each message stands alone: it says the failing itself, or it is withheld. Who intruded is left to whoever says so: no gate is asked for
    here.

    Raises
    ------
    DossierError
        Where a statement that is read is faulty.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> from legation.dossier.models.statement import STATEMENT
    >>> said = b"id,text_en\nm,Nobody could have prevented it.\nn,Come to the talks.\n"
    >>> parts = {"dossier.toml": b'id = "d"', "messages.csv": said}
    >>> parts["incidents/i.statement.toml"] = STATEMENT.template("en").encode()
    >>> list(withheld_messages(Case(dossier=decode(parts), today=dt.date(2025, 6, 1))))
    ['m']
    """
    written = [row for row in (standing(case.dossier.messages) if rows is None else rows) if row.text]
    failed = failings(case.dossier, case.as_of) if written else ()
    found = {row.id: whitewashed(row.text, failed) for row in written} if failed else {}
    return {name: withheld(lacking, beside(lacking)) for name, lacking in found.items() if lacking}
