"""A conflict as an analyst wrote it down: the whole of ``conflicts/NAME.toml``, and the game that it describes."""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier.column import Wording, column, ref, wording
from legation.dossier.composite import Listed
from legation.dossier.kind import Text
from legation.dossier.models import conflict_game as game
from legation.dossier.models.conflict_records import MOST, TOO_MANY, Infeasible, Maker, Option, Preference, View
from legation.dossier.models.conflict_values import Held
from legation.dossier.parts.form import ModelHead, rows
from legation.language import Lang
from legation.methods.conflict import GraphModel

__all__ = ["ConflictModel"]

_NONE = Wording()


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
    infeasible: tuple[Infeasible, ...] = rows("infeasible", Infeasible, most=MOST, fault=TOO_MANY)
    preferences: tuple[Preference, ...] = rows("preference", Preference, most=MOST, fault=TOO_MANY)
    views: tuple[View, ...] = rows("view", View, most=MOST, fault=TOO_MANY)

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
