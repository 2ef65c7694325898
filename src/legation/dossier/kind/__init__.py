"""The kinds of value that a cell may hold: how each is read, written and described.

A kind knows of its values: :meth:`Kind.read` (text of a cell to value, raising :class:`InvalidValue`), :meth:`Kind.write` (value to text,
so that ``read(write(value)) == value``), :meth:`Kind.take` and :meth:`Kind.give` (the same for a value of TOML), :attr:`Kind.allowed` (what
may stand there, in a notation that needs no language), :meth:`Kind.targets` (the rows that a value names, and which of them its row needs,
bears on or is marked by) and :meth:`Kind.without` (the value without what may not be seen). :attr:`Kind.schema` says for programs what may
stand in a TOML part. Kinds of several values stand in :mod:`legation.dossier.kind.composite`.
"""

from __future__ import annotations

from legation.dossier.kind.base import Gone, Id, InvalidValue, Key, Keys, Kind, Note, Reference, Target, Text, Word
from legation.dossier.kind.values import Choice, Code, Day, Flag, Instant, Number, Suggested, Url
from legation.dossier.kind.variant_names import VariantNames, variants_named

__all__ = [
    "Choice",
    "Code",
    "Day",
    "Flag",
    "Gone",
    "Id",
    "Instant",
    "InvalidValue",
    "Key",
    "Keys",
    "Kind",
    "Note",
    "Number",
    "Reference",
    "Suggested",
    "Target",
    "Text",
    "Url",
    "VariantNames",
    "Word",
    "variants_named",
]
