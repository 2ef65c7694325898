"""A workbook of which a sheet or a list of parts is damaged is recognised as what it is, or as nothing, and refused in order."""

from __future__ import annotations

import io
import zipfile

import pytest
from fuzz.seeds import carried

from legation.errors import CannotRead
from legation.sources.recognising import recognised
from legation.sources.tables.cells import table_of


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "docProps/core.xml"])
def test_a_part_that_is_no_xml_stops_no_page(part) -> None:
    whole, broken = zipfile.ZipFile(io.BytesIO(carried()["made.xlsx"])), io.BytesIO()
    with zipfile.ZipFile(broken, "w") as new:
        for name in whole.namelist():
            new.writestr(name, b"<a><b" if name == part else whole.read(name))

    recognised("made.xlsx", broken.getvalue())
    with pytest.raises(CannotRead, match=r"made.xlsx could not be read"):
        table_of("made.xlsx", broken.getvalue())
