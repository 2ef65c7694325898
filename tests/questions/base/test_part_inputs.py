"""The part that a question is about: which is taken, which names are not known, what may be seen of it, and its caveats."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier import decode
from legation.dossier.models.response import RESPONSE, ResponseModel
from legation.errors import DossierError, NotAvailable, WrongUse
from legation.language import Message, say
from legation.questions import Case
from legation.questions.base.part_inputs import PartInputs, choose_part, find_part, other_names, part_caveats, title_of, unknown_name

HEAD = '[response]\ntitle = "{title}"\nwho = "state"\n{more}\n'
EVIDENCE = b"id,title,date\ne1,A report,2018-01-01\ne2,A leak,2018-02-01\n"


def case(**titles: str) -> Case:
    """A dossier with responses, by name: ``_`` in a name is a folder within."""
    parts = {
        f"incidents/{name.replace('_', '/')}.response.toml": HEAD.format(
            title=title.partition("|")[0], more=title.partition("|")[2]
        ).encode()
        for name, title in titles.items()
    }
    dossier = decode({"dossier.toml": b'id = "d"\ntitle = "D"\n', "evidence.csv": EVIDENCE, **parts})
    return Case(dossier=dossier, today=dt.date(2019, 1, 1))


def asked(there: Case, name: str = "") -> PartInputs[ResponseModel]:
    return choose_part(there, RESPONSE, name, none="response.no-model", unknown="response.unknown-model")


def test_without_a_name_the_first_is_taken_and_the_others_are_told() -> None:
    made = asked(case(storm="Storm", breach="Breach"))

    assert (made.model.id, made.others) == ("breach", ("storm",))
    assert say(made.title, "en") == "Breach"


@pytest.mark.parametrize("name", ["storm", " storm ", "storm.response.toml", "incidents/storm.response.toml"])
def test_a_part_is_named_with_or_without_its_folder_and_ending(name: str) -> None:
    assert asked(case(storm="Storm", breach="Breach"), name).model.id == "storm"


def test_a_part_in_a_folder_is_named_by_its_last_word_where_no_other_ends_so() -> None:
    there = case(north_storm="Storm", breach="Breach")

    assert asked(there, "storm").model.part == asked(there, "north/storm").model.part == "incidents/north/storm.response.toml"
    assert asked(there, "storm").others == ("breach",)


def test_two_parts_that_end_alike_are_named_with_their_folder() -> None:
    there = case(north_storm="Storm", south_storm="Storm")

    assert find_part(there, RESPONSE, "storm")[1] == ""
    assert find_part(there, RESPONSE, "south/storm")[1] == "south/storm"
    with pytest.raises(WrongUse):
        asked(there, "storm")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_unknown_name_is_told_with_the_names_there_are(lang: str) -> None:
    with pytest.raises(WrongUse) as error:
        asked(case(storm="Storm", breach="Breach"), "strom")

    assert error.value.message == Message("response.unknown-model", found="strom", there=("breach", "storm"), as_of=dt.date(2019, 1, 1))
    assert all(word in say(error.value.message, lang) for word in ("strom", "breach", "storm"))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "storm"])
def test_without_a_part_of_the_kind_the_sentence_says_what_to_add(name: str) -> None:
    with pytest.raises(NotAvailable) as error:
        asked(case(), name)

    assert error.value.message.id == "response.no-model"
    assert find_part(case(), RESPONSE, name) == ({}, "")


def test_only_the_part_that_is_asked_for_is_read() -> None:
    there = case(storm="Storm", breach="Breach")
    there.dossier.files["incidents/storm.response.toml"] = b"[response]\nwho = 3\n"  # type: ignore[index]  # as no file could be loaded

    assert asked(there).model.id == "breach"
    with pytest.raises(DossierError):
        asked(there, "storm")


def test_evidence_that_cannot_be_seen_is_left_out_and_each_is_told_once() -> None:
    made = asked(case(storm="Storm"))

    assert made.seen(("e2", "e9"), ("e1", "e2"), ()) == ("e2", "e1")
    assert made.seen() == ()
    assert sorted(made.visible) == ["e1", "e2"]


def test_caveats_say_that_it_is_an_illustration_whose_words_it_is_what_is_particular_and_which_others_there_are() -> None:
    made = asked(case(breach='Breach|author = "the desk"\nillustration = true', storm="Storm"))
    own = Message("response.all.no-held")

    assert list(part_caveats("response.all", made, [own])) == [
        Message("response.all.illustration", title=made.title),
        Message("response.all.author", author="the desk"),
        own,
        Message("response.all.others", count=1, names=("storm",)),
    ]
    assert [one.id for one in part_caveats("response.all", made, is_signed=False)] == ["response.all.illustration", "response.all.others"]


def test_a_plain_part_has_no_caveats_of_its_own() -> None:
    assert list(part_caveats("response.all", asked(case(storm="Storm")))) == []
    assert list(other_names("response.all", ())) == []


def test_values_of_a_theme_reach_its_sentences() -> None:
    made = asked(case(breach="Breach|illustration = true", storm="Storm"))

    told = list(part_caveats("futures", made, model="A model"))

    assert [one.values["model"] for one in told] == ["A model", "A model"]


def test_a_part_without_a_title_goes_by_its_name() -> None:
    assert say(title_of(RESPONSE.read(b'[response]\nwho = "state"\ntitle = "T"\n', "incidents/storm.response.toml")), "en") == "T"
    assert say(title_of(ResponseModel(part="incidents/storm.response.toml")), "fr") == "storm"


def test_an_unknown_name_is_an_error_to_be_raised() -> None:
    error = unknown_name("watching.unknown-monitor", "trade", iter(["traffic", "votes"]))

    assert isinstance(error, WrongUse)
    assert error.message == Message("watching.unknown-monitor", found="trade", there=("traffic", "votes"))
