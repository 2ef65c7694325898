"""A starting list of fora in which cyberspace and the Internet are governed, as rows of ``processes.csv`` to be checked and completed.

The list is of 2026. Each row says in ``reason`` whether it was compared with the forum's own page, in part or not at all. None names a
source: whoever takes a row over looks it up, writes the evidence, and deletes what does not matter. Seats and bodies are empty, because
they are those of the dossier.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from legation.dossier.files.templates import csv_template
from legation.language import Lang, Message, say

__all__ = ["FORA", "starting_fora"]

FORA = "fora"
"""What the list is called where a template is asked for."""
_KNOWN_ON = "2026-01-01"
_CHECKED = {"yes": Message("sources.fora-checked"), "partly": Message("sources.fora-partly"), "no": Message("sources.fora-unchecked")}


def starting_fora(lang: Lang) -> bytes:
    """Return the list as a part ``processes.csv``.

    Parameters
    ----------
    lang : {"en", "fr"}
        Of the words that say how far a row was checked; names and mandates stand in both languages.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "x"', "processes.csv": starting_fora("fr")})
    >>> d.processes[0].id, d.processes[0].deadline, d.processes[0].forum.in_language("fr")[:17]
    ('un-global-mechanism', When(text='2026-12-11'), 'Mécanisme mondial')
    """
    header = next(csv.reader(io.StringIO(csv_template("processes").decode("utf-8-sig"))))
    written = io.StringIO()
    sheet = csv.DictWriter(written, header, restval="", lineterminator="\n")
    sheet.writeheader()
    text = Path(__file__).with_name("fora.csv").read_text("utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        reason = say(_CHECKED[row.pop("checked")], lang)
        sheet.writerow(row | {"known_on": _KNOWN_ON, "reason": reason})
    return written.getvalue().encode()
