"""Who blames whom in one sentence: the codebook's rules with invented names, edges, and what must never change."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import legation.methods.text.blame as family
from legation.errors import BadValue
from legation.methods.text.blame import CAUSES, LANGUAGES, STANCES, TARGETS, blame, consider
from legation.methods.text.blame.individual import PERSON
from legation.methods.text.blame.lexicon import lexicon
from legation.methods.text.blame.model import chances, weights

ROOT = Path(__file__).parents[3]
SHORT = {
    "attacker": "attacker/hackers",
    "state": "state sponsor",
    "firm": "breached organisation",
    "vendor": "vendor/supplier",
    "users": "users/employees",
    "regulator": "regulator/government",
    "researchers": "security researchers/reporters",
    "nobody": "nobody/system",
}
RULES = [
    ("en", "The mayor says the host lost the keys.", [("The mayor", "vendor", "negligence", "blames")]),
    ("fr", "Selon l'expert, la régie n'avait rien chiffré.", [("l'expert", "firm", "negligence", "blames")]),
    ("en", "Kestria denies having sent the worm.", [("Kestria", "state", "state policy", "excuses")]),
    (
        "fr",
        "La Kestrie nie et accuse Ombrie d'avoir tout inventé.",
        [("La Kestrie", "state", "state policy", "excuses"), ("La Kestrie", "state", "state policy", "blames")],
    ),
    ("en", "Did the bank know?", [("author", "firm", "negligence", "neutral mention")]),
    ("fr", "Comment la banque a-t-elle pu l'ignorer ?", [("author", "firm", "negligence", "blames")]),
    ("en", "If a State ordered it, we shall consult.", [("author", "state", "state policy", "neutral mention")]),
    ("fr", "Si le port avait corrigé la faille, rien ne serait arrivé.", [("author", "firm", "unpatched/late disclosure", "blames")]),
    (
        "fr",
        "Ce n'est pas la malchance, c'est l'avarice du port.",
        [("author", "nobody", "bad luck", "excuses"), ("author", "firm", "negligence", "blames")],
    ),
    ("en", "The airline's backups had been left online.", [("author", "firm", "negligence", "blames")]),
    ("fr", "Des données ont été dérobées.", []),
    ("fr", "On a blâmé le port.", [("On", "firm", "negligence", "blames")]),
    ("en", "The crew restored the site in an hour, bravo.", []),
    ("en", "The group used a scheduled task.", [("author", "attacker", "malice", "neutral mention")]),
    ("fr", "Des voleurs ont vidé les comptes.", [("author", "attacker", "malice", "blames")]),
    ("en", "The agency thinks it likely that Tin Wolf did it.", [("The agency", "attacker", "malice", "blames")]),
    ("fr", "Un sous-traitant aurait perdu le disque.", [("author", "vendor", "negligence", "neutral mention")]),
    ("en", "The court fined the clinic for its open server.", [("The court", "firm", "negligence", "blames")]),
    ("fr", "Un groupe basé en Kestrie a volé les plans.", [("author", "attacker", "malice", "blames")]),
    ("en", "Kestria must stop sheltering thieves.", [("author", "state", "state policy", "blames")]),
    ("fr", "Le Loup revendique l'attaque.", [("Le Loup", "attacker", "malice", "blames")]),
    ("en", "The coach blames the goalkeeper.", []),
    ("fr", "La faute de frappe a fait rire.", []),
]


@pytest.mark.parametrize(("lang", "text", "rows"), RULES)
def test_the_rules_of_the_codebook(lang: str, text: str, rows: list[tuple[str, str, str, str]]) -> None:
    found = sorted((b.holder, b.target, b.cause, b.stance) for b in consider(text, lang).blames)

    vendor_slip = {"negligence", "supplier"}
    wanted = sorted((holder, SHORT[target], cause, stance) for holder, target, cause, stance in rows)
    assert [(h, t, s) for h, t, _, s in found] == [(h, t, s) for h, t, _, s in wanted]
    for (_, target, cause, _), (*_, right, _) in zip(found, wanted, strict=True):
        assert cause == right or (target == SHORT["vendor"] and {cause, right} <= vendor_slip)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("The regulator, which inspects ports, said that the bank had ignored two warnings.", "The regulator"),
        ('"The bank had ignored two warnings," the chief inspector said.', "the chief inspector"),
        ("According to the union, the bank had ignored two warnings.", "the union"),
        ("We accuse the bank of having ignored two warnings.", "author"),
        ("The bank is accused of having ignored two warnings.", "author"),
    ],
)
def test_the_holder_is_written_as_it_stands(text: str, holder: str) -> None:
    assert [b.holder for b in consider(text, "en").blames if b.target == SHORT["firm"]] == [holder]


def test_the_span_leaves_out_who_said_it() -> None:
    text = "The mayor says that the bank had ignored two warnings."
    (one,) = consider(text, "en").blames

    assert text[one.start : one.end] == "the bank had ignored two warnings"


def test_codes_are_those_of_the_frames() -> None:
    assert (len(TARGETS), len(CAUSES), len(STANCES), LANGUAGES) == (8, 7, 3, ("en", "fr"))
    assert set(SHORT.values()) == set(TARGETS)


def test_the_frames_are_those_of_the_code_book() -> None:
    assert "; ".join(TARGETS) == (
        "attacker/hackers; state sponsor; breached organisation; vendor/supplier; "
        "users/employees; regulator/government; security researchers/reporters; nobody/system"
    )
    assert "; ".join(CAUSES) == "malice; negligence; unpatched/late disclosure; human error; supplier; state policy; bad luck"
    assert "; ".join(STANCES) == "blames; excuses; neutral mention"


@pytest.mark.parametrize("lang", LANGUAGES)
@given(
    text=st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            ["the", "bank", "hackers", "stole", ",", "«", "»", '"', "said", "not", ".", "?", "Norland", "l'", "nie", "que", "but"]
        ),
        max_size=40,
    ).map(" ".join)
)
def test_any_text_is_read_within_the_codes_and_the_sentence(lang: str, text: str) -> None:
    considered = consider(text, lang)

    for one, chance, sure in zip(considered.blames, considered.chance, considered.stance_chance, strict=True):
        assert (one.target in TARGETS, one.cause in CAUSES, one.stance in STANCES, bool(one.holder.strip())) == (True, True, True, True)
        assert 0 <= one.start < one.end <= len(text)
        assert one.holder in {"author", PERSON} or one.holder in text
        assert 0 < chance <= 1 and 0 < sure < 1
    assert blame(text, lang) == tuple(one for one, shown in zip(considered.blames, considered.shown, strict=True) if shown)
    assert considered == consider(text, lang)
    assert not (considered.abstained and considered.blames)


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [("x", "de", "en | fr"), (None, "en", "NoneType"), (b"x", "en", "bytes"), ("x" * 4001, "en", "4000"), ("x", None, "None")],
)
def test_what_is_no_sentence_is_refused(text: object, lang: object, words: str) -> None:
    with pytest.raises(BadValue, match=words.replace("|", r"\|")):
        blame(text, lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "   ", "\n", "…", "12 %", "🔥🔥🔥"])
def test_nothing_is_read_in_nothing(text: str) -> None:
    assert blame(text, "en") == () and blame(text, "fr") == ()


def test_curly_apostrophes_are_read_like_straight_ones() -> None:
    text = "L'éditeur n'y est pour rien."
    curly = [(b.target, b.stance, b.start, b.end) for b in consider(text.replace("'", "’"), "fr").blames]

    assert curly == [(b.target, b.stance, b.start, b.end) for b in consider(text, "fr").blames] != []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_word_lists_say_nothing_twice(lang: str) -> None:
    name = {"en": "english", "fr": "french"}[lang]
    table = tomllib.loads((Path(family.__file__).parent / f"{name}.toml").read_text("utf-8"))
    for group in table.values():
        for kind, words in group.items():
            assert len(words) == len(set(words)), (kind, sorted(w for w in words if words.count(w) > 1))
    assert set(lexicon(lang).role) == set(TARGETS)


def test_chances_sum_to_one_and_know_only_the_stances() -> None:
    stances, bias, table = weights()
    assert set(stances) == {"none", *STANCES}
    assert all(len(row) == len(bias) == 4 for row in table.values())
    assert sum(chances(["nothing of the kind"]).values()) == pytest.approx(1)


def test_most_training_sentences_are_read_as_both_coders_code_them() -> None:
    with (ROOT / "labelled/blame/sentences-train.csv").open(encoding="utf-8", newline="") as lines:
        texts = {row["id"]: row for row in csv.DictReader(lines)}
    coded: dict[str, set[tuple[str, str]]] = {}
    with (ROOT / "labelled/blame/coder-a-train.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            coded.setdefault(row["id"], set()).update([(row["target"], row["stance"])] if row["target"] else [])
    right = sum({(b.target, b.stance) for b in consider(row["text"], row["lang"]).blames} == coded[id_] for id_, row in texts.items())

    assert right / len(texts) > 0.7, "weights.json does not fit the code: make it anew with labelled/blame_weights.py"
