"""Monitors read from TOML: the template, every fault at once with its place, and who may see one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Dossier, decode
from legation.dossier.models.monitor import MONITOR, WHAT
from legation.errors import DossierError
from legation.language import LANGUAGES, say
from legation.sources.imports.merge import model_faults

PART = "monitors/x.toml"
HEAD = '[monitor]\ntitle = "T"\nbaseline_from = "2024-01-01"\nbaseline_to = "2024-03-01"\n'
KINDS = {
    "phrase": 'words = ["open internet | internet ouvert", "cyber*"]',
    "topic": 'words = ["a", "b"]\nleast = 2',
    "pair": 'first = "FRA"\nsecond = "DEU"\nacts = "material-conflict"',
    "pages": 'pages = ["/en/visa*"]',
    "bots": 'bots = ["GPTBot", "search"]',
}


def faults(text: str) -> list[tuple[str | None, str, int | None]]:
    with pytest.raises(DossierError) as caught:
        MONITOR.read(text.encode(), PART)
    return [(fault.column, fault.code, fault.row) for fault in caught.value.problems]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_works_and_is_offered(lang: str) -> None:
    monitor = MONITOR.read(MONITOR.template(lang).encode(), PART)
    assert (monitor.id, monitor.table, monitor.learnt) == ("x", "texts", 182)


@pytest.mark.parametrize("what", WHAT)
def test_each_kind_is_read_and_written_as_it_was(what: str) -> None:
    monitor = MONITOR.read(f'{HEAD}what = "{what}"\n{KINDS[what]}\n'.encode(), PART)

    assert MONITOR.read(MONITOR.write(monitor), PART) == monitor
    assert set(monitor.keys()) == set(WHAT[what])


def test_every_fault_is_told_at_once_with_its_line() -> None:
    found = faults(
        '[monitor]\nwhat = "pair"\nfirst = "XYZ"\nsecond = "XYZ"\nwords = ["a"]\ncolour = 3\nbaseline_from = 2024-01-05\n'
        'baseline_to = 2024-01-01\nfalse_alarms = 900\nchange = "x"\ndirection = "sideways"\n[other]\n'
    )

    assert set(found) == {
        ("monitor.title", "toml-value", 1),
        ("monitor.first", "monitor-state", 3),
        ("monitor.second", "monitor-state", 4),
        ("monitor.second", "monitor-same-twice", 4),
        ("monitor.words", "monitor-other-key", 5),
        ("monitor.baseline_to", "monitor-baseline", 8),
        ("monitor.false_alarms", "toml-value", 9),
        ("monitor.change", "toml-value", 10),
        ("monitor.direction", "not-a-choice", 11),
    }


@pytest.mark.parametrize(
    ("lines", "column", "code"),
    [
        ('what = "phrase"\nwords = []', "monitor.words", "toml-value"),
        ('what = "phrase"\nwords = ["***"]', "monitor.words", "monitor-words"),
        ('what = "topic"\nwords = ["a"]\nleast = 3', "monitor.least", "toml-value"),
        ('what = "pages"\npages = ["*"]', "monitor.pages", "monitor-page"),
        ('what = "pages"\npages = ["visa"]', "monitor.pages", "monitor-page"),
        ('what = "bots"\nbots = ["GTPBot"]', "monitor.bots", "monitor-bot"),
        ('what = "mood"', "monitor.what", "not-a-choice"),
    ],
)
def test_what_cannot_be_counted_is_refused(lines: str, column: str, code: str) -> None:
    assert (column, code) in [(at, kind) for at, kind, _ in faults(f"{HEAD}{lines}\n")]


def test_an_empty_baseline_is_refused_in_both_languages() -> None:
    text = HEAD.replace("2024-03-01", "2023-03-01") + 'what = "phrase"\nwords = ["a"]\n'
    with pytest.raises(DossierError) as caught:
        MONITOR.read(text.encode(), PART)
    (fault,) = caught.value.problems
    for lang in LANGUAGES:
        assert "28" in say(fault, lang)


def test_rewording_a_monitor_does_not_begin_it_anew() -> None:
    one = MONITOR.read(f'{HEAD}what = "bots"\nbots = ["ai"]\n'.encode(), PART)
    reworded = MONITOR.read(f'{HEAD}what = "bots"\nbots = ["ai"]\ntell = "press"\n'.replace('"T"', '"U"').encode(), PART)
    changed = MONITOR.read(f'{HEAD}what = "bots"\nbots = ["search"]\n'.encode(), PART)

    assert one.digest == reworded.digest != changed.digest


def test_check_names_evidence_that_is_not_there() -> None:
    part = f'{HEAD}what = "bots"\nbots = ["ai"]\nevidence = ["gone"]\n'.encode()
    found = list(model_faults(decode({"dossier.toml": b'id = "d"', PART: part})))

    assert [(fault.part, fault.code) for fault in found] == [(PART, "unknown-reference")]


def test_a_monitor_is_as_open_as_its_evidence() -> None:
    own = f'{HEAD}# a secret note\nwhat = "bots"\nbots = ["ai"]\nevidence = ["e1", "e2"]\nknown_on = "2024-04-01"\n'.encode()
    parts = {"dossier.toml": b'id = "d"', PART: own, "monitors/broken.toml": b"[", "files/a.txt": b"a"}

    def whole(marking: str) -> Dossier:
        return decode(parts | {"evidence.csv": f"id,title,marking\ne1,A,{marking}\ne2,B,\n".encode()})

    seen = whole("").cleared("TLP:GREEN").files
    assert set(seen) == {PART, "files/a.txt"}
    assert MONITOR.read(seen[PART], PART).evidence == ("e1", "e2")
    assert b"secret" not in seen[PART]
    assert PART not in whole("TLP:RED").cleared("TLP:GREEN").files, "without a marking it is as strict as the strictest that it cites"
    assert PART not in whole("").cleared("TLP:RED", as_of=dt.date(2024, 3, 31)).files


@given(
    st.dictionaries(
        st.sampled_from(["what", "words", "least", "every", "change", "baseline_from", "x"]),
        st.one_of(st.text(max_size=8), st.integers(-5, 5), st.lists(st.text(max_size=3), max_size=3), st.booleans()),
    )
)
def test_whatever_stands_there_it_is_read_or_every_fault_has_a_place(table: dict[str, object]) -> None:
    import tomli_w

    try:
        MONITOR.read(tomli_w.dumps({"monitor": table}).encode(), PART)
    except DossierError as error:
        assert all(fault.part == PART for fault in error.problems)
