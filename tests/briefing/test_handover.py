"""The handover pack: everything that is open, nobody by name unless given, and a document in both languages."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from legation import extension
from legation.briefing import docx, html, pdf
from legation.briefing.layout.composition import compose
from legation.briefing.papers.handover import SHOWN, Acquaintance, pack
from legation.briefing.papers.handover_paper import handover
from legation.dossier import decode, load
from legation.dossier.column import column, text
from legation.dossier.kind import Id
from legation.dossier.parts import ModelKind, kind_of, registry
from legation.dossier.parts.form import ModelHead, ModelRow, rows
from legation.language import _FOLDERS, LANGUAGES, Lang, add_catalogue, catalogue, say
from legation.questions import Case

DAY = dt.date(2019, 6, 1)
PARTS = {
    "dossier.toml": 'id = "x"\ntitle = "A matter"\ntitle_fr = "Une affaire"\nmarking = "TLP:GREEN"\n',
    "mandate.toml": 'aim = "SECRET-AIM"\n',
    "actors.csv": "id,name,name_fr,kind\nFRA,France,France,state\nDEU,Germany,Allemagne,state\nngo,An NGO,Une ONG,ngo\nold,Nobody,Personne,other\n",
    "evidence.csv": "id,kind,title,url,date\ne1,statement,A statement,https://example.org/a,2019-01-01\ne2,own_judgement,Ours,,2019-01-01\n",
    "engagements.csv": (
        "id,date,actor,by,channel,ask,next_step,due\n"
        "a,2019-01-10,DEU,Desk,call,A vote,Write,2019-02-01\nb,2019-05-20,FRA,Mission,meeting,A text,Answer,2019-06-20\n"
    ),
    "commitments.csv": (
        "id,actor,direction,promise,due,kept,evidence\n"
        "p,FRA,given,The text,2019-05-01,open,e1\nq,DEU,received,Their word,,,\nr,DEU,given,Done,2019-03-01,kept,\n"
    ),
    "messages.csv": "id,audience,text,avoid\nm,ngo,Say this,Not that\n",
    "relations.csv": "source,target,kind\nDEU,ngo,advises\n",
}
PERSON = Acquaintance(actor="FRA", name="NAMED-PERSON", function="Counsellor", organisation="", contact="+33 1", channel="")


def case(**changed: str) -> Case:
    parts = {**PARTS, **{f"{name}.csv": text for name, text in changed.items()}}
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=DAY)


def words(found: Any) -> str:
    """Every text of a document."""
    return str(compose(found))


def test_the_pack_holds_what_is_open() -> None:
    found = pack(case())

    assert [(one.id, tuple(map(str, one.by)), one.is_late, one.promises) for one in found.actors] == [
        ("DEU", ("Desk",), True, 1),
        ("FRA", ("Mission",), False, 1),
        ("ngo", (), False, 0),
    ]
    assert [(say(one.promise, "en"), one.given, one.is_late) for one in found.promises] == [
        ("The text", True, True),
        ("Their word", False, False),
    ]
    assert [row.id for row in found.files] == ["e1"], "what has neither copy nor address is nowhere to be found"
    assert {one.kind for one in found.due} == {"commitment-given", "engagement"}


def test_the_way_goes_over_warm_ties() -> None:
    ways = {one.id: [say(step, "en") for step in one.way] for one in pack(case()).actors}

    assert ways == {"DEU": ["Germany"], "FRA": ["France"], "ngo": ["Germany", "An NGO"]}
    cut = {one.id: one.way for one in pack(case(relations="source,target,kind\nDEU,ngo,rival\n")).actors}
    assert cut["ngo"] == ()


def test_the_mandate_changes_nothing() -> None:
    with_it = case()
    without = Case(dossier=dataclasses.replace(with_it.dossier, mandate=None), today=DAY)

    assert pack(with_it).hash == pack(without).hash
    for lang in LANGUAGES:
        assert "SECRET" not in words(handover(with_it, pack(with_it), lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_says_it_in_both_languages(lang: Lang) -> None:
    found = words(handover(case(), pack(case()), lang))

    assert "[handover" not in found
    assert "[dates" not in found
    for said in ("The text", "Their word", "Say this", "Not that", "https://example.org/a", say(case().named("DEU"), lang)):
        assert said in found, said
    assert "Done" not in found, "a promise that was kept is not handed over"


def test_persons_are_in_it_only_where_they_are_given() -> None:
    assert "NAMED-PERSON" not in words(handover(case(), pack(case()), "en"))
    assert "NAMED-PERSON" in words(handover(case(), pack(case(), [PERSON]), "en"))


def test_an_empty_dossier_says_that_nothing_is_open() -> None:
    empty = Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=DAY)
    found = words(handover(empty, pack(empty), "en"))

    assert "No promise is open." in found
    assert "Nothing with a date is open." in found


@pytest.mark.parametrize("renderer", [html, pdf, docx])
def test_every_form_is_the_same_each_time(renderer: Any) -> None:
    document = handover(case(), pack(case(), [PERSON]), "fr")

    first = renderer.render(document)
    assert len(first) > 1000
    assert renderer.render(document) == first


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(ModelRow):
    """A stop of a tour."""

    id: str = column(Id())
    town: str = text()
    signed: str = text(role="author")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour(ModelHead):
    """A tour: a kind of model that no file of ours names."""

    stops: tuple[Stop, ...] = rows("stop", Stop)


TOURS = ModelKind(id="tour", pattern="tours/{name}.toml", head=Tour, section="tour")
TOUR = """[tour]
title = "Capitals"
title_fr = "Capitales"
author = "Desk"
[[stop]]
id = "a"
known_on = "2019-03"
[[stop]]
id = "b"
signed = "Envoy"
evidence = ["e1"]
known_on = "2019-02-01"
"""


@pytest.fixture
def _declared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    entry = SimpleNamespace(name="tour", value="here:TOURS", load=lambda: TOURS)
    real = extension.entry_points
    monkeypatch.setattr(extension, "entry_points", lambda group: (*real(group=group), entry))
    registry.kinds.cache_clear()
    for lang, words in (
        ("en", ("tours of capitals: who goes where", "A stop of the tour; one a day.")),
        ("fr", ("tournées", "Une étape.")),
    ):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "part.toml").write_text(f'tour = "{words[0]}"\n', "utf-8")
        (tmp_path / lang / "model.toml").write_text(f'[tour.stop]\n_ = "{words[1]}"\n', "utf-8")
    add_catalogue(tmp_path)
    yield
    _FOLDERS.remove(tmp_path)
    catalogue.cache_clear()
    monkeypatch.undo()
    registry.kinds.cache_clear()


@pytest.mark.usefixtures("_declared")
def test_models_of_any_kind_are_taken_over() -> None:
    parts = {name: text.encode() for name, text in PARTS.items()} | {"tours/one.toml": TOUR.encode(), "tours/two.toml": b"[tour]\n"}
    case = Case(dossier=decode(parts), today=DAY)
    one, two = pack(case).models

    assert (one.part, say(one.title, "fr"), one.of, one.bare, str(one.last), one.by) == (
        "tours/one.toml",
        "Capitales",
        2,
        1,
        "2019-03",
        ("Desk", "Envoy"),
    )
    assert [(say(what, "fr"), count) for what, count in one.rows] == [("Une étape.", 2)]
    assert (two.part, two.is_readable) == ("tours/two.toml", False)
    said = {lang: words(handover(case, pack(case), lang)) for lang in LANGUAGES}
    for lang, expected in {
        "en": (
            "Models to go on with",
            "Capitals",
            "tours of capitals, tours/one.toml",
            "2: A stop of the tour",
            "1 of 2 rows",
            "Desk, Envoy",
            "legation check",
        ),
        "fr": ("Modèles à reprendre", "Capitales", "tournées, tours/one.toml", "Une étape", "1 sur 2 lignes", "Sans source"),
    }.items():
        assert [word for word in expected if word not in said[lang]] == []
    assert "one a day" not in said["en"]


def test_without_models_the_paper_says_nothing_of_them() -> None:
    assert pack(case()).models == ()
    assert "Models" not in words(handover(case(), pack(case()), "en"))


def test_every_model_of_the_examples_is_listed_once() -> None:
    for folder in sorted((Path(__file__).parents[2] / "examples").glob("*/dossier.toml")):
        dossier = load(folder.parent)
        found = pack(Case(dossier=dossier, today=DAY, as_of=dt.date(2030, 1, 1))).models

        assert [one.part for one in found] == sorted(name for name in dossier.files if isinstance(kind_of(name), ModelKind))
        assert all(one.is_readable and 0 <= one.bare <= one.of and len(one.rows) <= SHOWN for one in found)
