"""``legation persons``: the natural persons whom the texts of a dossier name, and what becomes of one of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from legation.cli.opening import load
from legation.cli.terminal import lines, tell
from legation.dossier import save
from legation.errors import WrongUse
from legation.language import Lang, Message
from legation.sources.names.in_dossier import PersonIn, persons_in, reworded

__all__ = ["persons"]

_COLUMNS = [Message(f"cli.column.{name}") for name in ("place", "name", "text")]
_ROUND = 40


def persons(dossier: Path, place: str, function: str, *, quote: bool, remove: bool, as_json: bool, lang: Lang) -> int:
    """List the names that wait for a choice, or make the choice for one of them; exit code 1 where some wait."""
    before = load(dossier)
    found = persons_in(before)
    waiting = [one for one in found if not one.published]
    if place:
        chosen = next((one for one in waiting if one.key == place), None)
        if chosen is None:
            raise WrongUse(Message("persons.no-place", found=place, there=tuple(one.key for one in waiting[:5]) or ("—",)))
        if sum((bool(function), quote, remove)) != 1:
            raise WrongUse(Message("persons.one-choice"))
        save(reworded(before, chosen, function=function, quote=quote), dossier, over=before.hash)
        tell(Message("persons.done", place=place), lang)
        return 0
    if not place and (function or quote or remove):
        raise WrongUse(Message("persons.which-place"))
    if as_json:
        items = [{"place": one.key, "name": one.name, "text": one.text} for one in waiting]
        sys.stdout.write(json.dumps({"published": len(found) - len(waiting), "items": items}, ensure_ascii=False, indent=1) + "\n")
    else:
        counted = Message("persons.counted", count=len(waiting), published=len(found) - len(waiting))
        if waiting:
            lines(counted, _COLUMNS, [[one.key, one.name, _around(one)] for one in waiting], lang)
        else:
            tell(counted, lang)
    return 1 if waiting else 0


def _around(one: PersonIn) -> str:
    """Return some words round a name."""
    begin, end = max(0, one.start - _ROUND), min(len(one.text), one.end + _ROUND)
    return f"{'…' if begin else ''}{one.text[begin:end]}{'…' if end < len(one.text) else ''}"
