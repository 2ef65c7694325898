"""What a browser sends of the form on which the reports of a pasted telegram are confirmed."""

from __future__ import annotations

import html as markup
import re

__all__ = ["fields"]


def fields(page: str) -> dict[str, str]:
    """Return what a browser would send of the form that confirms reports."""
    form = page[page.index('name="count"') - 40 :]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{one}="([^"]*)"', tag) for one in ("name", "value"))
        if name is None or ("checked" not in tag and re.search(r'type="(?:radio|checkbox)"', tag)):
            continue
        sent[name[1]] = value[1] if value else ""
    for name, words in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', form):
        sent[name] = words
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1] if chosen else ""
    return {name: markup.unescape(value) for name, value in sent.items() if not name.startswith("csrf")}
