"""A page in one language says nothing in the other: the words of every page are held against both catalogues."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from web.samples import address_of, made

from legation.language import Lang, catalogue
from legation.web.accounts.models import Account, Organisation
from legation.web.site.routing import ROUTES

pytestmark = pytest.mark.django_db

LOCALE = Path(__file__).parents[2] / "src" / "legation" / "locale"
SPOKEN = ("aria-label", "title", "placeholder", "alt")
SHORTEST = 12
"""A sentence with values in it is looked for where it has so many letters of its own."""
UNSPOKEN = ("script", "style", "code")


class Texts(HTMLParser):
    """What a page says to eyes and ears, without what it says to be in another language or what a person typed."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        foreign = given.get("lang", self.lang) != self.lang or tag in UNSPOKEN or "code" in (given.get("class") or "").split()
        foreign = foreign or (bool(self.open) and self.open[-1][1])
        if tag not in ("input", "br", "img", "link", "meta", "hr", "path", "circle", "use", "rect", "line"):
            self.open.append((tag, foreign))
        if not foreign:
            self.texts += [str(given[name]) for name in SPOKEN if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1][1]) and (text := " ".join(data.split())):
            self.texts.append(text)


def sentences(lang: Lang) -> Iterator[str]:
    for path in (LOCALE / lang).glob("*.toml"):
        for entry in catalogue(path.stem, lang).values():
            yield from ([entry] if isinstance(entry, str) else entry.values())


def plain(lang: Lang) -> set[str]:
    """Return the sentences without values, in lower case: a page may begin them with a capital."""
    return {" ".join(text.split()).casefold() for text in sentences(lang) if "{" not in text}


def with_values(lang: Lang) -> re.Pattern[str]:
    """Return a pattern of the sentences that have values in them."""
    patterns = []
    for text in sentences(lang):
        pieces = list(string.Formatter().parse(" ".join(text.split())))
        own = "".join(re.findall(r"[^\W\d_]", "".join(before for before, *_ in pieces)))
        if any(name is not None for _, name, *_ in pieces) and len(own) >= SHORTEST:
            patterns.append("".join(re.escape(before) + ("" if name is None else ".{1,200}?") for before, name, *_ in pieces))
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)


def foreign_words(site: Any, lang: Lang, other: Lang) -> dict[str, list[str]]:
    """Return the words of each page in ``lang`` that are sentences of the other language and not of its own."""
    people = set(Account.objects.values_list("name", flat=True))
    Account.objects.update(name="A. N.")  # the people of the tests are called after roles
    Organisation.objects.filter(name="Partner").update(name="O. N.")  # and so is their organisation, by a word of the catalogue
    Account.objects.filter(pk=site.people["owner"].pk).update(language=lang, is_administrator=True)
    client, samples = site.client("owner"), made(site)
    foreign = plain(other) - plain(lang)
    patterns, own = with_values(other), with_values(lang)
    found: dict[str, list[str]] = {}
    for route in ROUTES.values():
        if route.kind != "page":
            continue
        page = Texts(lang)
        page.feed(client.get(address_of(route, site, samples)).content.decode())
        assert page.texts, route.name
        wrong = {text for text in page.texts if text.casefold() in foreign or (patterns.fullmatch(text) and not own.fullmatch(text))}
        if route.name.startswith("audit"):
            wrong -= people  # the trail keeps the name that a person had
        if wrong:
            found[route.name] = sorted(wrong)
    return found


@pytest.mark.parametrize(("lang", "other"), [("fr", "en"), ("en", "fr")])
def test_no_page_speaks_the_other_language(site: Any, lang: Lang, other: Lang) -> None:
    found = foreign_words(site, lang, other)

    assert not found, "\n".join(f"{name}: {words}" for name, words in found.items())


def test_a_foreign_sentence_would_be_found() -> None:
    page = Texts("fr")
    page.feed('<main title="Go to the content"><p>Enregistrer</p><p lang="en">Save</p><p>25 rows</p><code>Save</code></main>')

    assert page.texts == ["Go to the content", "Enregistrer", "25 rows"]
    assert "go to the content" in plain("en") - plain("fr")
    assert with_values("en").fullmatch("No longer shared with A. Durand.")
