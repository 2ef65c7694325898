"""What is withheld of a register for another reason than its marks: objects by their ids, but for versions that the reader sees anyway."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.errors import BadValue
from legation.language import Message

__all__ = ["NOTHING", "HiddenObjects", "Withheld", "content_key", "id_of"]


def content_key(o: Any) -> bytes:
    """Return what two values of JSON share when they say the same, whatever the order of their names.

    Raises
    ------
    BadValue
        For a value that JSON has not.

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
        Objects of which no version is shown, but for those of ``shown``; what refers to them goes too.
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
