"""A file from elsewhere becomes the next version of a draft in a dossier."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

from legation.dossier.models.draft import DRAFT
from legation.dossier.parts.toml_record import written
from legation.errors import CannotRead
from legation.language import Message
from legation.methods.drafting.draft import matched
from legation.sources.draft import akoma_ntoso, text, word
from legation.sources.draft.akoma_ntoso import DEEPEST
from legation.sources.draft.tracked_changes import TrackedText
from legation.sources.reading import file_bytes
from legation.sources.signature import HEAD, FileBytes

__all__ = ["LIMIT", "bracketed", "text_from", "tracked_from", "with_version"]

LIMIT = 64 * 1024 * 1024
"""Bytes of a file."""
_CODE = re.compile(r"[A-Z]{2,12}[0-9]{0,3}")


def text_from(path: Path) -> str:
    """Return the text of a file, by what it holds and not by its name: Word with tracked changes as brackets, Akoma Ntoso, else plain text.

    Raises
    ------
    CannotRead
        For a file that is not there, too large, or not what its name says.
    """
    return bracketed(tracked_from(str(path), file_bytes(path, LIMIT)))


def tracked_from(name: str, data: bytes) -> TrackedText:
    """Return the text of the bytes of a file with its tracked changes and comments; only Word has any.

    Parameters
    ----------
    name : str
        Of the file: where what it holds does not tell its form, its ending does.
    data : bytes

    Raises
    ------
    CannotRead
        For bytes that are too many, or not what the name says; for brackets over 120 deep, with the line and the place where they are.
    """
    if len(data) > LIMIT:
        raise CannotRead(Message("sources.too-large", path=name, megabytes=LIMIT // 1024**2))
    file = FileBytes(name, data[:HEAD])
    ending = Path(name).suffix.lower()
    if file.data.startswith(b"PK\x03\x04") or (ending == ".docx" and file.text is None):
        found = word.decoded(name, data)
    elif file.root == "akomantoso" or ending in (".xml", ".akn"):
        found = TrackedText(akoma_ntoso.decoded(name, data).text)
    else:
        found = TrackedText(text.decoded(name, data).text)
    _check_depth(name, found.text)
    return found


def _check_depth(name: str, words: str) -> None:
    """Refuse brackets that stand in each other deeper than any text under negotiation has them, with the place of the first that does."""
    closing: list[int] = []
    for opened, closed in matched(words)[0]:
        while closing and closing[-1] < opened:
            closing.pop()
        closing.append(closed)
        if len(closing) > DEEPEST:
            line, column = words.count("\n", 0, opened) + 1, opened - words.rfind("\n", 0, opened)
            raise CannotRead(Message("sources.draft-nested", path=name, line=line, column=column, allowed=DEEPEST))


def bracketed(tracked: TrackedText) -> str:
    """Return a text whose tracked changes stand in brackets: what came with its author, what went as *delete*.

    An author who goes by a code in capitals is named; another one is not.

    Examples
    --------
    >>> from legation.sources.draft.tracked_changes import redline
    >>> bracketed(redline("States should report.", "States shall report.", "EU"))
    'States [should – EU delete] [shall (EU)] report.'
    """
    pieces: list[str] = []
    at = 0
    for change in tracked.changes:
        pieces.append(tracked.text[at : change.start])
        pieces.extend(
            _in_brackets(line, change.kind, change.author) for line in re.split(r"(\n+)", tracked.text[change.start : change.end])
        )
        at = change.end
    return "".join([*pieces, tracked.text[at:]])


def _in_brackets(line: str, kind: str, author: str) -> str:
    words = line.strip()
    if not words or (kind == "insert" and matched(words)[0][:1] == [(0, len(words) - 1)]):
        return line  # nothing, or words that came in brackets of their own
    named = author if _CODE.fullmatch(author) else ""
    said = "" if not named else f" ({named})" if kind == "insert" else f" – {named} delete"
    lead = line[: len(line) - len(line.lstrip())]
    return f"{lead}[{words}{said}]{line[len(lead) + len(words) :]}"


def with_version(files: Mapping[str, bytes], name: str, words: str, day: dt.date) -> tuple[dict[str, bytes], str]:
    """Return files in which a draft has one more version, and the part in which its words lie; a draft that is not there is begun.

    Parameters
    ----------
    files : mapping of str to bytes
    name : str
        The NAME of ``drafts/NAME.toml``.
    words : str
        Of the version.
    day : date
        Of the version.

    Raises
    ------
    DossierError
        Where the file of the draft is faulty.
    """
    head = DRAFT.called(name)
    before = files.get(head, b"")
    versions = DRAFT.read(before, head).versions if before else ()
    said = words.encode("utf-8", "replace")
    if versions and files.get(versions[-1].part) == said:
        return dict(files), versions[-1].part  # brought in before
    taken = [one.id for one in versions]
    number = next(n for n in range(len(taken) + 1, len(taken) + 1000) if f"v{n}" not in taken)
    part = f"drafts/{name}/v{number}.txt"
    row = {"id": f"v{number}", "part": part, "date": day.isoformat(), "kind": "rolling" if taken else "zero"}
    begun = before.rstrip() + b"\n" if before else b"[draft]\n" + written({"title": name})
    made = begun + b"\n[[version]]\n" + written(row)
    DRAFT.read(made, head)
    return {**files, head: made, part: said}, part
