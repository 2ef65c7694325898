"""What is shown in the terminal: tables, and a bar for what takes longer than a second. Only here is rich imported."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.language import Lang, Message, say
from legation.questions import Answer
from legation.questions.answer import NUMERIC
from legation.questions.question import silent

__all__ = ["bar", "lines", "sections", "show", "show_content", "tell"]

ROWS_SHOWN = 40


def tell(message: Message, lang: Lang) -> None:
    """Print one sentence."""
    sys.stdout.write(say(message, lang) + "\n")


@contextlib.contextmanager
def bar(message: Message, lang: Lang) -> Iterator[Callable[[int, int], None]]:
    """Give a ``progress(done, total)`` that draws a bar on the error stream of a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say(message, lang), total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


@contextlib.contextmanager
def sections(lang: Lang, *, as_lines: bool) -> Iterator[Callable[[int, int, Message], None]]:
    """Give a ``begun(place, total, title)`` that says each section on the error stream.

    In a terminal it stands in a bar; elsewhere, with ``as_lines``, each is a line, so that who follows a log sees how far it is.
    """
    if not sys.stderr.isatty():
        yield lambda place, total, title: _tell_section(place, total, title, lang) if as_lines else None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda place, total, title: shown.update(task, completed=place - 1, total=total, description=escape(say(title, lang)))


def _tell_section(place: int, total: int, title: Message, lang: Lang) -> None:
    sys.stderr.write(say(Message("cli.section", place=place, total=total, title=title), lang) + "\n")
    sys.stderr.flush()


def show(answer: Answer, lang: Lang) -> None:
    """Print an answer: its sentences, its tables without the columns that no row fills, and what to know before relying on it."""
    _print(
        say(answer.title, lang),
        [(say(f.message, lang), say(f.contrary, lang) if f.contrary else "") for f in answer.findings],
        [
            _Printed(
                say(table.title, lang),
                [(say(column.title, lang), column.kind) for column in table.columns],
                [
                    [table.cell(row, column, lang) for column in range(len(table.columns))]
                    for row in range(min(ROWS_SHOWN, len(table.rows)))
                ],
                len(table.rows),
            )
            for table in answer.tables
        ],
        [say(note, lang) for note in (*answer.missing, *answer.caveats)],
        lang,
    )


def show_content(content: Mapping[str, Any], lang: Lang) -> None:
    """Print an answer that a site has said already, as :func:`show` prints one."""
    _print(
        content["title"],
        [(finding["text"], finding["contrary"]) for finding in content["findings"]],
        [
            _Printed(
                table["title"],
                [(column["title"], column["kind"]) for column in table["columns"]],
                [[cell["text"] for cell in row] for row in table["rows"][:ROWS_SHOWN]],
                len(table["rows"]),
            )
            for table in content["tables"]
        ],
        [*content["missing"], *content["caveats"]],
        lang,
    )


@dataclass(frozen=True, slots=True)
class _Printed:
    """A table as it is printed: its first rows, and how many there are."""

    title: str
    columns: list[tuple[str, str]]
    rows: list[list[str]]
    count: int


def _print(title: str, findings: list[tuple[str, str]], tables: list[_Printed], notes: list[str], lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(Text(title, style="bold"))
    for text, contrary in findings:
        console.print(Text(f"• {text}"))
        if contrary:
            console.print(Text(f"  {say(Message('brief.contrary', text=contrary), lang)}", style="dim"))
    for table in tables:
        if not table.rows:
            continue
        drawn = Table(title=Text(table.title), title_justify="left", show_edge=False)
        filled = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
        rows = [[row[at] for at in filled] for row in table.rows]
        widths = _widths([table.columns[at][0] for at in filled], rows, console.width)
        for (name, kind), width in zip((table.columns[at] for at in filled), widths, strict=True):
            drawn.add_column(Text(name), justify="right" if kind in NUMERIC else "left", overflow="fold", width=width)
        for row in rows:
            drawn.add_row(*map(Text, row))
        console.print()
        console.print(drawn)
        if table.count > len(table.rows):
            console.print(Text(say(Message("cli.more-rows", count=table.count - len(table.rows)), lang), style="dim"))
    if notes:
        console.print()
    for note in notes:
        console.print(Text(f"– {note}", style="dim"))


_NARROW = 6
"""Signs that a column keeps where words have to break."""


def _widths(names: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int | None]:
    """Return the signs of each column: its longest word at least, the rest to those that have most to say.

    Where there is no room for all words, those of the first column stay whole, and the longest of the others break. None leaves the widths
    to the drawing: where everything fits without a break, and where there is no room for that either.
    """
    cells = [[name, *(row[at] for row in rows)] for at, name in enumerate(names)]
    whole = [max(len(line) for cell in column for line in cell.split("\n")) for column in cells]
    widths = [max((len(word) for cell in column for word in cell.split()), default=1) for column in cells]
    left = room - 3 * len(names) + 1 - sum(widths)
    if sum(whole) <= sum(widths) + left:
        return [None] * len(names)
    while left < 0:
        at = max(range(1, len(names)), key=lambda at: widths[at], default=0)
        if at == 0 or widths[at] <= _NARROW:
            return [None] * len(names)
        widths[at], left = widths[at] - 1, left + 1
    while left > 0:
        at = max((at for at in range(len(names)) if widths[at] < whole[at]), key=lambda at: whole[at] / widths[at])
        widths[at], left = widths[at] + 1, left - 1
    return list(widths)


_LEAST = 16
"""Signs that a column of text keeps at least, or as many as its longest cell has."""


def lines(
    title: Message, columns: list[Message], rows: list[list[Any]], lang: Lang, *, whole: Collection[int] = (), numbers: Collection[int] = ()
) -> None:
    """Print a plain table; one that is too wide for the terminal as blocks, a row below the other.

    No id breaks, no text is cut to a few letters, and a column without content is left out.

    Parameters
    ----------
    title, columns, rows, lang
    whole : collection of int
        Columns that never break; left out, those that hold nothing but ids. The others take what is left. Where there are any, the columns
        stand close to each other.
    numbers : collection of int
        Columns that are set to the right.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    cells = [[say(cell, lang) for cell in row] for row in rows]
    shown = [at for at in range(len(columns)) if not rows or any(row[at].strip() for row in cells)]
    table = _Columns(
        names=[say(columns[at], lang) for at in shown],
        rows=[[row[at] for at in shown] for row in cells],
        whole=frozenset(place for place, at in enumerate(shown) if at in whole or (not whole and all(_is_id(row[at]) for row in cells))),
        numbers=frozenset(place for place, at in enumerate(shown) if at in numbers),
        close=bool(whole),
    )
    if table.least <= console.width:
        console.print(table.drawn(say(title, lang)))
        return
    console.print(Text(say(title, lang), style="italic"))
    for row in table.rows:
        console.print()
        console.print(table.block(row, lang))


def _is_id(cell: str) -> bool:
    """Whether a cell is one word: an id, a path, a number."""
    return not any(sign.isspace() for sign in cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """A plain table in the words of a language."""

    names: list[str]
    rows: list[list[str]]
    whole: frozenset[int]
    numbers: frozenset[int]
    close: bool

    @property
    def least(self) -> int:
        """The signs that the table takes at least."""
        gaps = len(self.names) if self.close else 3 * len(self.names)
        return sum(map(self._least, range(len(self.names)))) + gaps

    def _least(self, at: int) -> int:
        """Return the signs that a column takes at least: all of it where it never breaks, else its longest word, up to a limit."""
        heading = max(map(len, self.names[at].split()), default=1)
        cells = [row[at] for row in self.rows]
        if at in self.whole:
            return max(heading, *(len(line) for cell in cells for line in cell.split("\n")), 1)
        if self.close and all(map(_is_id, cells)):  # what the caller lets break, for others must not
            return heading
        longest = max((len(cell) for cell in cells), default=1)
        return max(heading, min(longest, max(_LEAST, *(len(word) for cell in cells for word in cell.split()[:200]), 1), 2 * _LEAST))

    def drawn(self, title: str) -> Any:
        """Return the table."""
        from rich.box import HEAVY_HEAD, SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        close: dict[str, Any] = {"box": SIMPLE_HEAD, "padding": (0, 1, 0, 0)} if self.close else {"box": HEAVY_HEAD}
        drawn = Table(title=Text(title), title_justify="left", show_edge=False, **close)
        for at, name in enumerate(self.names):
            justify: Any = "right" if at in self.numbers else "left"
            drawn.add_column(Text(name), overflow="fold", justify=justify, no_wrap=at in self.whole, min_width=self._least(at))
        for row in self.rows:
            drawn.add_row(*map(Text, row))
        return drawn

    def block(self, row: list[str], lang: Lang) -> Any:
        """Return one row as a block: its first cell, and below it each other that is not empty, with its name."""
        from rich.console import Group
        from rich.padding import Padding
        from rich.text import Text

        pairs = zip(self.names[1:], row[1:], strict=True)
        rest = [Text.assemble((say(Message("cli.heading", name=name), lang), "dim"), cell) for name, cell in pairs if cell.strip()]
        return Group(Text(row[0], style="bold", overflow="fold"), *(Padding(text, (0, 0, 0, 2)) for text in rest))
