"""Assessments written by hand: what is read, what is written back, every fault with its place, and what a reader sees."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import decode
from legation.errors import DossierError
from legation.language import LANGUAGES, say
from legation.sources.assessment import RATIO_WORDS, Assessment, read_assessment, template, write_assessment
from legation.sources.models import TEMPLATES, model_faults

PART = "incidents/example.assessment.toml"


def read(text: str) -> Assessment:
    return read_assessment(text.encode(), PART)


def faults(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Return code and place of every fault of the template with changes; each is said in both languages."""
    text = template("en")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(DossierError) as error:
        read(text)
    for problem in error.value.problems:
        for lang in LANGUAGES:
            assert not say(problem.remedy, lang).startswith("[")
    return [(problem.code, problem.column or "") for problem in error.value.problems]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_reads_and_comes_back(lang) -> None:
    model = read(template(lang))
    again = read_assessment(write_assessment(dataclasses.replace(model, source=b"")), PART)

    assert again == model
    assert write_assessment(model) == template(lang).encode()
    assert TEMPLATES["assessment"](lang) == template(lang)


def test_both_templates_say_the_same() -> None:
    en, fr = read(template("en")), read(template("fr"))

    assert [one.kind for one in en.hypotheses] == [one.kind for one in fr.hypotheses]
    assert [tuple(one.priors.values()) for one in en.analysts] == [tuple(one.priors.values()) for one in fr.analysts]
    assert [tuple(one.ratio.values()) for one in en.items] == [tuple(one.ratio.values()) for one in fr.items]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('kind = "unlisted"', 'kind = "criminal"', "no-unlisted", "hypothesis"),
        ('kind = "false-flag"\nof = "alpha"', 'kind = "criminal"', "no-false-flag", "hypothesis"),
        ('of = "alpha"', 'of = "nobody"', "unknown-in-response", "hypothesis 3.of"),
        ("unlisted = 0.45", "unlisted = 0.35", "priors-sum", "analyst 1.priors"),
        ("crime = 0.25, ", "", "priors-sum", "analyst 1.priors"),
        ("alpha = 0.25, crime = 0.25, false-alpha = 0.05, unlisted = 0.45", "alpha = 0.65, crime = 0.25, false-alpha = 0.05, unlisted = 0.05",
         "unlisted-floor", "analyst 1.priors.unlisted"),
        ("crime = 0.25", "crime = 0", "toml-value", "analyst 1.priors"),
        ("[0.1, 0.15, 0.3]", "[0.3, 0.15, 0.1]", "toml-value", "analyst 2.priors"),
        ("[2, 5, 12]", "[2, 0, 12]", "toml-value", "item 1.ratio"),
        ("[2, 5, 12]", "inf", "toml-value", "item 1.ratio"),
        ('alpha = "for"', 'alpha = "certain"', "toml-value", "item 2.ratio"),
        ('crime = "against"', 'nobody = "against"', "unknown-in-response", "item 3.ratio"),
        ('evidence = ["e1"]\ncluster', "cluster", "toml-value", "item 1.evidence"),
        ('collection = "technical"', 'collection = "magic"', "not-a-choice", "item 1.collection"),
        ("[0.4, 0.6, 0.8]", "80", "toml-value", "sponsor 1.share"),
        ('answer = "open"', 'answer = "met"', "test-without-reason", "responsibility 1.reason"),
        ('test = "organ"', 'test = "suspicion"', "unknown-in-response", "responsibility 1.test"),
        ('items = ["no-ransom"]', 'items = ["ransom"]', "unknown-in-response", "assumption 1.items"),
        ("alpha = 0.7, false", "alpha = 1, false", "toml-value", "search 1.found"),
        ("unlisted = 0.4 }", "unlisted = 0.1 }", "judgement-sum", "judgement 1.probability"),
        ('truth = "alpha"', 'truth = "gamma"', "unknown-in-response", "judgement 1.truth"),
        ('resolved_on = "2024-09-10"', "", "toml-value", "judgement 1"),
        ('id = "key"', 'id = "wiper"', "twice-in-model", "item 2"),
        ('scale = "icd203"', 'scale = "words"', "not-a-choice", "assessment.scale"),
        ('holder = "the cyber desk"', "", "toml-value", "assessment.holder"),
        ('# knowledge = "files/attack.json"', 'knowledge = "attack.json"', "toml-value", "assessment.knowledge"),
        ("[[search]]", "[[serach]]", "unknown-key", "serach"),
    ],
)  # fmt: skip
def test_each_fault_has_its_place(old, new, code, place) -> None:
    assert (code, place) in faults((old, new))


def test_all_faults_are_named_at_once() -> None:
    found = faults(('scale = "icd203"', 'scale = "words"'), ('kind = "unlisted"', 'kind = "criminal"'), ('id = "key"', 'id = "wiper"'))

    assert {code for code, _ in found} >= {"not-a-choice", "no-unlisted", "twice-in-model"}


def test_a_file_that_nobody_could_read_is_refused() -> None:
    more = "".join(f'[[hypothesis]]\nid = "h{k}"\nkind = "group"\nname = "{k}"\n' for k in range(40))

    assert ("model-size", "hypotheses") in faults(("[[search]]", more + "[[search]]"))


def test_words_stand_for_ranges_that_mirror_each_other() -> None:
    for name, (low, value, high) in RATIO_WORDS.items():
        mirror = RATIO_WORDS[name.replace("for", "against") if "for" in name else name.replace("against", "for")]
        assert (1 / high, 1 / value, 1 / low) == pytest.approx(mirror)


@pytest.mark.parametrize(
    "text", ["", "[assessment", "[assessment]", "assessment = 3", 'analyst = "x"\n[assessment]\ntitle = "x"\nholder = "y"', "\x00"]
)
def test_what_is_no_assessment_is_refused(text) -> None:
    with pytest.raises(DossierError):
        read(text)


SOME = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False) | st.text("ab", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "alpha", "kind", "priors"]), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["hypothesis", "analyst", "item", "observed", "sponsor", "responsibility", "search", "judgement", "assessment"]), SOME
)
def test_whatever_stands_there_is_read_or_refused(table, found) -> None:
    import tomli_w

    def clean(value):
        if isinstance(value, dict):
            return {key: clean(one) for key, one in value.items() if one is not None}
        return [clean(one) for one in value if one is not None] if isinstance(value, list) else value

    text = tomli_w.dumps({table: "x" if found is None else clean(found)})
    with pytest.raises(DossierError):
        read(text)


def test_what_was_known_later_or_is_not_for_this_reader_is_left_out() -> None:
    model = read(template("en"))
    seen, hidden = model.as_known({"e1", "e3"}, dt.date(2025, 6, 1))
    early, _ = model.as_known({"e1", "e2", "e3"}, dt.date(2024, 1, 1))

    assert [one.id for one in seen.items] == ["wiper", "no-ransom"]
    assert hidden == 1
    assert early.past[0].truth == ""
    assert model.past[0].truth == "alpha"


def test_an_item_with_two_sources_needs_both() -> None:
    model = read(template("en").replace('evidence = ["e2"]', 'evidence = ["e2", "e9"]'))

    assert [one.id for one in model.as_known({"e1", "e2", "e3"}, dt.date(2025, 6, 1))[0].items] == ["wiper", "no-ransom"]


def test_evidence_that_is_not_there_is_a_fault_of_the_dossier() -> None:
    dossier = decode({"dossier.toml": b'id = "d"', PART: template("en").encode()})

    assert [(problem.code, problem.found) for problem in model_faults(dossier)] == [
        ("unknown-reference", one) for one in ("e1", "e2", "e3")
    ]


def test_the_template_names_every_word_for_a_ratio() -> None:
    for lang in LANGUAGES:
        assert set(RATIO_WORDS) <= set(re.findall(r"[a-z-]+", template(lang)))
