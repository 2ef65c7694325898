"""Numbers of paragraphs: ``PP5alt``, ``OP3 bis.``, ``Article 12``, ``8.``.

::

    label  = ("PP" | "OP" | "Art." | "Article") number suffix*  |  number suffix* ("." | ")")  |  number suffix+
    suffix = bis | ter | quater | ... | alt [number]

A label stands at the beginning of a line; opening signs of brackets may stand before it. *bis* has two meanings: another version of the
paragraph (the Editorial Manual of the United Nations), or a new paragraph after it (rooms of the General Assembly and of conferences of
parties). *alt* is always another version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["MEANINGS", "SUFFIXES", "Label", "labels"]

MEANINGS = ("alternative", "new")
SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "nonies", "decies")
_SUFFIX = rf"(?:[ .-]?(?:{'|'.join(SUFFIXES)}|alt\.? ?[0-9]{{0,2}})(?![^\W\d_]))"
_LABEL = re.compile(
    r"(?:\A|(?<=[\n\r\v\f\u2028\u2029]))(?P<before>[ \t\u00a0\ufeff]*(?:[\[［【][ \t]*)*)"
    r"(?P<label>(?:(?:(?P<series>PP|OP)[ \u00a0]?(?P<number>[0-9]{1,4})|"
    r"(?P<article>Article|Art\.?)[ \u00a0]?(?P<numeral>[0-9]{1,4}|[IVXLC]{1,7}))"
    rf"(?P<suffix>{_SUFFIX}*)(?![\w,])(?!\s+(?:of|du|de|to|and)\b))"
    rf"|(?:(?P<plain>[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{0,4}})(?:(?P<suffixed>{_SUFFIX}+)|(?=[.)](?:\s|[\[［【\]］】]|\Z)))))",
    re.IGNORECASE,
)
_PART = re.compile(rf"({'|'.join(SUFFIXES)}|alt)\.? ?([0-9]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a paragraph.

    Attributes
    ----------
    text : str
        As written, without the full stop after it.
    kind : {"PP", "OP", "Art", "other"}
        Preambular, operative, of an article, or a number alone.
    number : str
        The digits; of an article also a Roman number.
    suffixes : tuple of str
        ``bis``, ``alt``, ``alt2`` ... in small letters.
    line, start, end : int
        Where its line begins (with opening signs before it, without spaces), and the label itself, in code points.
    """

    text: str
    kind: str
    number: str
    suffixes: tuple[str, ...]
    line: int
    start: int
    end: int

    @property
    def key(self) -> str:
        """The label in one spelling: ``OP3bis``."""
        return f"{self.kind if self.kind != 'other' else ''}{self.number}{''.join(self.suffixes)}"

    def base(self, bis: str) -> str:
        """Return the key of the paragraph of which it is a version; its own where it is none.

        Examples
        --------
        >>> [label.base("alternative") for label in labels("OP3bis. One")], [label.base("new") for label in labels("OP3bis alt. One")]
        (['OP3'], ['OP3bis'])
        """
        kept = [] if bis == "alternative" else [s for s in self.suffixes if not s.startswith("alt")]
        return f"{self.kind if self.kind != 'other' else ''}{self.number}{''.join(kept)}"


def labels(text: str) -> Iterator[Label]:
    r"""Give the labels of a text in order.

    Examples
    --------
    >>> [(label.text, label.kind, label.key) for label in labels("PP5alt One\n[OP 3 bis. Two]\n8. Three")]
    [('PP5alt', 'PP', 'PP5alt'), ('OP 3 bis', 'OP', 'OP3bis'), ('8', 'other', '8')]
    """
    for found in _LABEL.finditer(text):
        before = found["before"]
        parts = _PART.findall(found["suffix"] or found["suffixed"] or "")
        yield Label(
            text=found["label"].rstrip(". "),
            kind="Art" if found["article"] else found["series"].upper() if found["series"] else "other",
            number=found["number"] or found["numeral"] or found["plain"],
            suffixes=tuple(f"{word.lower()}{number}" for word, number in parts),
            line=found.start() + len(before) - len(before.lstrip(" \t\u00a0\ufeff")),
            start=found.start("label"),
            end=found.start("label") + len(found["label"].rstrip(". ")),
        )
