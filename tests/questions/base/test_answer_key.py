"""The key of an answer: equal where everything that the answer rests on is, and another where any of it differs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import canaries
import pytest
from questions.event_lake import made_lake, made_rows

from legation.dossier import Dossier, decode
from legation.errors import NotAvailable, WrongUse
from legation.language import Message
from legation.questions import Answer, Case, ask, find
from legation.questions.base import answer_key as keys
from legation.questions.base.answer_key import answer_key, code_version, hash_of_values
from legation.questions.base.answer_store import MemoryStore
from legation.questions.question import Question, date, whole

DAY = dt.date(2020, 1, 1)
TITLE = Message("what-is-due.title")
PARTS = {
    "dossier.toml": b'id = "d"\n',
    "actors.csv": b"id,name,kind\nFRA,France,state\nDEU,Germany,state\n",
    "objectives.csv": b"id,aim,due,recorded,marking\no1,Adopt it,2020-06,2018-01-01,\no2,Hide it,2020-07,2018-01-01,TLP:RED\n",
    "evidence.csv": b"id,title,date\ne1,Later,2020-03-01\n",
}


def dossier(**parts: bytes) -> Dossier:
    return decode({**PARTS, **{name.replace("_csv", ".csv").replace("_toml", ".toml"): data for name, data in parts.items()}})


def case(of: Dossier | None = None, today: dt.date = DAY, **more: Any) -> Case:
    return Case(dossier=of or dossier(), today=today, **more)


class Asked(MemoryStore):
    """A store that tells what it was asked for, and how often something was computed."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.stored = 0

    def get(self, key: str) -> Answer | None:
        self.keys.append(key)
        return super().get(key)

    def put(self, key: str, answer: Answer) -> None:
        self.stored += 1
        super().put(key, answer)


def key_of(on: Case, question: str | Question = "what-is-due", **options: Any) -> str:
    store = Asked()
    ask(question, on, store=store, **options)
    (key,) = store.keys
    return key


def test_the_same_question_is_computed_once_and_the_answer_is_the_same() -> None:
    store, on = Asked(), case()
    first, second = ask("what-is-due", on, store=store), ask("what-is-due", on, store=store)

    assert second is first
    assert (len(store.keys), store.stored) == (2, 1)
    assert first.to_json() == ask("what-is-due", on).to_json()


def test_an_equal_dossier_that_was_read_anew_has_the_same_key() -> None:
    assert key_of(case(dossier())) == key_of(case(dossier()))


@pytest.mark.parametrize(
    ("given", "alike"),
    [
        ({}, {"horizon_days": "365"}),
        ({"horizon_days": ""}, {"horizon_days": None}),
        ({"horizon_days": "45"}, {"horizon_days": 45}),
        ({"as_of": "2019-06-30"}, {"as_of": dt.date(2019, 6, 30)}),
        ({"as_of": "2019-06"}, {"as_of": "2019-06-30"}),
        ({"seed": "0"}, {}),
    ],
)
def test_what_means_the_same_has_the_same_key(given: Mapping[str, Any], alike: Mapping[str, Any]) -> None:
    assert key_of(case(), **given) == key_of(case(), **alike)


CHANGES: Mapping[str, Callable[[], str]] = {
    "a row": lambda: key_of(case(dossier(actors_csv=PARTS["actors.csv"] + b"ITA,Italy,state\n"))),
    "a cell": lambda: key_of(case(dossier(actors_csv=PARTS["actors.csv"].replace(b"Germany", b"Allemagne")))),
    "a row that is known later": lambda: key_of(case(dossier(evidence_csv=PARTS["evidence.csv"] + b"e2,More,2020-04-01\n"))),
    "an option that the dossier gives": lambda: key_of(
        case(dossier(dossier_toml=b'id = "d"\n[parameters.what-is-due]\nhorizon_days = 7\n'))
    ),
    "an option": lambda: key_of(case(), horizon_days="7"),
    "the seed": lambda: key_of(case(), seed="1"),
    "the date of knowing": lambda: key_of(case(), as_of="2019-01-01"),
    "the day of asking": lambda: key_of(case(today=DAY + dt.timedelta(days=1)), as_of="2020-01-01"),
    "the question": lambda: key_of(case(), "is-the-strategy-sound"),
    "an earlier revision beside it": lambda: key_of(case(files={"1": dossier(actors_csv=b"id,name,kind\nFRA,France,state\n")})),
    "what a reader may see": lambda: key_of(case(dossier().cleared("TLP:AMBER"))),
}


def test_whatever_an_answer_rests_on_changes_the_key() -> None:
    found = {name: change() for name, change in CHANGES.items()} | {"nothing": key_of(case())}

    assert len(set(found.values())) == len(found)


def test_another_lake_has_another_key(tmp_path: Path) -> None:
    one, other = made_lake(tmp_path / "one", made_rows()), made_lake(tmp_path / "two", made_rows()[:-1])
    again = made_lake(tmp_path / "again", made_rows())
    found = [key_of(case(lake=lake)) for lake in (None, one, other, again)]

    assert found[1] == found[3]
    assert len(set(found)) == 3


def test_what_was_computed_while_the_lake_changed_is_not_stored() -> None:
    class Growing:
        """A lake into which something is imported whenever it is looked at."""

        hashes = iter(map(str, range(99)))

        def hash(self) -> str:
            return next(self.hashes)

    store = Asked()
    ask("what-is-due", case(lake=Growing()), store=store)

    assert store.stored == 0


def test_readers_share_an_answer_only_where_they_see_the_same() -> None:
    """Over the dossier in which every row is marked: two audiences have one key exactly where what they may see is one and the same."""
    whole_one = canaries.dossier()
    views = [
        whole_one.cleared(marking, audience) for audience in canaries.ALL for marking in ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:RED")
    ]
    found = [(key_of(case(view), "what-is-due"), view.hash) for view in views if view.processes or view.objectives]

    assert len({hash_ for _, hash_ in found}) > 4
    for key, hash_ in found:
        assert [other == key for other, _ in found] == [other == hash_ for _, other in found]


def question(answer: Callable[..., Answer], default: int = 3) -> Question:
    return Question(id="which-way", needs=(), answer=answer, options=(whole("days", 1, 9, default),))


def counted(calls: list[Any]) -> Callable[..., Answer]:
    def answer(on: Case, options: Mapping[str, Any], _progress: Any) -> Answer:
        calls.append(options["days"])
        return Answer(question="which-way", title=TITLE, caveats=(Message("answer.value", value=options["days"]),))

    return answer


def test_another_default_of_an_option_is_another_question() -> None:
    calls: list[Any] = []
    store = MemoryStore()
    for default in (3, 4, 3):
        ask(question(counted(calls), default), case(), store=store)

    assert calls == [3, 4]


def test_the_store_of_the_case_is_used_by_what_is_asked_inside_an_answer() -> None:
    calls: list[Any] = []
    inner = question(counted(calls))

    def outer(on: Case, _options: Mapping[str, Any], _progress: Any) -> Answer:
        ask(inner, on)
        return Answer(question="which-way", title=TITLE)

    ask(Question(id="which-way-round", needs=(), answer=outer), case(), store=(store := MemoryStore()))
    ask(inner, case(), store=store)
    ask(inner, case(store=store))

    assert calls == [3]


def test_an_option_that_cannot_be_written_is_asked_each_time() -> None:
    store = Asked()
    for _ in range(2):
        ask("what-is-due", case(), store=store, as_of=dt.datetime(2019, 1, 1))  # noqa: DTZ001
        ask(dated(), case(), store=store, since=dt.datetime(2019, 1, 1))  # noqa: DTZ001

    assert store.stored == 1


def dated() -> Question:
    return dataclasses.replace(question(lambda *_: Answer(question="which-way", title=TITLE)), options=(date("since"),))


def test_a_refusal_is_no_answer() -> None:
    calls: list[int] = []

    def refuses(*_: Any) -> Answer:
        calls.append(1)
        raise NotAvailable(Message("answer.value", value="nothing"))

    store = Asked()
    for _ in range(2):
        with pytest.raises(NotAvailable):
            ask(question(refuses), case(), store=store)
    with pytest.raises(WrongUse):
        ask("what-is-due", case(), store=store, horizon_days="soon")

    assert (len(calls), store.stored) == (2, 0)


def test_what_was_made_of_a_case_stays_made_when_it_gets_a_store() -> None:
    on = case()
    on.once(("made",), lambda: "once")

    assert on.with_store(MemoryStore()).once(("made",), lambda: "twice") == "once"
    assert on.with_store(store := MemoryStore()).at(dt.date(2019, 1, 1)).store is store


@pytest.fixture
def _code_looked_at_anew():
    for known in (code_version, keys._sources):
        known.cache_clear()
    yield
    for known in (code_version, keys._sources):
        known.cache_clear()


@pytest.mark.usefixtures("_code_looked_at_anew")
def test_a_changed_file_of_a_package_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "desk_ways"
    (package / "locale").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "locale" / "way.toml").write_text('title = "Which way?"\n')
    module = ModuleType("desk_ways")
    module.__file__ = str(package / "__init__.py")
    monkeypatch.setitem(sys.modules, "desk_ways", module)
    answer = counted([])
    answer.__module__ = "desk_ways.way"
    theirs = question(answer)
    first = key_of(case(), theirs)
    keys._sources.cache_clear()
    same = key_of(case(), theirs)
    (package / "locale" / "way.toml").write_text('title = "Where to?"\n')
    keys._sources.cache_clear()

    assert same == first
    assert key_of(case(), theirs) != first


@pytest.mark.usefixtures("_code_looked_at_anew")
def test_the_version_is_that_of_the_code_and_of_what_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = code_version()
    code_version.cache_clear()
    assert code_version() == first

    (tmp_path / "numpy-99.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    code_version.cache_clear()
    assert code_version() != first

    monkeypatch.undo()
    monkeypatch.setattr(keys, "VERSION", "99.0")
    code_version.cache_clear()
    assert code_version() != first


def test_the_surfaces_of_our_package_are_no_part_of_the_version() -> None:
    import legation

    first = Path(str(legation.__file__))
    names = [name for name, _ in keys._files(first, keys._SURFACES)]

    assert {"questions/base/ask.py", "locale/en/what-is-due.toml", "questions/base/judgements/measured.toml"} <= set(names)
    assert not [name for name in names if name.startswith(("web/", "cli/", "briefing/")) or "__pycache__" in name]


def test_code_without_a_file_is_known_to_its_process_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typed_in", ModuleType("typed_in"))

    assert keys._sources.__wrapped__("typed_in").startswith("process ")


def test_values_are_hashed_by_their_names() -> None:
    assert hash_of_values(a=1, b=2) == hash_of_values(b=2, a=1) != hash_of_values(a=2, b=1)
    assert len(hash_of_values(a="\ud800")) == 64


def test_the_key_needs_no_store() -> None:
    on = case().at(DAY)
    options = {"horizon_days": 90, "seed": 0, "as_of": DAY}

    assert answer_key(find("what-is-due"), on, options) == answer_key(find("what-is-due"), on, dict(reversed(options.items())))
    assert answer_key(find("what-is-due"), dataclasses.replace(on, today=DAY.replace(day=2)), options) != answer_key(
        find("what-is-due"), on, options
    )
