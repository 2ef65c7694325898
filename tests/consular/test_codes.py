"""Codes by which a reply says whose it is: what is read for what, which mistakes are found, and how guessing ends."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.consular.codes import CODES, closed_until, code_of, read_code
from legation.errors import LegationError

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
NUMBERS = st.integers(0, CODES - 1)
MINUTE = dt.timedelta(minutes=1)


@given(NUMBERS)
def test_a_code_is_five_characters_and_a_digit_and_is_read_as_typed(number: int) -> None:
    code = code_of(number)

    assert len(code) == 6
    assert code[5] in "0123456789"
    assert not set(code) & set("ILOU")
    typed = [code, code.lower(), f" {code[:3]}-{code[3:]}\n", code.replace("1", "l").replace("0", "o"), code.replace("1", "I")]
    assert [read_code(one) for one in typed] == [code] * len(typed)


@given(NUMBERS, NUMBERS)
def test_two_numbers_have_two_codes(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)


@given(
    NUMBERS,
    st.integers(0, 4),
    st.sampled_from(["5S", "6G", "8B", "2Z", "0D", "0Q", "1J", "1T", "17", "49", "MN", "EF", "VY", "PR", "CG", "VW"]),
)
def test_characters_that_look_alike_are_told_from_each_other(number: int, place: int, pair: str) -> None:
    code = code_of(number)
    one, other = (f"{code[:place]}{character}{code[place + 1 :]}" for character in pair)

    assert not (read_code(one) and read_code(other))


def test_nine_of_ten_mistakes_are_found() -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    codes = [code_of(number) for number in range(0, CODES, CODES // 50)]
    changed = [
        f"{code[:place]}{one}{code[place + 1 :]}"
        for code in codes
        for place, one in itertools.product(range(5), alphabet)
        if one != code[place]
    ]
    swapped = [f"{c[:n]}{c[n + 1]}{c[n]}{c[n + 2 :]}" for c in codes for n in range(4) if c[n] != c[n + 1]]

    assert sum(read_code(one) is not None for one in changed) / len(changed) < 0.08
    assert sum(read_code(one) is not None for one in swapped) / len(swapped) < 0.1


def test_digits_of_other_scripts_are_digits() -> None:
    assert read_code("٠٠٠٠٠٠") == read_code("０００００O") == "000000"


@pytest.mark.parametrize("text", ["", "00000", "0000000", "00000U", "UUUUUU", "000001", "I am safe", "0" * 10_000, "00000½", "\x00" * 6])
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize("number", [-1, CODES, 1.0, True, "5"])
def test_another_number_has_no_code(number: int) -> None:
    with pytest.raises(LegationError, match="33,554,431"):
        code_of(number)


def test_ten_wrong_codes_close_a_number_for_an_hour_and_ten_more_again() -> None:
    ten = [START + MINUTE * n for n in range(10)]
    closed = START + 69 * MINUTE

    assert closed_until([]) is None
    assert closed_until(ten[:9]) is None
    assert closed_until(reversed(ten)) == closed
    assert closed_until([*ten, *(START + 30 * MINUTE + MINUTE * n for n in range(20))]) == closed
    assert closed_until([*ten, *(closed + MINUTE * n for n in range(9))]) == closed
    assert closed_until([*ten, *(closed + MINUTE * n for n in range(10))]) == closed + 69 * MINUTE
