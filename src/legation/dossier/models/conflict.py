"""Conflict models, written by hand: the dossier part ``conflicts/NAME.toml``.

A conflict is who can choose what, what cannot be together, and what each prefers. This is a whole one; ``CONFLICT.template`` gives one
with notes, to be edited::

    [model]
    title_en = "A breach comes to light"          # title, title_fr, title_en: any of them
    question_en = "Who speaks first?"             # optional; so are issue, known_on, author, note, evidence
    illustration = true                           # made up for demonstration; false where it is left out
    status_quo = ["intrude"]                      # the options that are taken now

    [[maker]]                                     # a decision maker; actor: its id in actors.csv
    id = "intruder"
    name_en = "Intruder"
    [[maker.option]]                              # an option; direction: both | on_only | off_only
    id = "intrude"
    name_en = "stays in the network"

    [[maker]]
    id = "state"
    [[maker.option]]
    id = "attribute"
    direction = "on_only"                         # once said it stays said
    evidence = ["statement-2018"]                 # ids in evidence.csv
    [[maker.option]]
    id = "expel"

    [[infeasible]]                                # holds in no state
    statement = "expel and not attribute"
    reason_en = "Nobody is expelled for a deed that nobody has been said to have done."

    [[preference]]                                # one for each decision maker; the most important judgement first
    maker = "intruder"
    strong = 1                                    # where the first judgement differs the preference is strong
    [[preference.judgement]]
    statement = "not expel"
    reason_en = "An expelled officer is worth more than one network."
    evidence = ["memo-3"]
    known_on = "2018-11"
    [[preference.judgement]]
    statement = "intrude"
    unknown = true                                # whether it prefers this is not known

    [[preference]]
    maker = "state"                               # instead of judgements: all feasible states, the best first, equals in a list;
    ranking = ["010", ["000", "011"], "110", "111", "100"]     # or payoffs = { "010" = 3, ... }

    [[view]]                                      # the conflict in the eyes of one decision maker, where it differs
    of = "intruder"
    hidden = ["expel"]                            # options that it does not know of
    [[view.option]]                               # an option that only it believes in
    maker = "state"
    id = "hack-back"
    [[view.preference]]                           # what it takes a preference to be; also [[view.infeasible]]
    maker = "state"
    [[view.preference.judgement]]
    statement = "hack-back if intrude"

A state is a bit string: character k is the k-th option in the order of the file. ``[model] feasible = ["000", ...]`` lists the states where
they are not all combinations. Statements are those of :mod:`legation.methods.conflict.statement`. A file has at most 12 decision makers and
20 options (62, where the states are listed).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from legation.dossier.column import Wording, choice, column, ref, wording
from legation.dossier.composite import Listed
from legation.dossier.kind import Flag, Number, Text
from legation.dossier.models import conflict_game as game
from legation.dossier.models.conflict_checking import whole
from legation.dossier.models.conflict_values import Held, Known, OwnId, Payoffs, Ranking, Said
from legation.dossier.parts import ModelHead, ModelKind, ModelRow, rows
from legation.dossier.toml_part import TOML_LIMIT
from legation.language import Lang
from legation.methods.conflict import GraphModel
from legation.methods.conflict.options import DIRECTIONS

__all__ = ["CONFLICT", "ConflictModel", "Imagined", "Infeasible", "Judgement", "Maker", "Option", "Preference", "View"]

_NONE = Wording()
_TWICE = ("conflict-twice", "id")
_MANY = "conflict-too-many"
_MOST = 200
"""Statements of one kind in one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(ModelRow):
    """Something that a decision maker can choose to do, or not."""

    NAMES: ClassVar[str] = ".option"
    TWICE: ClassVar[tuple[str, str]] = _TWICE
    id: str = column(OwnId())
    name: Wording = wording()
    direction: str = choice(*DIRECTIONS, default="both")
    note: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagined(Option):
    """An option that exists only in the eyes of one decision maker; ``maker`` says whose it would be."""

    NAMES: ClassVar[str] = ".imagined"
    maker: str = column(Known((".maker",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker(ModelRow):
    """A decision maker; ``actor`` is its id in ``actors.csv``, where it stands there."""

    TWICE: ClassVar[tuple[str, str]] = _TWICE
    id: str = column(OwnId())
    name: Wording = wording()
    actor: str = ref("actors")
    note: Wording = wording()
    options: tuple[Option, ...] = rows("option", Option)


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible(ModelRow):
    """A statement that holds in no state: what excludes what."""

    statement: str = column(Said())
    reason: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(ModelRow):
    """That a decision maker prefers a statement to hold; with ``unknown``, that it is not known whether it does."""

    statement: str = column(Said())
    unknown: bool = column(Flag(), default=False)
    reason: Wording = wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference(ModelRow):
    """What a decision maker prefers: judgements, the most important first, or a ranking, or payoffs.

    Attributes
    ----------
    judgements : tuple of Judgement
        The first on which two states differ decides between them.
    ranking : tuple of tuple of str
        All feasible states, the best first; an inner tuple holds equals.
    payoffs : mapping of str to number
        By state, higher is better.
    strong : int
        With judgements: between states that differ on one of the first so many the preference is strong. With a ranking: all below its
        first so many levels is much less preferred than what stands on them. 0: no preference is strong.
    """

    maker: str = column(Known((".maker",)))
    judgements: tuple[Judgement, ...] = rows("judgement", Judgement, most=_MOST, fault=_MANY)
    ranking: tuple[tuple[str, ...], ...] = column(Ranking(), ())
    payoffs: Mapping[str, Any] = column(Payoffs(), {})
    strong: int = column(Number(0, 2**31 - 1, whole=True), 0)
    reason: Wording = wording()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of it."""
        return not (self.judgements or self.ranking or self.payoffs)

    def settled(self, before: Self) -> Self:
        """Return it with as many strong judgements as are left of those ``before`` some were cut; a ranking keeps its cut.

        >>> first, second = Judgement(statement="talk"), Judgement(statement="not strike")
        >>> before = Preference(maker="a", judgements=(first, second), strong=1)
        >>> Preference(maker="a", judgements=(second,), strong=1).settled(before).strong
        0
        """
        if not before.judgements:
            return self
        left = [(one.statement, one.unknown) for one in self.judgements]
        count = 0
        for one in before.judgements[: before.strong]:
            count += count < len(left) and left[count] == (one.statement, one.unknown)
        return dataclasses.replace(self, strong=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class View(ModelRow):
    """The conflict in the eyes of one decision maker, where it differs.

    Attributes
    ----------
    of : str
        Whose eyes.
    hidden : tuple of str
        Options that it does not know of.
    options : tuple of Imagined
        Options that exist only in its eyes.
    infeasible : tuple of Infeasible
        What cannot be in its eyes, beside what cannot be at all.
    preferences : tuple of Preference
        What it takes the preferences of decision makers to be, where that differs.
    """

    TWICE: ClassVar[tuple[str, str]] = ("conflict-twice", "of")
    of: str = column(Known((".maker",)))
    hidden: tuple[str, ...] = column(Known((".option",), many=True), ())
    options: tuple[Imagined, ...] = rows("option", Imagined, most=_MOST, fault=_MANY)
    infeasible: tuple[Infeasible, ...] = rows("infeasible", Infeasible, most=_MOST, fault=_MANY)
    preferences: tuple[Preference, ...] = rows("preference", Preference, most=_MOST, fault=_MANY)
    reason: Wording = wording()

    @property
    def id(self) -> str:
        """Whose eyes: there is one view of each."""
        return self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictModel(ModelHead):
    """A conflict as an analyst wrote it down.

    Attributes
    ----------
    status_quo : tuple of str
        The options that are taken now.
    feasible : tuple of str
        States as bit strings; empty where every combination counts that ``infeasible`` leaves.
    """

    question: Wording = wording()
    issue: str = ref("issues")
    status_quo: tuple[str, ...] = column(Held((".option",), many=True), ())
    feasible: tuple[str, ...] = column(Listed(Text()), ())
    makers: tuple[Maker, ...] = rows("maker", Maker)
    infeasible: tuple[Infeasible, ...] = rows("infeasible", Infeasible, most=_MOST, fault=_MANY)
    preferences: tuple[Preference, ...] = rows("preference", Preference, most=_MOST, fault=_MANY)
    views: tuple[View, ...] = rows("view", View, most=_MOST, fault=_MANY)

    @property
    def id(self) -> str:
        """The NAME of ``conflicts/NAME.toml``."""
        return self.part.rpartition("/")[2].removesuffix(".toml")

    @property
    def options(self) -> tuple[Option, ...]:
        """All options of all decision makers, in the order of the file."""
        return tuple(option for maker in self.makers for option in maker.options)

    @property
    def start(self) -> str:
        """The status quo as a bit string; character k is the k-th of ``options``."""
        return "".join("1" if option.id in self.status_quo else "0" for option in self.options)

    def options_of(self, maker: str) -> tuple[Option, ...]:
        """Return the options of a decision maker."""
        return tuple(option for one in self.makers if one.id == maker for option in one.options)

    def preference_of(self, maker: str) -> Preference:
        """Return the preference of a decision maker; an empty one where there is none."""
        return next((p for p in self.preferences if p.maker == maker), Preference(maker=maker))

    def name(self, identity: str, lang: Lang) -> str:
        """Return the name of a decision maker or an option, also of one that only a view has; its id where it has no name."""
        named = {x.id: x.name for x in self.makers} | {x.id: x.name for x in self._every_option()}
        return named.get(identity, _NONE).in_language(lang) or identity

    def taken(self, state: str) -> tuple[Option, ...]:
        """Return the options that are taken in a state, which is given as a bit string."""
        return tuple(option for option, bit in zip(self.options, state, strict=True) if bit == "1")

    def graph(self) -> GraphModel:
        """Return the conflict for the methods; decision makers and options stand there by their ids."""
        return game.made(self)

    def perceptions(self) -> dict[str, GraphModel]:
        """Return the game that each decision maker with a view perceives, as :func:`legation.methods.conflict.hypergame` takes it."""
        return {view.of: game.made(self, view) for view in self.views}

    def unknown(self) -> dict[str, list[tuple[int, int]]]:
        """Return the pairs of states between which a preference is not known, as ``under_unknown`` takes them."""
        return game.unknown(self)

    def grades(self) -> dict[str, list[int]]:
        """Return the grades of states for decision makers with strong preferences, as ``strength`` takes them."""
        return game.grades(self)

    def _every_option(self) -> tuple[Option, ...]:
        return (*self.options, *(option for view in self.views for option in view.options))


CONFLICT = ModelKind(id="conflict", pattern="conflicts/{path}.toml", head=ConflictModel, section="model", whole=whole, limit=TOML_LIMIT)
