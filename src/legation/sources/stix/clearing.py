"""Who may see what of a register: the TLP of an object, the view of a reader, and what is withheld for another reason.

An object is marked as high as the highest of its marks, those on single properties among them. A mark that cannot be read, because its
definition is not there or is of a kind that is not known, counts as TLP:RED: what is not understood is not shown. Statements (a copyright)
and PAP (what may be done with a thing, not who may see it) mark nothing here, unless they carry TLP 2.0 beside it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.records import MARKINGS
from legation.errors import BadValue, WrongUse
from legation.language import Message
from legation.sources.stix.vocabulary import STANDARD_MARKINGS, TLP_EXTENSION, kind_of, references

__all__ = [
    "NOTHING",
    "HiddenObjects",
    "Withheld",
    "content_key",
    "id_of",
    "level_of",
    "marks_of",
    "rank",
    "visible",
]


def content_key(o: Any) -> bytes:
    """Return what two values of JSON share when they say the same, whatever the order of their names.

    Raises
    ------
    BadValue
        For a value that JSON does not allow.

    Examples
    --------
    >>> content_key({"a": 1, "b": [2]}) == content_key({"b": [2], "a": 1}), content_key({"a": 1}) == content_key({"a": True})
    (True, False)
    """
    try:
        return hashlib.sha256(json.dumps(o, sort_keys=True, allow_nan=False).encode()).digest()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadValue(Message("stix.no-json-value", found=type(o).__name__)) from error


def id_of(o: Any) -> str:
    """Return the id of an object; empty where it has none, or is no object.

    >>> id_of({"id": "tool--1"}), id_of({"id": 7}), id_of(7)
    ('tool--1', '', '')
    """
    identity = o.get("id") if type(o) is dict else None
    return identity if type(identity) is str else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    """What is withheld of one register.

    Attributes
    ----------
    ids : frozenset of str
        Objects of which no version is shown, except for those of ``shown``; what refers to them goes too.
    nameless : bool
        Whether objects without an id are withheld: nobody can say which of them became which.
    shown : frozenset of bytes
        By :func:`content_key` what stays, whatever its id and whatever it refers to: the reader sees it as it is in another state.
    """

    ids: frozenset[str] = frozenset()
    nameless: bool = False
    shown: frozenset[bytes] = frozenset()

    def stays(self, o: Any) -> bool:
        """Whether an object is one of those that stay."""
        return bool(self.shown) and content_key(o) in self.shown

    def holds(self, o: Any) -> bool:
        """Whether an object is withheld.

        >>> old, new = {"id": "tool--1", "name": "Old"}, {"id": "tool--1", "name": "New"}
        >>> some = Withheld(ids=frozenset({"tool--1"}), shown=frozenset({content_key(old)}))
        >>> some.holds(old), some.holds(new), some.holds({"name": "New"})
        (False, True, False)
        """
        identity = id_of(o)
        return (identity in self.ids if identity else self.nameless) and not self.stays(o)


NOTHING = Withheld()


@dataclass(frozen=True, kw_only=True, slots=True)
class HiddenObjects:
    """What a reader does not see of the registers of a dossier; empty, and false, where they see all.

    Attributes
    ----------
    parts : frozenset of str
        Registers of which they see nothing.
    ids : frozenset of str
        Objects of which they do not see every version, in a register or other.
    nameless : bool
        Whether objects without an id that they do not see count as hidden.
    seen : mapping of str to mapping of str to frozenset of bytes
        By register and id what they see, by :func:`content_key`; under no id what has none.
    whole : mapping of str to frozenset of str
        By register the objects of which they see every version.
    there : mapping of str to frozenset of str
        By register the ids that stand in it, seen or not.
    """

    parts: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    nameless: bool = False
    seen: Mapping[str, Mapping[str, frozenset[bytes]]] = field(default_factory=dict)
    whole: Mapping[str, frozenset[str]] = field(default_factory=dict)
    there: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.parts or self.ids or self.nameless)

    def of(self, part: str) -> Withheld:
        """Return what is withheld of another state of a register.

        An object that stands in that register is compared with what is seen of it there; one that does not, as it may have come from
        another, with what is seen of it anywhere.
        """
        here, known = self.seen.get(part, {}), self.there.get(part, frozenset[str]())
        shown = [*here.values()]
        shown += [keys for other in self.seen.values() for identity, keys in other.items() if identity and identity not in known]
        ids = self.ids - self.whole.get(part, frozenset())
        return Withheld(ids=ids, nameless=self.nameless, shown=frozenset[bytes]().union(*shown))

    def allowing(self, nameless: frozenset[bytes], part: str) -> HiddenObjects:
        """Return the same, where some objects without an id, by :func:`content_key`, are seen in a register."""
        here = self.seen.get(part, {})
        more = here.get("", frozenset()) | nameless
        return dataclasses.replace(self, seen={**self.seen, part: {**here, "": more}})


_RED = len(MARKINGS) - 1
_OLD = {"WHITE": "CLEAR"}
_SILENT = frozenset({"statement", "pap"})
_DEFINING = frozenset({"marking-definition", "extension-definition"})
"""Objects that only say what others mean: without a mark of their own everyone may see them."""


def rank(marking: str) -> int:
    """Return the place of a marking in ``TLP:CLEAR`` to ``TLP:RED``.

    Raises
    ------
    WrongUse
        For a word that is no marking of TLP 2.0.
    """
    if marking not in MARKINGS:
        raise WrongUse(Message("stix.no-marking", found=marking, allowed=" | ".join(MARKINGS)))
    return MARKINGS.index(marking)


def marks_of(objects: Iterable[Any]) -> dict[str, int | None]:
    """Return the rank that each marking definition means; None for one that marks nothing here."""
    found: dict[str, int | None] = {name: MARKINGS.index(marking) for name, marking in STANDARD_MARKINGS.items()}
    for o in objects:
        if kind_of(o) == "marking-definition" and type(o.get("id")) is str and o["id"] not in STANDARD_MARKINGS:
            meant = _meant(o)
            before = found.get(o["id"], meant)
            found[o["id"]] = meant if before is None else before if meant is None else max(before, meant)
    return found


def _meant(o: Mapping[str, Any]) -> int | None:
    kind = str(o.get("definition_type", "")).lower()
    extensions, inner = o.get("extensions"), o.get("definition")
    words: list[Any] = []
    if type(extensions) is dict and TLP_EXTENSION in extensions:
        carried = extensions[TLP_EXTENSION]
        words.append(carried.get("tlp_2_0") if type(carried) is dict else None)
    if kind in _SILENT and not words:
        return None
    if kind == "tlp" and type(inner) is dict:
        words += [value for name, value in inner.items() if name.lower() == "tlp"]
    if kind == "tlp" and not words:
        words.append(o.get("name"))
    return max(map(_ranked, words), default=_RED)


def _ranked(word: Any) -> int:
    name = word.upper().removeprefix("TLP:").strip() if type(word) is str else ""
    marking = f"TLP:{_OLD.get(name, name)}"
    return MARKINGS.index(marking) if marking in MARKINGS else _RED


def level_of(o: Mapping[str, Any], marks: Mapping[str, int | None], unmarked: int) -> int:
    """Return the rank of an object: the highest of its marks, else that of what is unmarked."""
    named: list[Any] = []
    own = o.get("object_marking_refs", [])
    named += own if type(own) is list else [own]
    parts = o.get("granular_markings", [])
    for part in parts if type(parts) is list else [parts]:
        if type(part) is not dict:
            named.append(part)
        elif "marking_ref" in part or "lang" not in part:
            named.append(part.get("marking_ref"))
    ranks = [marks.get(name, _RED) if type(name) is str else _RED for name in named]
    known = [one for one in ranks if one is not None]
    if known:
        return max(known)
    return 0 if kind_of(o) in _DEFINING else unmarked


def visible(objects: Sequence[Any], marking: str, unmarked: str, withheld: Withheld = NOTHING) -> tuple[Any, ...]:
    """Return the objects that a reader may see, in their order.

    Parameters
    ----------
    objects : sequence
    marking : str
        The highest marking that the reader may see.
    unmarked : str
        What an object without a mark counts as: the marking of the dossier.
    withheld : Withheld
        What is hidden for another reason.

    Notes
    -----
    An object goes when its mark is above the reader, and when it refers to one of which nothing may be seen, to any depth of reference;
    that it uses an extension is no such reference.
    Of an object in several versions each version is judged by its own mark. What is no object, and so has no mark, counts as unmarked.
    """
    reader, default = rank(marking), rank(unmarked)
    marks, ids = marks_of(objects), [id_of(o) for o in objects]
    shown = [(level_of(o, marks, default) if type(o) is dict else default) <= reader and not withheld.holds(o) for o in objects]
    named = [{t for name, t in references(o) if type(t) is str and name != "extensions"} if type(o) is dict else set() for o in objects]
    versions: dict[str, list[int]] = {}
    referring: dict[str, list[int]] = {}
    for at, identity in enumerate(ids):
        if identity:
            versions.setdefault(identity, []).append(at)
        for target in named[at]:
            referring.setdefault(target, []).append(at)
    waiting = [identity for identity in withheld.ids | versions.keys() if not any(shown[at] for at in versions.get(identity, ()))]
    done: set[str] = set()
    while waiting:
        identity = waiting.pop()
        if identity in done:
            continue
        done.add(identity)
        for at in referring.get(identity, ()):
            if shown[at] and not withheld.stays(objects[at]):
                shown[at] = False
                if ids[at] and not any(shown[place] for place in versions[ids[at]]):
                    waiting.append(ids[at])
    return tuple(o for o, there in zip(objects, shown, strict=True) if there)
