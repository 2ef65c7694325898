"""What questions on a debate need: something that was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.debate.texts import spoken
from legation.questions.observations import lake

__all__ = ["SAID"]


def _has_words(case: Case, options: Mapping[str, Any]) -> object:
    """Whether evidence says something in so many words, of the days and on the topic that are asked for; or a lake holds texts by then."""
    since, until = (options[name] if options.get(name) else None for name in ("since", "until"))
    if lake.has(case, "texts"):
        return lake.read_period(case, "texts", {"since": since, "until": until}, lambda begins, _: begins)
    days = (since.first if since else None, until.last if until else None)
    return len(spoken(case, *days, topic=options.get("topic") or None))


SAID = Condition(id="said", place="evidence|lake:texts", check=_has_words)
