"""What is shown in the terminal: tables, and a bar for what takes longer than a second. Only here is rich imported."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

from legation.language import Lang, Message, say
from legation.questions import Answer
from legation.questions.question import silent

__all__ = ["bar", "show", "tell"]

ROWS_SHOWN = 40
_NUMERIC = {"number", "share", "points"}


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


def show(answer: Answer, lang: Lang) -> None:
    """Print an answer: its sentences, its tables, and what to know before relying on it."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(Text(say(answer.title, lang), style="bold"))
    for finding in answer.findings:
        console.print(Text(f"• {say(finding.message, lang)}"))
        if finding.contrary:
            console.print(Text(f"  {say(Message('brief.contrary', text=finding.contrary), lang)}", style="dim"))
    for table in answer.tables:
        if not table.rows:
            continue
        drawn = Table(title=Text(say(table.title, lang)), title_justify="left", show_edge=False)
        for column in table.columns:
            drawn.add_column(Text(say(column.title, lang)), justify="right" if column.kind in _NUMERIC else "left")
        for row in range(min(ROWS_SHOWN, len(table.rows))):
            drawn.add_row(*(Text(table.cell(row, column, lang)) for column in range(len(table.columns))))
        console.print()
        console.print(drawn)
        if len(table.rows) > ROWS_SHOWN:
            console.print(Text(say(Message("cli.more-rows", count=len(table.rows) - ROWS_SHOWN), lang), style="dim"))
    notes = [*answer.missing, *answer.caveats]
    if notes:
        console.print()
    for note in notes:
        console.print(Text(f"– {say(note, lang)}", style="dim"))


def lines(title: Message, columns: list[Message], rows: list[list[Any]], lang: Lang) -> None:
    """Print a plain table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=Text(say(title, lang)), title_justify="left", show_edge=False)
    for column in columns:
        drawn.add_column(Text(say(column, lang)), overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(say(cell, lang)) for cell in row))
    Console(highlight=False).print(drawn)
