"""Filters of the desk's templates."""

from __future__ import annotations

import datetime as dt

from django import template

from legation.language import Lang, say
from legation.web.consular import house

register = template.Library()


@register.filter
def clock(at: dt.datetime, lang: Lang) -> str:
    """Write an instant as the clock of the house shows it: ``{{ page.at|clock:lang }}``."""
    return say(house.clock(at), lang)
