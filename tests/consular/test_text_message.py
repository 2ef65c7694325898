"""Parts of a text message: both alphabets, their limits, and what is not cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.consular.text_message import Parts, parts

BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
EXTENSION = "^{}\\[]~|€"


def test_the_alphabet_has_127_characters_and_nine_of_two_units() -> None:
    assert parts(BASIC) == Parts("GSM-7", 127, 1)
    assert parts(EXTENSION) == Parts("GSM-7", 18, 1)
    assert [parts(one).alphabet for one in ("ç", "ê", "\x1b", "`", "’", "م", "й")] == ["UCS-2"] * 7


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ("GSM-7", 0, 1)),
        ("a" * 160, ("GSM-7", 160, 1)),
        ("a" * 161, ("GSM-7", 161, 2)),
        ("a" * 306, ("GSM-7", 306, 2)),
        ("a" * 307, ("GSM-7", 307, 3)),
        ("€" * 80, ("GSM-7", 160, 1)),
        ("€" * 81, ("GSM-7", 162, 2)),
        ("€" * 153, ("GSM-7", 306, 3)),
        ("a" * 152 + "€" + "a" * 152, ("GSM-7", 306, 3)),
        ("a" * 151 + "€" + "a" * 153, ("GSM-7", 306, 2)),
        ("م" * 70, ("UCS-2", 70, 1)),
        ("م" * 71, ("UCS-2", 71, 2)),
        ("م" * 134, ("UCS-2", 134, 2)),
        ("م" * 135, ("UCS-2", 135, 3)),
        ("🚨" * 35, ("UCS-2", 70, 1)),
        ("م" * 66 + "🚨" + "م" * 66, ("UCS-2", 134, 3)),
        ("🚨" * 67, ("UCS-2", 134, 3)),
        ("ê" + "€" * 69, ("UCS-2", 70, 1)),
    ],
)
def test_limits(text: str, made: tuple[str, int, int]) -> None:
    found = parts(text)

    assert (found.alphabet, found.units, found.parts) == made


@given(st.text(st.sampled_from("ab€[éم🚨"), max_size=400))
def test_as_parts_that_are_written_out(text: str) -> None:
    is_gsm = all(one in BASIC + EXTENSION for one in text)
    width = {one: 1 + (one in EXTENSION) if is_gsm else len(one.encode("utf-16-le")) // 2 for one in text}
    alone, each = (160, 153) if is_gsm else (70, 67)
    made, units = [""], sum(width[one] for one in text)
    for one in text if units > alone else "":
        if sum(width[other] for other in made[-1] + one) > each:
            made.append("")
        made[-1] += one

    assert parts(text) == Parts("GSM-7" if is_gsm else "UCS-2", units, len(made))
