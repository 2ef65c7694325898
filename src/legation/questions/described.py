"""The questions as plain data: the form of the command line's ``questions --json`` and of the API."""

from __future__ import annotations

from typing import Any

from legation.language import Lang, say
from legation.questions.registry import questions

__all__ = ["described"]


def described(lang: Lang) -> list[dict[str, Any]]:
    """Return every question with its options, in words of a language.

    >>> [option["name"] for option in described("en")[0]["options"]][-2:]
    ['as_of', 'seed']
    """
    return [
        {
            "id": q.id,
            "title": say(q.title, lang),
            "needs": list(q.needs),
            "method": say(q.method, lang),
            "limits": say(q.limits, lang),
            "options": [
                {"name": o.name, "kind": o.kind.name, "allowed": o.kind.allowed, "default": o.default, "help": say(o.help(q.id), lang)}
                for o in q.all_options
            ],
        }
        for q in questions().values()
    ]
