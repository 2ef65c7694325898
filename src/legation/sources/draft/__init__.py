"""Texts under negotiation in other people's files: plain text, Akoma Ntoso, Word.

Each module reads and writes one form; what all of them read is a :class:`legation.methods.drafting.Draft`. The words of the versions of a
draft, which lie in parts of their own, are read by :mod:`legation.sources.draft.text`, and brought into a dossier by
:mod:`legation.sources.draft.versions`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

from legation.language import Message
from legation.sources.signature import LIKELY, POSSIBLE, FileBytes, Sign, any_of, by_members, by_root
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
    after = dataclasses.replace(wanted.before, files=parts) if parts != wanted.before.files else wanted.before
    return Brought(after=after, done=tuple(done))


def _is_prose(file: FileBytes) -> Sign | None:
    """Recognise a text in paragraphs: likely where brackets stand open or paragraphs have numbers."""
    if file.text is None or file.root or file.toml is not None or file.json is not None or not file.lines:
        return None
    lengths = sorted(map(len, file.lines))
    if lengths[-1] < _PARAGRAPH or (len(file.header) > _COMMAS and len({*map(len, file.rows[:5])}) == 1):
        return None
    marked = len(re.findall(r"\[[^\[\]\n]{2,300}\]|(?m:^\s*\d{1,3}\.\s+\w)", file.text))
    return Sign(LIKELY if marked > 1 else POSSIBLE, Message("recognising.paragraphs", count=len(file.lines)))


_PARAGRAPH, _COMMAS = 60, 3
"""Signs of the longest line of a text in paragraphs, at least; cells of a row from which rows of the same number are a table."""
_recognise = any_of(by_root("akomantoso"), by_members("word/document.xml", "document.xml", least=1), _is_prose)


SOURCE = Source(
    id="draft",
    place=100,
    files=Files(endings=(".docx", ".xml", ".akn", ".txt"), most=None),
    brings=("draft", "text"),
    options=(SourceOption(name="draft", metavar="NAME"), KNOWN_ON),
    recognise=_recognise,
    read=_read,
    function="legation.sources.draft.versions:text_from",
)
