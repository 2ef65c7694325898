"""A paper of an exercise says that it is one: first line, last line, each page, each picture, the name of the file."""

import io

import docx as word
import pytest

from legation.briefing import docx, html
from legation.briefing.document import Box, Columns, Document, Heading, Paragraph, Picture
from legation.briefing.exercise import as_exercise, exercise_name
from legation.figures import render
from legation.figures.figure import Figure
from legation.language import Message

LINES = {"en": "EXERCISE EXERCISE EXERCISE", "fr": "EXERCICE EXERCICE EXERCICE"}
SAID = Message("language.example", count=119, share=0.62)
SPEC = {"width": 300, "height": 120, "data": {"values": [{"a": 1, "b": 2}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}


def figure(**more):
    return Figure(id="talks", title=SAID, subtitle=SAID, alt=SAID, spec=SPEC, **more)


def paper(lang):
    blocks = (
        Heading("Frontier"),
        Picture(figure()),
        Box("Beside", (Picture(figure()),)),
        Columns(((Paragraph("Left"),), (Picture(figure()),))),
    )
    given = {"marking": "TLP:AMBER", "marking_place": "top"}
    return as_exercise(Document(kind="debrief", name="talks", lang=lang, title="Talks", blocks=blocks, **given))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("bare", [False, True])
def test_a_drawing_begins_and_ends_with_the_line(lang, bare):
    drawn = render.svg(figure(exercise=True, bare=bare), lang, footer="A footer")
    texts = drawn[drawn.index("</desc>") :]
    first, last = texts.index(LINES[lang]), texts.rindex(LINES[lang])
    assert first < last
    assert texts.index("A footer") < last
    assert LINES[lang] not in render.svg(figure(bare=bare), lang)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_begins_and_ends_with_the_line_and_so_does_each_picture(lang):
    made = html.render(paper(lang)).decode()
    assert made.count(LINES[lang]) >= 2 + 3 * 2
    assert f"TLP:AMBER · {LINES[lang]}" in made


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_page_of_the_word_form_bears_the_line(lang):
    read = word.Document(io.BytesIO(docx.render(paper(lang))))
    written = [one.text for one in read.paragraphs if one.text.strip()]
    assert sum(LINES[lang] in one for one in written) >= 2
    section = read.sections[0]
    for place in (section.header, section.footer):
        assert any(LINES[lang] in one.text for one in place.paragraphs)


def test_the_name_of_a_file_says_it():
    assert paper("fr").name == "EXERCICE-talks"
    assert exercise_name("x.csv", "en") == "EXERCISE-x.csv"
