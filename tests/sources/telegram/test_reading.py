"""What a pasted report says of the targets is read right or asked, never wrong."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_reports import TARGETS, TODAY, compared, reports

from legation.dossier import Wording
from legation.dossier.records import Actor
from legation.errors import WrongUse
from legation.sources.telegram import FIELDS, LIMIT, Report, read_reports

FILES = ("tuned", "unseen")


def read(text: str, **more: object) -> dict[str, Report]:
    return {one.target: one for one in read_reports(text, TARGETS, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_read_wrong_and_no_target_with_an_answer_is_lost(name):
    found = [one for case in reports(name) for one in compared(case)]

    assert [one for one in found if one.outcome in ("wrong", "lost")] == []


def test_reports_are_many_and_the_unseen_ones_are_twenty_and_more():
    assert [len(reports(name)) >= least for name, least in zip(FILES, (180, 20), strict=True)] == [True, True]
    assert len({case["name"] for name in FILES for case in reports(name)}) == sum(len(reports(name)) for name in FILES)


def test_a_good_part_is_read():
    """The table of wordings reads half of the answers that it never saw: fewer, and a person types them all."""
    answers = [one for case in reports("unseen") for one in compared(case) if one.field == "answer" and one.truth]

    assert sum(one.outcome == "right" for one in answers) >= len(answers) / 2


@pytest.mark.parametrize("name", FILES)
def test_every_passage_is_in_the_text_and_says_what_is_read(name):
    for case in reports(name):
        text = case["text"]
        for one in read_reports(text, TARGETS, today=TODAY):
            for start, end in (one.passage, *one.passages.values()):
                assert 0 <= start < end <= len(text)
            for field in ("condition", "wording"):
                if getattr(one, field) and field in one.passages:
                    assert getattr(one, field) in " ".join(text[slice(*one.passages[field])].split())
            assert all(not getattr(one, field) for field in one.asked)
            assert one.answer == "" or one.wording or "answer" in one.passages


# --- what is no answer of theirs ---------------------------------------------------------------------------------------------------------

UNREAD = (
    "Selon l'ambassadeur du Brésil, le Kenya votera contre.",
    "L'ambassadeur du Brésil m'a dit que le Kenya votera contre.",
    "J'ai vu l'ambassadeur du Brésil. Le Kenya s'abstiendra, m'a-t-il dit.",
    "J'ai vu l'ambassadeur du Brésil.\n\nLe Kenya s'abstiendra.",
    "L'ambassadeur du Brésil dit que le Kenya votera pour et que l'Ouganda s'abstiendra.",
    "Un banquier m'a dit que le Kenya s'abstiendra.",
    "La presse kényane annonce que le Kenya votera contre.",
    "L'opposition kényane votera contre.",
    "Kenya's opposition will vote against.",
    "D'après nos collègues britanniques :\n- Kenya : oui\n- Ouganda : non",
    "Pointage de 2018 :\n- Kenya : oui\n- Ouganda : non",
    "Le Kenya a voté contre.",
    "Le Kenya avait voté contre en 2018.",
    "Kenya promised last year that it would vote for.",
    'From our files (2023): "Kenya will vote in favour," the Kenyan ambassador said.',
    "Le Kenya n'appuiera pas le texte.",
    "Le Kenya ne votera pas contre.",
    "Kenya is not in a position to join the draft.",
    "Kenya will not vote against.",
    "Il est faux que le Kenya votera contre.",
    "The Kenyan ambassador denied that Kenya will vote against.",
    "Le Kenya devrait s'abstenir.",
    "Le Kenya s'abstiendrait.",
    "Kenya would abstain.",
    "Kenya might vote against.",
    "I hope that Kenya will vote in favour.",
    "À titre personnel, le représentant kényan dit que le Kenya votera pour.",
    "Kenya will vote in favour in principle.",
    "Le Kenya votera contre l'amendement brésilien.",
    "Kenya will vote in favour of OP4.",
    "Kenya will vote in favour of the deletion of paragraph 4.",
    "Kenya will support the principle of the text.",
    "Le Kenya s'abstiendra de tout commentaire.",
    "Kenya will abstain from co-sponsoring.",
    "Kenya will support our candidate.",
    "Kenya will vote in favour of resolution 75/240.",
    "Kenya will vote yes on L.12 and on L.14.",
    "Kenya will follow Brazil.",
    "Kenya will follow the matter closely.",
    "On behalf of the African Group, Kenya will vote in favour.",
    "Will Kenya vote in favour?",
    "Bien sûr, le Kenya votera pour !",
    "The Kenyan minister joked that Kenya will vote in favour.",
    "Le Kenya s'abstiendra 🙂",
    "Le Kenya \u202es'abstiendra\u202c.",
    "Le Kenya votera pour ou s'abstiendra.",
    "Le Kenya votera pour. Il est toutefois revenu sur cette position.",
    "Kenya will vote in favour. Her deputy said on Monday that she could no longer stand by this.",
    "Nous voterons contre.",
    "J'ai rappelé au Kenya que nous voterons contre.",
    '"We will vote against," I replied to the Kenyan ambassador.',
    'Proposed reply to Kenya: "We note that Kenya will vote in favour."',
    "Rappel :\nLe Kenya votera pour.",
    "Commentaire : le Kenya votera pour.",
    "Kenya: yes and no",
    "Kenya: yes (to be confirmed)",
    "Le Kenya s’аbstiendra.",  # a Cyrillic letter
    "كينيا will vote in favour.",
)


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_not_their_own_answer_is_asked(text):
    found = read_reports(text, TARGETS, today=TODAY)

    assert found and not any(one.answer for one in found)
    assert all("answer" in one.asked for one in found)


READ = (
    ("Le Kenya s'abstiendra.", {"ken": "abstain"}),
    ("KENYA WILL ABSTAIN.", {"ken": "abstain"}),
    ("Le Ghana et le Sénégal voteront contre.", {"gha": "no", "sen": "no"}),
    ("Ghana will vote yes, while Japan will abstain.", {"gha": "yes", "jpn": "abstain"}),
    ("Le Kenya, qui avait voté contre en 2018, votera pour.", {"ken": "yes"}),
    ("Nairobi s'abstiendra.", {"ken": "abstain"}),
    ("The Kenyan delegation will abstain.", {"ken": "abstain"}),
    ("Les Kényans voteront contre.", {"ken": "no"}),
    ("Kenya will follow the African Group.", {"ken": "follows"}),
    ("Le Kenya ne participera pas au vote.", {"ken": "absent"}),
    ("La position du Kenya n'est pas arrêtée.", {"ken": "undecided"}),
    ("Le Kenya n'a pas d'instructions.", {"ken": "none"}),
    ("Kenya:\n  The Director said that it will abstain.", {"ken": "abstain"}),
    ("Le Kenya votera\n   pour le projet\n   de résolution.", {"ken": "yes"}),
    ("Le\u00a0Kenya s\u2019abstiendra.", {"ken": "abstain"}),
)


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_what_is_their_own_answer_is_read(text, wanted):
    assert {target: one.answer for target, one in read(text).items() if one.answer} == wanted


def test_a_condition_beside_the_answer_is_asked():
    one = read("Le Kenya votera pour. Encore faut-il que le paragraphe 4 tombe.")["ken"]

    assert (one.answer, one.condition) == ("yes", "")
    assert "condition" in one.asked


def test_a_condition_is_read_with_its_place():
    text = "The Kenyan Director said that Kenya could support the draft if paragraph 4 was deleted."

    one = read(text)["ken"]

    assert (one.answer, one.condition) == ("yes", "if paragraph 4 was deleted")
    assert text[slice(*one.passages["condition"])].rstrip(".") == "if paragraph 4 was deleted"
    assert text[slice(*one.passages["answer"])] == "could support"


def test_an_ambiguous_name_is_asked_for():
    found = read_reports("Le Congo votera contre.", TARGETS)

    assert [(one.target, one.answer, "target" in one.asked) for one in found] == [("", "", True)]


def test_the_own_side_is_nobody_who_answers():
    text = "L'ambassadeur de France a été reçu par le directeur kényan. Le Kenya s'abstiendra."
    france = Actor(id="fra", name=Wording("France"), kind="state", iso3="FRA")

    asked = read_reports(text, TARGETS, others=[france])
    found = read_reports(text, TARGETS, others=[france], own=["fra"])

    assert [one.answer for one in asked if one.target == "ken"] == [""]
    assert [one.answer for one in found if one.target == "ken"] == ["abstain"]


def test_a_day_is_that_of_the_meeting():
    text = "Reçu le 3 novembre 2026 par le directeur kényan. Le Kenya s'abstiendra lors du vote du 12 novembre 2026."

    assert read(text)["ken"].day == dt.date(2026, 11, 3)


def test_a_day_after_today_is_asked():
    text = "Reçu le 3 novembre 2026 par le directeur kényan. Le Kenya s'abstiendra."

    assert read(text, today=dt.date(2026, 11, 1))["ken"].day is None


@pytest.mark.parametrize(("language", "day"), [("fr", dt.date(2026, 4, 3)), ("en", None), (None, None)])
def test_a_day_in_figures_is_read_where_it_can_be_one_only(language, day):
    text = "Reçu le 03/04/2026 par le directeur kényan. The Kenyan director met us on 03/04/2026."

    assert read(text, language=language)["ken"].day == day


# --- limits ------------------------------------------------------------------------------------------------------------------------------


def test_an_empty_paste_has_no_report():
    assert read_reports(" \n\t", TARGETS) == read_reports("", TARGETS) == ()


def test_a_text_of_which_nothing_is_read_is_asked_whole():
    (one,) = read_reports("<script>alert(1)</script> بيان 😀", TARGETS)

    assert (one.target, one.asked) == ("", FIELDS)


def test_a_huge_paste_is_refused_with_its_length():
    with pytest.raises(WrongUse, match="200,001"):
        read_reports("a" * (LIMIT + 1), TARGETS)


HARD = (
    "a", "é", " ", "\n", "(", '"a" ', "n'a pas ", "de ", "si le ", "Kenya, Uganda, ", "1. ", "a, ", "il a dit que ", "Le Kenya s'abstiendra, ",
    "Kenya : oui\n", "Pays : Kenya\n", "12 octobre 2026\n", "\u200f", "Selon le Brésil, le Kenya votera pour. ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
def test_a_hard_text_takes_no_longer_than_its_length(piece):
    text = (piece * (20_000 // len(piece) + 1))[:20_000]
    read("Kenya")
    begun = time.process_time()

    read(text)

    assert time.process_time() - begun < 2


def test_a_hundred_kilobytes_take_a_second():
    text = "".join(case["text"] for case in reports("tuned")) * 4
    read("Kenya")
    begun = time.process_time()

    read_reports(text[:100_000], TARGETS)

    assert time.process_time() - begun < 2  # 0.4 s on a quiet machine


@given(st.text(max_size=300) | st.lists(st.sampled_from([*UNREAD, *HARD, "\n\n", " ; ", ". "]), max_size=8).map("".join))
def test_any_text_is_read_and_no_place_leaves_it(text):
    try:
        found = read_reports(text, TARGETS)
    except WrongUse:
        return
    for one in found:
        assert all(0 <= start < end <= len(text) for start, end in (one.passage, *one.passages.values()))
        assert all(not getattr(one, field) for field in one.asked)


def test_the_order_of_targets_does_not_matter():
    for case in reports("tuned"):
        assert read_reports(case["text"], TARGETS[::-1], today=TODAY) == read_reports(case["text"], TARGETS, today=TODAY)
