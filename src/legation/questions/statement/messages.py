"""Which messages of a dossier move blame from the firm that was hit and do not say its failing: they are shown nowhere, and why is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from legation.dossier import SaidTo, standing
from legation.language import Message
from legation.questions.case import Case
from legation.questions.statement.beside import beside, withheld
from legation.questions.statement.failings import failings
from legation.questions.statement.whitewash import whitewashed

__all__ = ["withheld_messages"]


def withheld_messages(case: Case, rows: Iterable[SaidTo] | None = None) -> Mapping[str, Message]:
    r"""Return, by the id of each message that is withheld, why, with the true sentence to put beside it.

    Parameters
    ----------
    case : Case
        As the reader may see it, and as it was known.
    rows : iterable of SaidTo, optional
        Those that are looked at; the current rows of the dossier otherwise.

    Notes
    -----
    Each message stands alone: it says the failing itself, or it is withheld. Who intruded is left to whoever says so: no gate is asked for
    here.

    Raises
    ------
    DossierError
        Where a statement that is read is faulty.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> from legation.dossier.models.statement import STATEMENT
    >>> said = b"id,text_en\nm,Nobody could have prevented it.\nn,Come to the talks.\n"
    >>> parts = {"dossier.toml": b'id = "d"', "messages.csv": said}
    >>> parts["incidents/i.statement.toml"] = STATEMENT.template("en").encode()
    >>> list(withheld_messages(Case(dossier=decode(parts), today=dt.date(2025, 6, 1))))
    ['m']
    """
    looked = [row for row in (standing(case.dossier.messages) if rows is None else rows) if row.text]
    held = failings(case.dossier, case.as_of) if looked else ()
    found = {row.id: whitewashed(row.text, held) for row in looked} if held else {}
    return {name: withheld(lacking, beside(lacking)) for name, lacking in found.items() if lacking}
