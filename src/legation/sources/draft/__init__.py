"""Texts under negotiation in other people's files: plain text, Akoma Ntoso, Word.

Each module reads and writes one form; what all of them read is a :class:`legation.methods.drafting.Draft`. The words of the versions of a
draft, which lie in parts of their own, are read by :mod:`legation.sources.draft.text`, and brought into a dossier by
:mod:`legation.sources.draft.versions`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from legation.sources.source import KNOWN_ON, Brought, Done, Files, Source, SourceOption, Wanted, identifier

__all__ = ["SOURCE"]


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    """Return the dossier in which each file is the next version of a draft, which is begun where it is not there."""
    from legation.dossier.when import as_date
    from legation.methods.drafting import openness, parse
    from legation.sources.draft.versions import text_from, with_version

    known_on = wanted.options.get("known-on", "")
    parts, done = dict(wanted.before.files), []
    for file in files:
        words = text_from(file)
        name = wanted.options.get("draft", "") or identifier(file)
        parts, part = with_version(parts, name, words, as_date(known_on) if known_on else wanted.today)
        found = openness(parse(words))
        done.append(Done("bringing.version", {"part": part, "count": found.brackets, "units": found.units}))
    return Brought(after=dataclasses.replace(wanted.before, files=parts), done=tuple(done))


SOURCE = Source(
    id="draft",
    place=100,
    files=Files(endings=(".docx", ".xml", ".akn", ".txt"), most=None),
    brings=("draft", "text"),
    options=(SourceOption(name="draft", metavar="NAME"), KNOWN_ON),
    read=_read,
    function="legation.sources.draft.versions:text_from",
)
