"""``legation consular carry`` at a desk whose front is on another machine: what it writes for it, and what it brings from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from legation.cli.terminal import tell
from legation.errors import WrongUse
from legation.language import Lang, Message

__all__ = ["carry_at_desk"]


def carry_at_desk(
    words: tuple[str, ...], out: Path | None, lang: Lang, *, read: Callable[[Path], bytes], write: Callable[..., None]
) -> int:
    """Carry bundles at the desk: ``introduction`` and ``out`` with a file to write, ``in FILE``.

    Parameters
    ----------
    words : tuple of str
        ``introduction anew``: for a front that is made anew, of which the numbers begin again.

    Raises
    ------
    WrongUse
        For other words.
    BadValue
        Where a bundle is not of this house's front, or was changed on its way: nothing of it is applied.
    """
    from legation.web.consular.serving import prepare

    what, rest = (*words, "")[0], words[1:]
    if what not in ("introduction", "out", "in") or (what == "in") == (out is not None) or (what == "in" and len(rest) != 1):
        raise WrongUse(Message("desk-people.carry-words"))
    prepare()
    from legation.web.consular.carry import carry_in, carry_out, introduction, new_front

    now = dt.datetime.now(dt.UTC)
    if what == "in":
        outcomes = carry_in(read(Path(rest[0])), now)
        if not outcomes:
            tell(Message("desk-people.carried-before"), lang)
            return 0
        tell(Message("desk-people.carried-in", count=outcomes.total() - outcomes["before"]), lang)
        if outcomes["aside"]:
            tell(Message("desk-people.carried-aside", count=outcomes["aside"]), lang)
        return 0
    if out is None:
        raise WrongUse(Message("desk-people.carry-words"))
    if what == "introduction":
        if rest == ("anew",):
            new_front()
        write(out, introduction())
        tell(Message("desk-people.introduction-written", path=str(out)), lang)
    else:
        write(out, carry_out(now))
        tell(Message("desk-people.carried-out", path=str(out)), lang)
    return 0
