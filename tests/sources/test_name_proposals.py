"""Names that no list knows: the list decides, no person passes, counts are those of a plain scan; and what is said without the extra."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from legation.dossier import decode, standing
from legation.errors import Cancelled, NotAvailable
from legation.language import say
from legation.methods.text.tagging import Entry, Gazetteer
from legation.sources.names import proposals as module
from legation.sources.names.gazetteer import gazetteer
from legation.sources.names.proposals import FEWEST, READ, NameProposal, languages_read, proposed_names

LISTED = gazetteer()
SAID = [
    "The Pelagic Cable Forum opened its session in London on Monday.",
    "France and Japan told the Pelagic Cable Forum that cables need guards.",
    "Emmanuel Macron met the Pelagic Cable Forum in Paris.",
    "Emmanuel Macron spoke to the European Union.",
]
DIT = [
    "L'Agence océanique de Brest a signé un accord avec la Banque mondiale.",
    "La France soutient l'Agence océanique de Brest.",
]


def test_a_name_that_no_list_knows_is_proposed_by_the_model() -> None:
    found = proposed_names([*SAID, *DIT], ["en"] * 4 + ["fr"] * 2, LISTED)

    assert found[0] == NameProposal(name="Pelagic Cable Forum", kind="organisation", texts=(0, 1, 2))
    assert any("océanique" in one.name and one.texts == (4, 5) for one in found)
    assert not {"France", "Japan", "London", "European Union", "Emmanuel Macron", "Macron"} & {one.name for one in found}


def test_it_gives_the_same_each_time_and_the_same_names_in_any_order() -> None:
    texts, languages = [*SAID, *DIT], ["en"] * 4 + ["fr"] * 2
    found = proposed_names(texts, languages, LISTED)
    order = np.random.default_rng(0).permutation(len(texts)).tolist()
    turned = proposed_names([texts[at] for at in order], [languages[at] for at in order], LISTED)

    assert found == proposed_names(texts, languages, LISTED)
    assert [(one.name, one.kind, sorted(order[at] for at in one.texts)) for one in turned] == [
        (one.name, one.kind, list(one.texts)) for one in found
    ]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "cyber",
        "\x00\x00",
        "half \ud800 a sign",
        "🜁🙂 — !!!",
        "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
        "人人生而自由，在尊严和权利上一律平等。" * 100,
        "x" * 20_000,
        "The law applies to all who sail. " * 31_000,
    ],
)
def test_texts_that_no_model_was_made_for_give_no_error(text: str, lang: str) -> None:
    for one in proposed_names([text, text], [lang, lang], LISTED):
        assert set(one.texts) == {0, 1}
        assert one.name


def test_what_is_in_a_language_without_a_model_is_not_read() -> None:
    assert proposed_names(SAID, ["de"] * 4, LISTED) == ()
    assert proposed_names([], [], LISTED) == ()


@dataclass
class Span:
    text: str
    label_: str
    start_char: int


@dataclass
class Doc:
    text: str
    ents: list[Span]


class Marked:
    """A model that takes what stands in brackets for a name: ``[ORG Some Name]``."""

    def pipe(self, texts: Iterable[str], batch_size: int) -> Iterator[Doc]:
        for text in texts:
            assert len(text) <= READ
            yield Doc(text, [Span(one[2], one[1], one.start()) for one in re.finditer(r"\[(\w+) ([^\]]*)\]", text)])


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_loaded", lambda package: Marked())


def names(texts: list[str], listed: Gazetteer = LISTED, **more: Any) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(one.name, one.kind, one.texts) for one in proposed_names(texts, ["en"] * len(texts), listed, **more)]


@pytest.mark.usefixtures("marked")
def test_counts_are_those_of_a_plain_scan() -> None:
    draw = np.random.default_rng(1)
    known = [f"{first} {second}" for first in ("Zorvan", "Quellin", "Brastov") for second in ("Institute", "Compact", "Yard")]
    texts = [" ".join(f"[ORG {known[at]}] met." for at in draw.integers(len(known), size=3)) for _ in range(30)]
    found = proposed_names(texts, ["en"] * 30, LISTED)

    assert {one.name: one.texts for one in found} == {
        name: rows for name in known if len(rows := tuple(at for at, text in enumerate(texts) if name in text)) >= FEWEST
    }
    assert [len(one.texts) for one in found] == sorted((len(one.texts) for one in found), reverse=True)


@pytest.mark.usefixtures("marked")
def test_one_text_is_not_enough_unless_it_is_asked_for() -> None:
    assert names(["[ORG Zorvan Compact] met. [ORG Zorvan Compact] again."]) == []
    assert names(["[ORG Zorvan Compact] met."], fewest=1) == [("Zorvan Compact", "organisation", (0,))]


@pytest.mark.usefixtures("marked")
def test_articles_capitals_and_accents_make_no_other_name() -> None:
    texts = [
        "[ORG the Zorvan Compact]",
        "[ORG The Zorvan Compact's]",
        "[ORG ZORVAN COMPACT]",
        "[LOC Zorvan  Compact]",
        "[ORG Zorván Compact]",
    ]

    assert names(texts) == [("Zorvan Compact", "organisation", (0, 1, 2, 3, 4))]


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "person",
    [
        "[PERSON Anna Zorvan] came.",
        "[PER Anna Zorvan] est venue.",
        "Ambassador [ORG Anna Zorvan] came.",
        "M. [ORG Anna Zorvan] est venu.",
        "[ORG Minister Anna Zorvan] came.",
        "[ORG Mme Anna Zorvan] est venue.",
        "[PERSON Anna Zorvan\nMinister] came.",
    ],
)
def test_what_is_once_taken_for_a_person_is_never_shown(person: str) -> None:
    texts = ["[ORG Anna Zorvan] and [ORG Zorvan] met the [ORG Zorvan Compact]."] * 9

    assert [one[0] for one in names(texts)] == ["Anna Zorvan", "Zorvan", "Zorvan Compact"]
    assert [one[0] for one in names([*texts, person])] == ["Zorvan Compact"]


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "person",
    [
        "Madame Zorvan",
        "Monsieur Anna Zorvan",
        "H.E. Mr Anna Zorvan",
        "S.E. Mme Anna Zorvan",
        "Secretary-General Anna Zorvan",
        "Permanent Representative Anna Zorvan",
        "Foreign Minister Anna Zorvan",
        "Director Anna Zorvan",
        "Chairperson Anna Zorvan",
        "Senator Zorvan",
        "Chancelière Zorvan",
        "King Zorvan",
        "Queen Zorvan",
        "Amb. Zorvan",
        "Anna Zorvan CBE",
    ],
)
def test_who_has_a_title_is_not_shown_though_no_model_knows_a_person(person: str) -> None:
    texts = [f"[ORG {person}] and [ORG Zorvan] met the [ORG Zorvan Compact]."] * 9

    assert [one[0] for one in names(texts)] == ["Zorvan Compact"]


@pytest.mark.usefixtures("marked")
def test_what_has_a_persons_name_in_it_is_not_shown() -> None:
    texts = ["[ORG John Smith VC], [ORG Team John Smith], [ORG Jack Smith], [ORG Smith Foundation] and [ORG Zorvan Compact] met."] * 9

    assert len(names(texts)) == 5
    assert [one[0] for one in names([*texts, "[PERSON John Smith] came."])] == ["Smith Foundation", "Zorvan Compact"]


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "name",
    [
        "France",
        "Government of France",
        "the Russian Federation",
        "NATO",
        "gouvernement français",
        "Gulf of Guinea",
        "Soviet Union",
        "KREMLIN",
        "Member States",
        "Democratic Republic of the",
    ],
)
def test_what_the_list_has_is_not_proposed(name: str) -> None:
    assert names([f"[ORG {name}]"] * 3) == []


@pytest.mark.usefixtures("marked")
def test_the_actors_of_a_dossier_are_of_the_list() -> None:
    parts = {"dossier.toml": b'id = "d"', "actors.csv": b"id,kind,name,name_fr\nz,ngo,Zorvan Compact,Pacte de Zorvan\n"}
    listed = gazetteer(standing(decode(parts).actors))
    texts = ["[ORG Zorvan Compact] [ORG Pacte de Zorvan] [ORG Zorvan Compact Youth]"] * 2

    assert [one[0] for one in names(texts, listed)] == ["Zorvan Compact Youth"]
    assert len(names(texts)) == 3


@pytest.mark.usefixtures("marked")
def test_a_word_that_others_write_small_is_no_name() -> None:
    texts = ["[ORG Assembly] met.", "[ORG Assembly] closed; [ORG ZAC] spoke.", "an assembly, a zac", "this assembly, this zac"]

    assert names([*texts[:2], "[ORG ZAC]"]) == [("Assembly", "organisation", (0, 1)), ("ZAC", "organisation", (1, 2))]
    assert names([*texts, "[ORG ZAC]"]) == [("ZAC", "organisation", (1, 4))], "an abbreviation is no word"


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "text",
    [
        "[ORG ab]",
        "[ORG lower case]",
        "[ORG @Handle]",
        "[ORG 2018]",
        "[ORG www.Example.org]",
        "[DATE Monday]",
        "[ORG A\nB C D]",
        f"[ORG {'Long ' * 30}]",
    ],
)
def test_what_does_not_look_like_a_name_is_left_out(text: str) -> None:
    assert names([text] * 3) == []


def test_a_list_knows_its_names_at_any_date_and_those_of_nobody() -> None:
    listed = Gazetteer([Entry(actor="SUN", alias="Soviet Union", end="1991-12-25"), Entry(actor="", alias="Gulf of Guinea")])

    assert [listed.knows(name) for name in ("Soviet Union", "soviet  union", "Gulf of Guinea", "Guinea", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def hide(monkeypatch: pytest.MonkeyPatch, *prefixes: str) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name.startswith(prefixes) else there(name, *rest))


@pytest.mark.parametrize("hidden", [("spacy",), ("en_core", "fr_core")])
def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, hidden: tuple[str, ...]) -> None:
    hide(monkeypatch, *hidden)

    assert languages_read() == ()
    with pytest.raises(NotAvailable) as caught:
        proposed_names(SAID, ["en"] * 4, LISTED)
    for lang in ("en", "fr"):
        assert "pip install 'legation[ner]'" in say(caught.value.message, lang).replace("’", "'")


def test_with_one_model_its_language_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert languages_read() == ("en", "fr")
    hide(monkeypatch, "fr_core")

    assert languages_read() == ("en",)
    assert {at for one in proposed_names([*SAID, *DIT], ["en"] * 4 + ["fr"] * 2, LISTED) for at in one.texts} <= {0, 1, 2, 3}


def test_a_model_that_does_not_start_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    def broken(name: str, **more: Any) -> None:
        raise OSError("[E050] Can't find model")

    module._loaded.cache_clear()
    monkeypatch.setattr(spacy, "load", broken)
    with pytest.raises(NotAvailable, match="en_core_web_sm") as caught:
        proposed_names(SAID, ["en"] * 4, LISTED)
    assert "E050" in say(caught.value.message, "fr")


def test_an_error_without_a_word_is_told_by_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    def broken(name: str, **more: Any) -> None:
        raise OSError

    module._loaded.cache_clear()
    monkeypatch.setattr(spacy, "load", broken)
    with pytest.raises(NotAvailable, match="OSError"):
        proposed_names(SAID, ["en"] * 4, LISTED)


@pytest.mark.usefixtures("marked")
def test_who_asks_is_told_how_far_it_is_and_may_stop() -> None:
    told: list[tuple[int, int]] = []
    proposed_names(["[ORG Zorvan Compact]"] * 70, ["en"] * 70, LISTED, lambda done, total: told.append((done, total)))

    assert told == [(0, 70), (64, 70), (70, 70)]

    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        proposed_names(SAID, ["en"] * 4, LISTED, stop)
