"""What a coalition is called: one rule for answers, pages and papers."""

from __future__ import annotations

from legation.dossier import Dossier, Wording, standing
from legation.figures.figure import Named

__all__ = ["coalition_named", "coalition_names", "words_of_id"]


def coalition_names(dossier: Dossier) -> dict[str, Named]:
    r"""Return how each coalition of a dossier is called, by id: as the latest of its rows that says it, else by the words of its id.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> rows = b"coalition,name,name_fr,actor\nparis-call,Paris Call,Appel de Paris,A\nparis-call,,,B\nthe-few,,,A\n"
    >>> names = coalition_names(decode({"dossier.toml": b'id = "d"', "actors.csv": b"id\nA\nB\n", "coalitions.csv": rows}))
    >>> names["paris-call"].in_language("fr"), str(names["paris-call"]), str(names["the-few"])
    ('Appel de Paris', 'Paris Call', 'The few')
    """
    said: dict[str, Wording | None] = {}
    for row in standing(dossier.coalitions):
        said[row.coalition] = row.name or said.get(row.coalition)
    return {name: Named(name, words or words_of_id(name)) for name, words in said.items()}


def coalition_named(dossier: Dossier, name: str) -> Named:
    """Return how a coalition is called; one that is not there by the words of its id."""
    return coalition_names(dossier).get(name) or Named(name, words_of_id(name))


def words_of_id(name: str) -> str:
    """Return an id as a reader writes a name: its words apart.

    Examples
    --------
    >>> words_of_id("moratorium-cosponsors"), words_of_id("Groupe_franco-allemand"), words_of_id("EU")
    ('Moratorium cosponsors', 'Groupe franco-allemand', 'EU')
    """
    words = name.replace("_", " ") if "_" in name else name.replace("-", " ")
    return words[:1].upper() + words[1:]
