"""Numbers, addresses and documents have one form, however they were written."""

from __future__ import annotations

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.consular import contact
from legation.consular.contact import document, email, phone
from legation.errors import BadValue

EXAMPLES = sorted(region for region in phonenumbers.SUPPORTED_REGIONS if phonenumbers.example_number(region))


@given(st.sampled_from(EXAMPLES), st.sampled_from([phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE]))
def test_a_number_of_any_country_has_one_form(region: str, kind: int) -> None:
    number = phonenumbers.example_number_for_type(region, kind) or phonenumbers.example_number(region)
    wanted = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    abroad = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)

    assert phone(abroad) == phone(wanted) == phone(f"  00{wanted[1:]}") == wanted
    assert phone(phone(national, region.lower())) == phone(national, region)


def test_digits_of_other_scripts_are_digits() -> None:
    assert phone("+٥٦ ٢ ٢١٢٣ ٤٥٦٧") == phone("＋５６２２１２３４５６７") == phone("00 56 (2) 2123-4567") == "+56221234567"


@pytest.mark.parametrize(
    "text", ["", "hello", "+", "06 12 34 56 78", "+33 1", "+999 123456789", "+33612345678901234", "+33612345678 ext 5", "+33\x006"]
)
def test_what_is_no_number_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        phone(text)

    assert "612345678" not in str(caught.value)


@given(st.emails())
def test_an_address_has_one_form(address: str) -> None:
    made = email(address)

    assert made == email(f" {address.upper()}\n") == email(made)


def test_full_width_and_composed_letters_are_the_same_address() -> None:
    assert email("ＡＭＩＮＡ@example.org") == "amina@example.org"
    assert email("andre\u0301@example.org") == email("ANDR\u00c9@example.org")


@pytest.mark.parametrize(
    "text", ["", "amina", "@example.org", "a@b", "a@b@c.org", "a b@c.org", f"{'a' * 250}@b.org", "a\u202eb@c.org", "a\x00@b.org"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        email(text)


@given(st.text("AB12", min_size=1, max_size=9), st.lists(st.sampled_from(" -./"), max_size=9))
def test_a_document_has_one_form(number: str, between: list[str]) -> None:
    spaced = "".join(letter + gap for letter, gap in zip(number, [*between, *[""] * 9], strict=False))

    assert document("FRA", number) == document(" fra", spaced.lower()) == f"FRA-{number}"


@pytest.mark.parametrize(
    ("issuer", "number"), [("", "12AB"), ("FR1", "12AB"), ("FRAN", "12AB"), ("FRA", ""), ("FRA", " -"), ("FRA", "1" * 41)]
)
def test_what_is_no_document_is_refused(issuer: str, number: str) -> None:
    with pytest.raises(BadValue):
        document(issuer, number)


def test_a_number_that_is_read_by_its_country_and_length_alone_is_the_one_that_the_library_finds() -> None:
    drawn = random.Random(31)
    read_alone = 0
    for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        for size in range(2, 15):
            for _ in range(6):
                text = f"+{code}" + "".join(drawn.choice(" -.") * drawn.randrange(2) + str(drawn.randrange(10)) for _ in range(size))
                try:
                    number = phonenumbers.parse(text)
                    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                    found = whole if phonenumbers.is_possible_number(number) else ""
                except phonenumbers.NumberParseException:
                    found = ""
                alone = contact._international(text)
                assert alone in ("", found), text
                read_alone += bool(alone)
    assert read_alone > 2_000
