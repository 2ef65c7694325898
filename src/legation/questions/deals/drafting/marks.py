"""What negotiators write into a text, in the reader's language: ``– RUS delete``, ``– RUS : à supprimer``, ``(agréé ad referendum)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from legation.language import Lang, Message, say
from legation.methods.drafting import parse
from legation.methods.drafting.attribution import read
from legation.methods.drafting.tree import written

__all__ = ["in_language", "mark"]

_MARKS: Mapping[str, str] = {
    "add": "drafting-paper.says-add",
    "delete": "drafting-paper.says-delete",
    "retain": "drafting-paper.says-retain",
    "alt": "drafting-paper.says-alt",
    "reserve": "drafting-paper.says-reserved",
    "support": "drafting-paper.says-support",
    "oppose": "drafting-paper.says-oppose",
    "move to": "drafting-paper.says-move",
    "ad ref": "drafting-paper.says-ad-ref",
}


def mark(lang: Lang, what: str, names: str = "", place: str = "") -> str:
    """Return how a text says a verb of some names, or ``ad ref``; :func:`legation.methods.drafting.parse` reads it in either language.

    Examples
    --------
    >>> mark("en", "oppose", "RUS"), mark("fr", "ad ref")
    ('– RUS oppose', '(agréé ad referendum)')
    """
    return say(Message(_MARKS[what], names=names, place=place, count=len(names.split(", "))), lang)


def in_language(text: str, bis: str, lang: Lang, name: Callable[[str], str | None] = str, known: Iterable[str] = ()) -> str:
    """Return a text whose words stay, and in which who wants what, and what is agreed, is said in a language.

    Parameters
    ----------
    name : callable
        How an actor is called there; who is called nothing is left out.
    known : iterable of str
        Names of actors beside codes in capitals.

    Examples
    --------
    >>> in_language("1. States [shall – RUS delete] act. (agréé ad referendum)", "alternative", "en")
    '1. States [shall – RUS delete] act. (agreed ad ref)'
    """
    draft = parse(text, bis, known)

    def said(number: int, piece: str) -> str:
        kind = draft.nodes[number].kind
        if kind not in ("attribution", "status"):
            return piece
        lead, tail = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
        if kind == "status":
            return f"{lead}{mark(lang, 'ad ref')}{tail}"
        found = read(piece, draft.known)
        names = ", ".join(called for one in (found.actors if found else ()) if (called := name(one)))
        if not found or not names:
            return tail
        return f"{lead}{mark(lang, found.verb, names, found.place) if found.verb else f'({names})'}{tail}"

    return written(draft.nodes, said)
