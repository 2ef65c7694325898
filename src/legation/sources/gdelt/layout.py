"""The columns of GDELT's tables that are read, by their place in the row.

The tables have no header and no quoting: a quotation mark is a plain character. A row of another width than its table's is not placed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ARTICLES", "EVENTS", "MENTIONS", "Layout"]


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of GDELT.

    Attributes
    ----------
    table : str
        Our table.
    width : int
        Cells of a row.
    columns : mapping of str to (int, str)
        GDELT's name of each column that is read: its place, from 0, and how: ``code`` (few different texts), ``text``, ``whole``,
        ``time`` (whole, of 8 or 14 digits), ``number``.
    longest : int
        Bytes that a line may have.
    """

    table: str
    width: int
    columns: Mapping[str, tuple[int, str]]
    longest: int = 1024**2


EVENTS = Layout(
    "events",
    61,
    {
        "SQLDATE": (1, "time"),
        "Actor1CountryCode": (7, "code"),
        "Actor1KnownGroupCode": (8, "code"),
        "Actor1Type1Code": (12, "code"),
        "Actor2CountryCode": (17, "code"),
        "Actor2KnownGroupCode": (18, "code"),
        "Actor2Type1Code": (22, "code"),
        "EventCode": (26, "code"),
        "QuadClass": (29, "whole"),
        "GoldsteinScale": (30, "number"),
        "NumMentions": (31, "whole"),
        "ActionGeo_CountryCode": (53, "code"),
        "ActionGeo_Lat": (56, "number"),
        "ActionGeo_Long": (57, "number"),
        "DATEADDED": (59, "time"),
        "SOURCEURL": (60, "text"),
    },
)
MENTIONS = Layout(
    "mentions",
    16,
    {
        "GLOBALEVENTID": (0, "text"),
        "EventTimeDate": (1, "time"),
        "MentionTimeDate": (2, "time"),
        "MentionType": (3, "code"),
        "MentionSourceName": (4, "code"),
        "MentionIdentifier": (5, "text"),
        "Confidence": (11, "whole"),
        "MentionDocTone": (13, "number"),
        "MentionDocTranslationInfo": (14, "code"),
    },
)
ARTICLES = Layout(
    "articles",
    27,
    {
        "DATE": (1, "time"),
        "SourceCommonName": (3, "code"),
        "DocumentIdentifier": (4, "text"),
        "V2Themes": (8, "text"),
        "V2Locations": (10, "text"),
        "V2Organizations": (14, "text"),
        "V2Tone": (15, "text"),
        "TranslationInfo": (25, "code"),
    },
    longest=16 * 1024**2,
)
