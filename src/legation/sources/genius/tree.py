"""XML of other people as a small tree: no entities, no outside files, so deep and so many elements at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.reading import file_bytes

__all__ = ["MOST_BYTES", "MOST_DEEP", "MOST_ELEMENTS", "Element", "read_tree"]

MOST_BYTES = 16 * 1024**2
MOST_ELEMENTS = 200_000
MOST_DEEP = 32


@dataclass(slots=True)
class Element:
    """An element: its name in lower case, its attributes by name in lower case, what is inside, and the line where it starts."""

    name: str
    attributes: dict[str, str]
    line: int
    inside: list[Element] = field(default_factory=list)

    def of(self, name: str) -> list[Element]:
        """Return the elements of a name that stand directly inside."""
        return [element for element in self.inside if element.name == name]

    def every(self, name: str) -> Iterator[Element]:
        """Give the elements of a name at any depth, in the order of the file."""
        for element in self.inside:
            if element.name == name:
                yield element
            yield from element.every(name)


def read_tree(path: Path) -> Element:
    """Return the root of a file.

    Raises
    ------
    CannotRead
        Where the file is missing, is no XML, declares entities, or is larger or deeper than is allowed.
    """
    from xml.parsers import expat  # entities are refused by a handler of our own; expat opens no outside file

    data = file_bytes(path, MOST_BYTES)
    parser = expat.ParserCreate()
    root = Element("", {}, 0)
    open_elements = [root]
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS or len(open_elements) > MOST_DEEP:
            raise CannotRead(Message("sources.xml-too-much", path=str(path), elements=MOST_ELEMENTS, levels=MOST_DEEP))
        element = Element(name.lower(), {key.lower(): value for key, value in attributes.items()}, parser.CurrentLineNumber)
        open_elements[-1].inside.append(element)
        open_elements.append(element)

    def refuse(*_: object) -> int:
        raise CannotRead(Message("sources.xml-entities", path=str(path), line=parser.CurrentLineNumber))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_elements.pop()
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the whole file at once
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise CannotRead(Message("sources.bad-xml", path=str(path), why=str(error))) from error
    return root.inside[0]
