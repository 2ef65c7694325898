"""Assessments written by hand: what is read, what is written back, every fault with its place, and what a reader sees."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from dossier.model_rows import DAYS, MAYBE, ROW, TEXTS, WORDINGS, marked, rows_of, seen_of, several, triples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.dossier import decode
from legation.dossier.models.assessment import (
    ASSESSMENT,
    RATIO_WORDS,
    Analyst,
    Assessment,
    Assumption,
    EvidenceItem,
    Hypothesis,
    Observed,
    PastAssessment,
    Placed,
    Search,
    Sponsor,
)
from legation.dossier.models.assessment import (
    Tested as AnsweredTest,
)
from legation.errors import DossierError
from legation.language import LANGUAGES, say
from legation.methods.attribution import RELIABILITY, SPECTRUM, TESTS
from legation.sources.imports.merge import model_faults

PART = "incidents/example.assessment.toml"


def read(text: str) -> Assessment:
    return ASSESSMENT.read(text.encode(), PART)


def faults(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Return code and place of every fault of the template with changes; each is said in both languages."""
    text = ASSESSMENT.template("en")
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
    model = read(ASSESSMENT.template(lang))
    again = ASSESSMENT.read(ASSESSMENT.write(model), PART)

    assert again == model


def test_both_templates_say_the_same() -> None:
    en, fr = read(ASSESSMENT.template("en")), read(ASSESSMENT.template("fr"))

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

    assert ("model-size", "hypothesis") in faults(("[[search]]", more + "[[search]]"))


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
    model = read(ASSESSMENT.template("en"))
    seen = seen_of(ASSESSMENT, model, {"e1", "e3"}, dt.date(2025, 6, 1))
    older = read(ASSESSMENT.template("en").replace('known_on = "2025-03"', 'known_on = "2023-06"', 1))
    early = seen_of(ASSESSMENT, older, {"e1", "e2", "e3"}, dt.date(2024, 1, 1))

    assert [one.id for one in seen.items] == ["wiper", "no-ransom"]
    assert early.past[0].truth == ""
    assert model.past[0].truth == "alpha"


def test_an_item_with_two_sources_needs_both() -> None:
    model = read(ASSESSMENT.template("en").replace('evidence = ["e2"]', 'evidence = ["e2", "e9"]'))

    assert [one.id for one in seen_of(ASSESSMENT, model, {"e1", "e2", "e3"}, dt.date(2025, 6, 1)).items] == ["wiper", "no-ransom"]


def test_evidence_that_is_not_there_is_a_fault_of_the_dossier() -> None:
    dossier = decode({"dossier.toml": b'id = "d"', PART: ASSESSMENT.template("en").encode()})

    assert [(problem.code, problem.found) for problem in model_faults(dossier)] == [
        ("unknown-reference", one) for one in ("e1", "e2", "e3")
    ]


def test_the_template_names_every_word_for_a_ratio() -> None:
    for lang in LANGUAGES:
        assert set(RATIO_WORDS) <= set(re.findall(r"[a-z-]+", ASSESSMENT.template(lang)))


def test_each_row_may_have_sources_a_marking_and_a_day() -> None:
    found = marked(read(ASSESSMENT.template("en")))
    again = ASSESSMENT.read(ASSESSMENT.write(found), PART)

    assert again == found
    assert {row.marking for row in rows_of(again)} == {"TLP:AMBER"}
    assert len({type(row) for row in rows_of(again)}) == 9


NAMES = ("alpha", "crime", "false-alpha", "unlisted")
CITED = st.lists(st.sampled_from(["e1", "e2"]), min_size=1, max_size=2, unique=True).map(tuple)
GRADES = {"reliability": st.sampled_from(["", *RELIABILITY]), "credibility": st.none() | st.integers(1, 6)}
RATIOS = triples(0.001, 1000) | st.sampled_from(sorted(RATIO_WORDS.values())) | st.floats(0.001, 1000).map(lambda one: (one, one, one))
LISTS = st.lists(TEXTS, max_size=2).map(tuple)
SOME_NAMES = st.sampled_from(NAMES)
CHANCES = st.dictionaries(SOME_NAMES, st.floats(0.0001, 0.9999), min_size=1)
STATE = ROW | {"state": TEXTS, "by": MAYBE}


@st.composite
def assessments(draw) -> Assessment:
    def rows(record, key=None, **columns):
        return draw(several(st.builds(record, **(ROW | columns)), key))

    kinds = {"alpha": "group", "crime": "criminal", "false-alpha": "false-flag", "unlisted": "unlisted"}
    items = rows(
        EvidenceItem,
        lambda one: one.id,
        **GRADES,
        id=TEXTS,
        claim=WORDINGS,
        evidence=CITED,
        ratio=st.dictionaries(SOME_NAMES, RATIOS),
        costly=st.booleans(),
        visible=st.booleans(),
        collection=st.sampled_from(["open", "signals"]),
    )
    assumed = st.builds(Assumption, **ROW, id=TEXTS, text=WORDINGS, items=st.just(tuple(one.id for one in items)))
    return Assessment(
        part=PART,
        title=draw(WORDINGS),
        holder=draw(WORDINGS),
        incident=draw(MAYBE),
        scale=draw(st.sampled_from(["icd203", "phia"])),
        confidence=draw(st.sampled_from(["", "low"])),
        exclude=draw(LISTS),
        hypotheses=tuple(
            draw(st.builds(Hypothesis, **ROW, id=st.just(name), kind=st.just(kind), name=WORDINGS,
                           of=st.just("alpha" if kind == "false-flag" else ""), group=MAYBE))
            for name, kind in kinds.items()
        ),
        analysts=draw(
            several(
                st.builds(Analyst, **ROW, id=TEXTS, reason=WORDINGS, priors=st.just(dict.fromkeys(NAMES, (0.125, 0.25, 0.5)))),
                lambda one: one.id,
            ).filter(bool)
        ),
        items=items,
        observed=rows(Observed, **GRADES, report=TEXTS, evidence=CITED, techniques=LISTS, visible=LISTS),
        sponsors=rows(Sponsor, lambda one: one.hypothesis, hypothesis=SOME_NAMES, state=TEXTS, share=triples(0, 1), reason=WORDINGS),
        tests=rows(AnsweredTest, lambda one: one.state, **STATE, test=st.sampled_from(sorted(TESTS)), answer=st.just("met"), reason=WORDINGS),
        placed=rows(Placed, **STATE, place=st.sampled_from(SPECTRUM), reason=WORDINGS),
        assumptions=draw(several(assumed, lambda one: one.id)) if items else (),
        searches=rows(Search, lambda one: one.id, id=TEXTS, look=WORDINGS, found=CHANCES, usual=st.floats(0.0001, 0.9999), owner=MAYBE),
        past=rows(
            PastAssessment, lambda one: one.id, id=TEXTS, made_on=DAYS, text=WORDINGS, probability=st.just({"alpha": 0.25, "gone": 0.75}),
            truth=st.just("gone"), resolved_on=DAYS,
        ),
    )  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(assessments())
def test_whatever_an_assessment_holds_is_written_and_read_again(made: Assessment) -> None:
    assert ASSESSMENT.read(ASSESSMENT.write(made), PART) == made


def test_a_word_for_a_ratio_stays_a_word() -> None:
    assert b'alpha = "for"' in ASSESSMENT.write(read(ASSESSMENT.template("en")))


def test_an_empty_word_is_none_of_the_words() -> None:
    assert ("not-a-choice", "assessment.scale") in faults(('scale = "icd203"', 'scale = ""'))


def test_a_fault_has_its_line() -> None:
    text = ASSESSMENT.template("en").replace("[2, 5, 12]", "[2, 0, 12]")
    with pytest.raises(DossierError) as error:
        read(text)

    assert [text.splitlines()[problem.row - 1].partition(" ")[0] for problem in error.value.problems] == ["ratio"]


def test_ten_thousand_items_are_read() -> None:
    row = '[[item]]\nid = "i{at}"\nclaim = "c"\nevidence = ["e1"]\nratio = { alpha = 2 }\n'
    text = ASSESSMENT.template("en") + "".join(row.replace("{at}", str(at)) for at in range(10_000))
    start = time.process_time()

    assert len(read(text).items) == 10_003
    assert time.process_time() - start < 8, "about two seconds where nothing else runs"
