"""Access logs of web servers, in every common format, as the table ``requests``.

What happens to each trap: addresses are cut to their network (24 bits of the fourth version, 48 of the sixth) while a line is read, and
a host name in their place is not kept; times become UTC by the zone that the line names; "-" is null, never zero. The path keeps its
query, up to 2,048 characters, as it was asked for; a referrer loses its query and its fragment. Control characters, marks that turn the
direction of writing and bytes that are no UTF-8 are percent-encoded. ``bot`` names the family of a program by what it says of itself; null
is a person, or a format that names no agents, which is a doubt about the file.

Every line that is neither empty nor a comment (#) is a row or a fault. A line that was cut off costs itself alone; a whole line glued
behind it is read, with a doubt. A line longer than 64 kB is a fault, however long it is. Times before 1990, or later than the day after
the file was written, are placed with a doubt. A packed file that ends early gives its whole lines and one fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.late_exports import late_exports
from legation.sources.signature import by_line, in_packed
from legation.sources.source import Files, Source, SourceOption, Wanted

if TYPE_CHECKING:
    from legation.dossier.tables.bots import bot_family, bot_kind
    from legation.sources.observations.access_log.blocks import START, Position
    from legation.sources.observations.access_log.formats import FORMATS
    from legation.sources.observations.access_log.lines import Detected, format_of
    from legation.sources.observations.access_log.reader import Requests, batches, files_of, read
    from legation.sources.observed import Observed
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.dossier.tables.bots": "bot_family bot_kind",
            "legation.sources.observations.access_log.blocks": "START Position",
            "legation.sources.observations.access_log.formats": "FORMATS",
            "legation.sources.observations.access_log.lines": "Detected format_of",
            "legation.sources.observations.access_log.reader": "Requests batches files_of read",
        },
    )

__all__ = [
    "FORMATS",
    "SOURCE",
    "START",
    "Detected",
    "Position",
    "Requests",
    "batches",
    "bot_family",
    "bot_kind",
    "files_of",
    "format_of",
    "read",
]


def _logs(paths: Sequence[Path]) -> Iterator[Path]:
    from legation.sources.observations.access_log.reader import files_of

    yield from files_of(list(paths))


def _batches(path: Path, wanted: Wanted) -> Iterable[Observed]:
    from legation.sources.observations.access_log.reader import batches

    return batches(path, wanted.options["format"] or "auto")


SOURCE = Source(
    id="requests",
    place=350,
    files=Files(names=("FILES",), most=None, folder=True),
    options=(SourceOption(name="format", metavar="FORMAT"),),
    recognise=in_packed(by_line(r'"(GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|CONNECT) \S|^#Fields: |"(user_agent|http_user_agent)"\s*:')),
    fills="requests",
    batches=_batches,
    one_by_one=_logs,
    grows=True,
)
