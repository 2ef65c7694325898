"""Whole statements: well made ones pass; whatever text comes, places fit it and nothing breaks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.briefing.lint import LONGEST, RULES, blocking, lint, plain
from legation.briefing.lint.text import sentences
from legation.errors import BadValue
from legation.language import LANGUAGES, catalogue

ROWS = {f"e{i}": "TLP:CLEAR" for i in range(1, 8)}
ENGLISH = """Statement of the Ministry on the incident of 27 June 2017

On 27 June 2017 malicious code known as NotPetya was distributed through an update of accounting software in Ukraine [e1]. It spread to
companies in more than sixty countries and caused damage of several billion dollars [e2]. Hospitals and ports were interrupted; people waited [e2].

The United Kingdom said on 15 February 2018 that the Russian military was responsible for the attack [e3]. The United States made the same
attribution on the same day [e4]. Russia denied this on 15 February 2018 [e5].

We condemn this act and stand with those it harmed. We recall that the norms endorsed by the General Assembly apply to all States. We will
continue to work with our partners, and we call on every State to keep its commitments.

The firm had not installed the update that was published in March 2017 [e6]; it told the authority within three days [e7]. It is likely that
more firms were hit than have said so. Our confidence in this judgement is moderate: it rests on open sources and on reports of two companies.
"""
FRENCH = """Déclaration du ministère sur l’incident du 27 juin 2017

Le 27 juin 2017, un code malveillant connu sous le nom de NotPetya a été diffusé par une mise à jour d’un logiciel de comptabilité en Ukraine
[e1]. Il s’est étendu à des entreprises de plus de soixante pays et a causé des dommages de plusieurs milliards de dollars [e2].

Le Royaume-Uni a déclaré le 15 février 2018 que l’armée russe était responsable de l’attaque [e3]. La Russie l’a nié le même jour [e5].

Nous condamnons cet acte et exprimons notre solidarité à ceux qu’il a touchés. Nous continuerons d’œuvrer avec nos partenaires à la paix.

L’entreprise n’avait pas installé le correctif publié en mars 2017 [e6]. Il est probable que d’autres entreprises ont été touchées. La
confiance dans cette appréciation est moyenne : elle repose sur des sources ouvertes et sur les rapports de deux sociétés.
"""
BROKEN = """We assess with high confidence that the GRU is very likely behind NotPetya. Our source inside the unit confirms it. It will be done again.
"""


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, ENGLISH + FRENCH])
def test_a_well_made_statement_passes(text: str) -> None:
    assert lint(text, evidence=ROWS, own="FRA") == ()


def test_a_bad_one_is_taken_apart() -> None:
    found = lint(BROKEN)

    assert {f.rule for f in found} == {"likelihood-and-confidence", "no-assessment", "reveals", "certainty"}
    assert {f.rule for f in blocking(found)} == {"likelihood-and-confidence", "no-assessment", "reveals"}
    assert [f.start for f in found] == sorted(f.start for f in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_says_what_was_found_what_is_allowed_and_what_to_do(lang: str) -> None:
    known = catalogue("lint", lang)  # type: ignore[arg-type]

    for rule in RULES:
        assert {f"found.{rule}", f"allowed.{rule}", f"remedy.{rule}", f"rule.{rule}"} <= known.keys()
    written = plain(lint(BROKEN)[0], lang)  # type: ignore[arg-type]
    assert all(written[key] and "[lint" not in written[key] for key in ("message", "allowed", "remedy"))


PIECES = st.sampled_from(
    ["Russia", "the GRU", "Iran's", "Chinese hackers", " attacked", " likely", " (90%", "high confidence", " by", " said", "[", "]", "e1", "TLP:RED",
     "\n\n", ". ", "« ", " »", "\u2019", "\u00a0", "l'Iran a", " mené", " une attaque", "selon", "\x00", "\ud800", "’" * 3, "Ivan", "Petrov", "will ", "😀"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60).map("".join), st.sampled_from([None, *LANGUAGES]))
def test_whatever_text_comes_places_fit_it(text: str, lang: str | None) -> None:
    numbers = [s.number for s in sentences(text, lang)]  # type: ignore[arg-type]

    for found in lint(text, lang, evidence=ROWS):  # type: ignore[arg-type]
        assert 0 <= found.start < found.end <= len(text)
        assert found.sentence in numbers
        assert all(str(value) for value in plain(found, "fr").values())


@given(st.text(max_size=300))
def test_sentences_lie_in_the_text_in_order_and_lose_no_word(text: str) -> None:
    found = sentences(text)

    assert all(a.start + len(a.text) <= b.start for a, b in itertools.pairwise(found))
    inside = {i for s in found for i in range(s.start, s.start + len(s.text))}
    assert all(i in inside or text[i].isspace() for i in range(len(text)))


@pytest.mark.parametrize("value", [None, 3, b"bytes", ["text"]])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(BadValue, match="text"):
        lint(value)  # type: ignore[arg-type]


def test_a_text_that_is_too_long_is_refused_and_an_empty_one_is_clean() -> None:
    with pytest.raises(BadValue, match="characters"):
        lint("a" * (LONGEST + 1))
    assert lint("") == lint(" \n ") == ()


@pytest.mark.parametrize("more", [{"lang": "de"}, {"scale": "none"}])
def test_a_setting_that_is_none_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(BadValue, match="must be"):
        lint("text", **more)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["Russia, ", "[", "(", ". ", "Russia's ", "by the ", "likely ", "\n", "Jean ", "attack ", "x"])
def test_a_long_text_of_one_piece_ends(piece: str) -> None:
    lint((piece * LONGEST)[:LONGEST])
