"""A part in TOML that is made to be costly to read is refused before the reader of TOML sees it, and refusing it costs little."""

from __future__ import annotations

import time
import tomllib

import pytest

from legation.dossier.parts.toml_record import parsed

LONG = ".".join("k" * 40)


@pytest.mark.parametrize("piece", ['\\"""\\"x\n', '\\"""\\"x', '\\"', '"""x\\"\n', "'''x\n", "'x\n", '"x\n', '"""""""', "''", 'a"'])
@pytest.mark.parametrize("end", ["", "\\"])
def test_texts_that_never_close_are_looked_at_once(piece: str, end: str) -> None:
    size = 96 * 1024
    start = time.process_time()
    parsed("# a line\n" * (size // 9))
    plain = time.process_time() - start
    start = time.process_time()
    with pytest.raises(ValueError, match=r"line|end of document"):
        parsed(f"# {LONG}\n{piece * (size // len(piece))}{end}")

    assert time.process_time() - start < 4 * plain + 1, "it took some ten seconds where each opening was read to the end"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{LONG} = 1\n", 1),
        (f"x = '''a''''\n{LONG} = 1\n", 2),
        (f"x = '''a'''' # ' \"\"\"\n{LONG} = 1\ny = 1 # \"\"\"\n", 2),
        (f'x = """\na""""" # """\n\n{LONG} = 1\ny = 1 # """\n', 4),
        (".".join(['"\\""', "a"] * 20) + " = 1\n", 1),
        (".".join(["'a b'", '"c . d"'] * 20) + " = 1\n", 1),
        (f'x = "\\\\"\n[{LONG}]\n', 2),
    ],
)
def test_a_key_of_very_many_names_is_refused_wherever_it_hides(text: str, line: int) -> None:
    tomllib.loads(text)
    with pytest.raises(ValueError, match=rf"32 \(at line {line}\)"):
        parsed(text)


@pytest.mark.parametrize(
    "text",
    [f'x = "{LONG}"\n', f"x = '''{LONG}''''\n", f'x = """\n\\"""{LONG}\n""{LONG}"""""\n', f"x = 1 # {LONG}\n", f"x = '{LONG}' # it's\n"],
)
def test_what_stands_in_a_text_or_a_comment_is_no_key(text: str) -> None:
    assert parsed(text) == tomllib.loads(text)


@pytest.mark.parametrize("text", ["a = " + "[" * 33 + "]" * 33, "a = 1\nb = " + "{c = " * 33 + "1" + "}" * 33, "a = [" + "{b = [" * 20])
def test_what_is_nested_too_deep_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"\(at line \d\)"):
        parsed(text)


def test_brackets_in_texts_and_comments_nest_nothing() -> None:
    assert parsed("# " + "[" * 99 + '\na = "' + "[" * 99 + '"\n' + "[[b]]\nc = [[1], {d = 2}]\n" * 99)["b"][98]["c"] == [[1], {"d": 2}]
