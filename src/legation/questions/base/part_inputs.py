"""The part of a dossier that a question is about: which one is asked for, what of it may be seen, and its caveats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from legation.dossier import Evidence
from legation.dossier.parts import ModelHead, ModelKind
from legation.errors import NotAvailable, WrongUse
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.base.case import Case

__all__ = ["PartInputs", "choose_part", "find_part", "other_names", "part_caveats", "title_of", "unknown_name"]

Head = TypeVar("Head", bound=ModelHead)


@dataclass(frozen=True, kw_only=True)
class PartInputs(Generic[Head]):
    """A part as it was known at the date, to this reader. What a theme works out of it stands in a class below this one.

    Attributes
    ----------
    model : ModelHead
        Without rows that were known later, or whose sources cannot be seen.
    others : tuple of str
        Names of the dossier's other parts of the kind at the date.
    visible : mapping of str to Evidence
        The evidence that may be seen, by id.
    """

    model: Head
    others: tuple[str, ...]
    visible: Mapping[str, Evidence]

    @property
    def title(self) -> Named:
        """The part as a reader knows it."""
        return title_of(self.model)

    def seen(self, *rows: Iterable[str]) -> tuple[str, ...]:
        """Return the evidence of some rows that may be seen, each once, in their order."""
        return tuple(dict.fromkeys(item for row in rows for item in row if item in self.visible))


def title_of(model: ModelHead) -> Named:
    """Return a part as a reader knows it: by its title, else by its name."""
    return Named(model.id, model.title or model.id)


def choose_part(case: Case, kind: ModelKind[Head], name: str, *, none: str, unknown: str) -> PartInputs[Head]:
    """Return the part of a kind that is asked for, or the first by name, as it was known at the case's date.

    Parameters
    ----------
    case : Case
    kind : ModelKind
    name : str
        The NAME of a part, with or without its folder and ending; empty: the first.
    none, unknown : str
        Ids of the messages where the dossier has no part of the kind, and where none has the name.

    Raises
    ------
    NotAvailable
        Where no part of the kind was known.
    WrongUse
        Where none has the name.
    DossierError
        Where the part is faulty.
    """
    there, chosen = find_part(case, kind, name)
    if not there:
        raise NotAvailable(Message(none, as_of=case.as_of))
    if not chosen:
        raise unknown_name(unknown, name, there, as_of=case.as_of)
    return PartInputs(
        model=kind.read(case.dossier.files[there[chosen]], there[chosen]),
        others=tuple(one for one in there if one != chosen),
        visible={row.id: row for row in case.dossier.evidence},
    )


def find_part(case: Case, kind: ModelKind[Any], name: str) -> tuple[Mapping[str, str], str]:
    """Return the parts of a kind by name, and which of them is meant: the first where ``name`` is empty, "" where none is.

    A name is also meant with its folder and ending, and, where only one part ends so, without the folders within.
    """
    there = kind.of(case.dossier.files)
    folder, ending = re.split(r"\{\w+\}", kind.pattern)
    wanted = name.strip().removeprefix(folder).removesuffix(ending)
    if wanted in there or not there:
        return there, wanted if there else ""
    alike = [one for one in there if one.endswith(f"/{wanted}") or not wanted]
    return there, alike[0] if not wanted or len(alike) == 1 else ""


def unknown_name(message: str, found: str, there: Iterable[str | Named], **values: Any) -> WrongUse:
    """Return the error that none of the things that are ``there`` has the name that was ``found``, for the caller to raise.

    >>> str(unknown_name("conflict.unknown-model", "crisis", ["budget", "trade"]))
    'There is no conflict model “crisis”. Known: budget and trade.'
    """
    return WrongUse(Message(message, found=found, there=tuple(there), **values))


def part_caveats(
    area: str, part: PartInputs[Any], own: Iterable[Message] = (), *, is_signed: bool = True, **values: Any
) -> Iterator[Message]:
    """Yield what a reader must know of any part: that it is an illustration, whose words it is, and which others there are.

    Parameters
    ----------
    area : str
        The catalogue of the sentences ``illustration``, ``author`` and ``others``.
    part : PartInputs
    own : iterable of Message
        What is particular to the theme, told before the others: what was left out, hidden or assumed.
    is_signed : bool
        Whether the author is named; without, the theme says by its ``own`` whose part it is.
    **values
        Further values of the sentences.
    """
    if part.model.illustration:
        yield Message(f"{area}.illustration", **{"title": part.title, **values})
    if is_signed and part.model.author:
        yield Message(f"{area}.author", author=part.model.author)
    yield from own
    yield from other_names(area, part.others, **values)


def other_names(area: str, names: Sequence[str], **values: Any) -> Iterator[Message]:
    """Yield which others of a kind the dossier holds, by the sentence ``others``; nothing where there are none."""
    if names:
        yield Message(f"{area}.others", count=len(names), names=tuple(names), **values)
