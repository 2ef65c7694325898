"""A note is cut until it is as long as it may be, and no further."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legation.briefing.document import Bullets, Cell, Document, Heading, PageBreak, PaperTable, Paragraph, Picture
from legation.briefing.notes.fitting import MUST, Entry, Row, Section, _fewest, blocks_of, fitted, fitted_pages, within_words, words_of
from legation.figures.figure import Figure
from legation.language import Message

HEAD = (Cell("Who"), Cell("Ask"))


def page(blocks: tuple[object, ...]) -> Document:
    return Document(kind="note", name="x", lang="en", title="T", blocks=blocks)  # type: ignore[arg-type]


def words(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def lines(document: Document) -> int:
    """A page of this test holds three sentences."""
    return -(-len(words(document)) // 3)


@given(st.lists(st.integers(0, 9), max_size=24), st.integers(1, 3))
def test_no_sentence_goes_that_had_room_and_the_weightiest_stay(ranks: list[int], most: int) -> None:
    entries = tuple(Entry(rank=rank, part=Paragraph(f"{place}")) for place, rank in enumerate(ranks))
    made = fitted([Section(heading=None, entries=entries)], page, lines, most)
    kept = [int(text) for text in words(made)]
    gone = [place for place in range(len(ranks)) if place not in kept]
    must = [place for place, rank in enumerate(ranks) if rank == MUST]

    assert kept == sorted(kept), "in the order in which they stand"
    assert set(must) <= set(kept)
    assert lines(made) <= most or kept == must
    assert len(kept) == max(len(must), min(len(ranks), 3 * most)), "as many as there is room for"
    assert all((ranks[left], -left) >= (ranks[stays], -stays) or stays in must for left in gone for stays in kept) or not gone
    assert all((ranks[left], left) > (ranks[stays], stays) for left in gone for stays in kept if stays not in must)


def test_of_a_section_without_anything_no_heading_is_left() -> None:
    sections = [
        Section(heading=Heading("Kept"), entries=(Entry(rank=MUST, part=Paragraph("a")),)),
        Section(heading=Heading("Gone"), entries=tuple(Entry(rank=5, part=Paragraph(str(place))) for place in range(9))),
    ]

    assert fitted(sections, page, lambda made: len(made.blocks), 2).blocks == (Heading("Kept"), Paragraph("a"))


def test_what_must_stay_stays_where_it_is_too_long() -> None:
    entries = tuple(Entry(rank=MUST, part=Paragraph(str(place))) for place in range(9))

    assert len(words(fitted([Section(heading=None, entries=entries)], page, lines, 1))) == 9


def test_rows_under_one_head_are_a_table_and_listed_sentences_a_list() -> None:
    row = Row(head=HEAD, cells=(Cell("A"), Cell("come")), widths=(0.5, 0.5))
    entries = (
        Entry(rank=1, part=Paragraph("first"), listed=True),
        Entry(rank=1, part=Paragraph("second"), listed=True),
        Entry(rank=1, part=row),
        Entry(rank=1, part=row),
        Entry(rank=1, part=Paragraph("alone")),
    )

    made = blocks_of([Section(heading=None, entries=entries)], frozenset({1}))

    assert made == (Bullets((Paragraph("first"),)), PaperTable(HEAD, (row.cells, row.cells), widths=(0.5, 0.5)), Paragraph("alone"))


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 59), st.data())
def test_the_fewest_are_found_from_any_expectation(low: int, beyond: int, truth: int, data: st.DataObject) -> None:
    high = low + beyond
    expected = data.draw(st.integers(low, high))

    assert _fewest(lambda count: count >= truth, low, high, expected) == min(high, max(low, truth))


def test_few_looks_where_the_expectation_is_right() -> None:
    looks: list[int] = []

    assert _fewest(lambda count: looks.append(count) or count >= 40, 1, 100, 40) == 40
    assert looks == [40, 39]


def test_pictures_for_which_there_is_no_room_are_not_looked_at() -> None:
    figure = Figure(id="f", title=Message("x"), subtitle=Message("x"), alt=Message("x"), spec={})
    pictures = tuple(Entry(rank=9, part=Picture(figure)) for _ in range(3))
    sentences = tuple(Entry(rank=1, part=Paragraph(str(place))) for place in range(9))
    sections = [Section(heading=None, entries=(*pictures, *sentences))]
    seen: list[int] = []

    def looked(made: Document) -> int:
        seen.append(sum(isinstance(block, Picture) for block in made.blocks))
        return -(-len(made.blocks) // 3)

    assert words(fitted(sections, page, looked, 2)) == [str(place) for place in range(6)]
    assert not any(seen)
    assert len(fitted(sections, page, looked, 4).blocks) == 12
    assert len(fitted(sections, page, looked, 3).blocks) == 9


def sentences(*ranks: int, words: int = 1) -> tuple[Entry, ...]:
    return tuple(Entry(rank=rank, part=Paragraph(" ".join([f"{place}"] * words))) for place, rank in enumerate(ranks))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9)), max_size=12), st.integers(1, 40), st.integers(0, 5))
def test_the_first_page_has_no_more_words_than_it_may_unless_what_must_stay_has(
    given_: list[tuple[int, int]], most: int, before: int
) -> None:
    entries = tuple(Entry(rank=rank, part=Paragraph(" ".join(["word"] * count))) for rank, count in given_)
    second = Section(heading=None, entries=sentences(9, words=99), page=2)
    made = within_words([Section(heading=None, entries=entries), second], most, before)
    left = [entry for section in made if section.page == 1 for entry in section.entries]
    count = before + sum(words_of(entry.part) for entry in left)
    gone = [entry for entry in entries if entry not in left]

    assert made[-1] == second, "the second page has no limit"
    assert count <= most or all(entry.rank == MUST for entry in left)
    assert all(count + words_of(entry.part) > most for entry in gone), "nothing is cut that had room"


def test_without_a_limit_nothing_is_cut() -> None:
    one = Section(heading=Heading("A"), entries=sentences(3, 4, words=500))

    assert within_words([one], 0) == (one,)


def pages(document: Document) -> int:
    """A page of this test holds three sentences, and a break begins a page."""
    counts, at = [0], 0
    for block in document.blocks:
        if isinstance(block, PageBreak):
            counts.append(0)
            at += 1
        elif isinstance(block, Paragraph):
            counts[at] += 1
    return sum(max(1, -(-count // 3)) for count in counts)


def test_a_second_page_that_lacks_room_takes_nothing_from_the_first() -> None:
    first = Section(heading=Heading("One"), entries=sentences(9, 9, 9))
    second = Section(heading=Heading("Two"), entries=sentences(0, 1, 2, 3, 4), page=2)
    made = fitted_pages([first, second], page, pages, refill=True)

    assert [type(block).__name__ for block in made.blocks] == [
        "Heading", "Paragraph", "Paragraph", "Paragraph", "PageBreak", "Heading", "Paragraph", "Paragraph", "Paragraph",
    ]  # fmt: skip
    assert pages(made) == 2
