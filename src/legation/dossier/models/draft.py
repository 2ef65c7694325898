"""``drafts/NAME.toml``: a text under negotiation, its versions, and who said what of which words.

One ``[draft]`` says which text it is and by what rules the room works. Then, each row with its date, its evidence and its marking:

- ``[[version]]``: a version of the text, whose words lie in ``drafts/NAME/*.txt`` with brackets as they are written;
- ``[[party]]``: how the text writes an actor, and for whom it speaks from when to when;
- ``[[stance]]``: what an actor said of the words of a bracket, or of a paragraph; nothing is said for an actor that was silent;
- ``[[agreement]]``, ``[[package]]``: the level that a paragraph reached; what goes together;
- ``[[silence]]``, ``[[broken]]``: a silence procedure, and who broke it.

Where it is circulated among those who are to associate themselves with it, ``[circulation]`` says how.

Names of natural persons do not belong here: a person goes by role.

``drafts/adopted.toml``: the adopted texts that a draft is compared with, each with its symbol, its day and the vote on it.

Each ``[[adopted]]`` is one text; its words lie in ``drafts/adopted/*.txt``, a paragraph a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import Wording, choice, column, day, instant, ref, refs, text, wording
from legation.dossier.kind import Choice, Day, Flag, Id, Kind, Note, Reference, Text
from legation.dossier.kind.composite import Keyed, PartName, Texts
from legation.dossier.models.circulation import Circulation, circulation_faults
from legation.dossier.moment import Moment
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelHead, ModelRow, rows, section
from legation.dossier.parts.kind import ModelKind
from legation.dossier.problem import Problem
from legation.dossier.when import When
from legation.methods.signing.circulation import CHANGES

__all__ = [
    "ADOPTED",
    "DRAFT",
    "KINDS",
    "LEVELS",
    "SCHEMES",
    "STANCES",
    "AdoptedList",
    "AdoptedText",
    "Agreement",
    "Bundle",
    "DraftModel",
    "Objection",
    "Party",
    "Said",
    "SilenceProcedure",
    "Version",
    "words_part",
]


KINDS = ("zero", "compilation", "rolling", "chair", "L", "final")
"""Zero draft, attributed compilation, rolling text, text of the chair, document in the limited series, final text."""
STANCES = ("support", "can_live_with", "flexible", "reserve", "oppose", "no_instructions")
LEVELS = ("proposed", "bracketed", "informals", "ad ref", "committee", "adopted")
"""Levels of agreement, the lowest first."""
SCHEMES = ("consensus", "gnso", "vote")


@dataclass(frozen=True, slots=True)
class _Label(Kind):
    """The number of a paragraph, as the text has it."""

    def take(self, value: Any, note: Note) -> Any:
        return value if isinstance(value, str) and value.strip() else note("toml-value", self.expected, value)


_WORDS = PartName(r"drafts/[^/\\:\x00]{1,120}/[^/\\:\x00]{1,120}\.txt", "drafts/NAME/*.txt")


def words_part() -> Any:
    """Define the name of the part in which words lie, below ``drafts/``."""
    return column(_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(ModelRow):
    """A version of the text.

    Attributes
    ----------
    part : str
        Where its words lie: ``drafts/NAME/*.txt``.
    renumbered : mapping of str to str
        The number of a paragraph here, and the number under which the same paragraph stood at first.
    translations : mapping of str to str
        Language of another version of the text, and where its words lie.
    at : Moment
        Of a text that is circulated, when this version was sent; without one its day counts.
    change : {"", "editorial", "substance"}
        What it changes of the version before; empty: of the first nothing, of a later one its substance.
    until : Moment
        Until when may be objected to it, where the terms of the circulation are not meant.
    """

    id: str = column(Id())
    part: str = words_part()
    date: When = column(Day())
    kind: str = choice(*KINDS, default="rolling")
    renumbered: Mapping[str, str] = column(Keyed(of=_Label(), shape='{ "6" = "5" }'), {})
    translations: Mapping[str, str] = column(Keyed(of=_WORDS, shape='{ fr = "drafts/NAME/VERSION.fr.txt" }'), {})
    at: Moment | None = instant(days=True)
    change: str = choice(*CHANGES[1:])
    until: Moment | None = instant(days=True)
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(ModelRow):
    """An actor in the room.

    Attributes
    ----------
    written : str
        How the text names it, ``EU``; by default its id.
    group : str
        The actor, as the text names it, that speaks for it from ``start`` to ``end``.
    speaks_for : str
        The group of ``groups.csv`` for whose members it speaks, on the dates that stand there.
    """

    actor: str = column(Reference(("actors",)))
    written: str = text()
    group: str = text()
    speaks_for: str = ref("groups", leans=False)
    start: When | None = day()
    end: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(ModelRow):
    """What an actor said of words: ``support`` wants them in the text, ``oppose`` wants them out.

    Attributes
    ----------
    unit : str
        The number of the paragraph.
    words : str
        The words of the bracket, as the version of that day writes them; empty for the paragraph.
    public : bool
        Whether it was said in the open.
    conditional_on : str
        ``NUMBER`` or ``NUMBER: words`` on which it depends.
    basis : {"", "statement", "text", "expert", "room"}
        What it rests on: a statement, a text, the judgement of an expert, a live room.
    """

    actor: str = column(Reference(("actors",)))
    unit: str = column(Text())
    stance: str = column(Choice(STANCES))
    date: When = column(Day())
    words: str = text()
    public: bool = column(Flag(), default=True)
    conditional_on: str = text()
    basis: str = choice("statement", "text", "expert", "room", words="basis")
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(ModelRow):
    """A paragraph reached a level, pending some actors' confirmation."""

    unit: str = column(Text())
    level: str = column(Choice(LEVELS))
    date: When = column(Day())
    pending: tuple[str, ...] = refs("actors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle(ModelRow):
    """A package: paragraphs (``NUMBER``) and brackets (``NUMBER: words``) of which nothing is agreed until all is."""

    id: str = column(Id())
    targets: tuple[str, ...] = column(Texts())
    date: When = column(Day())


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceProcedure(ModelRow):
    """Paragraphs put under silence until a deadline."""

    id: str = column(Id())
    units: tuple[str, ...] = column(Texts())
    date: When = column(Day())
    deadline: When = column(Day())
    level: str = choice(*LEVELS, default="ad ref")


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection(ModelRow):
    """An actor broke a silence; where paragraphs are named, on them alone."""

    silence: str = column(Reference((".silence",)))
    actor: str = column(Reference(("actors",)))
    date: When = column(Day())
    units: tuple[str, ...] = column(Texts(), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftModel(ModelHead):
    """A text under negotiation.

    Attributes
    ----------
    forum, body : Wording, str
        Where it is negotiated; id of the body in ``bodies.toml``.
    bis : {"alternative", "new"}
        What *bis* after a number means here.
    scheme : {"consensus", "gnso", "vote"}
    attributed : bool
        Whether the text may go out with who wants what.
    one_voice : bool
        Whether a group counts as one voice.
    silence_accepts : bool
        Whether silence until a deadline is acceptance in this room.
    language : str
        In which the text is written: ``en``, ``fr``.
    """

    ENDING: ClassVar[str] = ".toml"
    forum: Wording = wording()
    body: str = ref("bodies", leans=False)
    bis: str = choice("alternative", "new", default="alternative")
    scheme: str = choice(*SCHEMES, default="consensus")
    attributed: bool = column(Flag(), default=True)
    one_voice: bool = column(Flag(), default=True)
    silence_accepts: bool = column(Flag(), default=False)
    language: str = choice("en", "fr", default="en")
    versions: tuple[Version, ...] = rows("version", Version)
    parties: tuple[Party, ...] = rows("party", Party)
    stances: tuple[Said, ...] = rows("stance", Said)
    agreements: tuple[Agreement, ...] = rows("agreement", Agreement)
    packages: tuple[Bundle, ...] = rows("package", Bundle)
    silences: tuple[SilenceProcedure, ...] = rows("silence", SilenceProcedure)
    objections: tuple[Objection, ...] = rows("broken", Objection)
    circulation: Circulation | None = section("circulation", Circulation)

    def parts(self) -> tuple[str, ...]:
        """Return the parts in which the words of its versions lie, in the language in which it is written."""
        return tuple(dict.fromkeys(one.part for one in self.versions))


def _checked(model: DraftModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:  # noqa: ARG001
    """Yield what does not fit together: a deadline before its silence, one way of writing for two actors, one moment for two versions."""
    check = Check(part)
    for at, silence in zip(places["silences"], model.silences, strict=True):
        if silence.deadline.last <= silence.date.last:
            yield check.fault("out-of-range", f"{at}.deadline", f"> {silence.date}", silence.deadline)
    first: dict[str, str] = {}
    for at, party in zip(places["parties"], model.parties, strict=True):
        code = (party.written or party.actor).upper()
        if first.setdefault(code, party.actor) != party.actor:
            yield check.fault("twice-in-model", f"{at}.written", "", code, first=first[code])
    if model.circulation is not None:
        yield from circulation_faults(check, model.circulation)
        sent = [(version.at or Moment(version.date.last.isoformat())).instant.isoformat() for version in model.versions]
        yield from check.twice(
            [f"{at}.{'at' if one.at else 'date'}" for at, one in zip(places["versions"], model.versions, strict=True)], sent
        )


DRAFT = ModelKind(
    id="draft", pattern="drafts/{name}.toml", others=("drafts/adopted.toml",), head=DraftModel, section="draft", checked=_checked
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedText(ModelRow):
    """A text that was adopted.

    Attributes
    ----------
    part : str
        Where its words lie, a paragraph a line: ``drafts/adopted/*.txt``.
    words : {"own", "quoted"}
        Whether the words are a summary of whoever wrote the file, or the text itself.
    rollcall : str
        Id in ``rollcalls.csv`` of the vote on it.
    without_vote : bool
        Whether it is known to be adopted without a vote.
    """

    id: str = column(Id())
    symbol: str = column(Text())
    part: str = words_part()
    date: When = column(Day())
    title: Wording = wording()
    words: str = choice("own", "quoted", default="own")
    rollcall: str = ref("rollcalls", leans=False)
    without_vote: bool = column(Flag(), default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedList(ModelHead):
    """Adopted texts, in the order in which equals are preferred; the file says nothing else of itself."""

    title: Wording = wording()
    texts: tuple[AdoptedText, ...] = rows("adopted", AdoptedText)

    def parts(self) -> tuple[str, ...]:
        """Return the parts in which the words lie."""
        return tuple(dict.fromkeys(one.part for one in self.texts))


def _adopted_faults(model: AdoptedList, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:  # noqa: ARG001
    """Yield the texts that were adopted by a vote and without one."""
    check = Check(part)
    for at, row in zip(places["texts"], model.texts, strict=True):
        if row.rollcall and row.without_vote:
            yield check.fault("toml-value", f"{at}.without_vote", "rollcall | without_vote", row.rollcall)


ADOPTED = ModelKind(id="adopted", pattern="drafts/adopted.toml", head=AdoptedList, section="", checked=_adopted_faults)
