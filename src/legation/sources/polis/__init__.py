"""Exports of Polis: five CSV files in a folder or a zip, read and written.

``comments.csv`` (statements and how they were moderated), ``votes.csv`` (every vote in time), ``participants-votes.csv`` (the votes that
count, and the exported groups), ``summary.csv``, ``stats-history.csv``. The last two may be missing, and one of the two with votes.

Traps of the format, and what is done:

- in these files agree is 1 and disagree -1; the program's own database has it the other way round and is not read;
- an empty cell is a statement that somebody did not see, and never a pass (0);
- of two votes of one person on one statement the later one counts; where ``participants-votes.csv`` says something else, it is a doubt;
- ``agrees`` and ``disagrees`` of ``comments.csv`` count votes that were changed too: they are kept as they are and used for nothing;
- a group is where a chain of updates ended, and no truth: it can be mapped anew by :func:`legation.methods.opinion.map_opinion`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.late_exports import late_exports
from legation.sources.signature import by_members
from legation.sources.source import KNOWN_ON, Brought, Files, Source, Wanted, identifier

if TYPE_CHECKING:
    from legation.sources.polis.actors import to_dossier
    from legation.sources.polis.conversation import Comment, Conversation, Participant, write
    from legation.sources.polis.reader import read, read_parts
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.sources.polis.actors": "to_dossier",
            "legation.sources.polis.conversation": "Comment Conversation Participant write",
            "legation.sources.polis.reader": "read read_parts",
        },
    )

__all__ = ["SOURCE", "Comment", "Conversation", "Participant", "read", "read_parts", "to_dossier", "write"]


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.imports.merge import merged, with_new_parts
    from legation.sources.polis.actors import to_dossier
    from legation.sources.polis.reader import read
    from legation.sources.polis.rooms import room_parts

    conversation = read(files[0])
    made = merged(to_dossier(conversation), wanted)
    parts = room_parts(conversation, identifier(files[0]))
    return dataclasses.replace(made, after=with_new_parts(made.after, parts, wanted.place))


SOURCE = Source(
    id="polis",
    place=60,
    files=Files(names=("EXPORT",), endings=(".zip",), folder=True),
    brings=("actors", "issues", "positions", "evidence", "room", "room-votes"),
    options=(KNOWN_ON,),
    recognise=by_members("comments.csv", "votes.csv", "participants-votes.csv"),
    read=_read,
    function="legation.sources.polis:read",
)
