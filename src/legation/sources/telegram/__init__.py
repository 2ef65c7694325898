"""Reports of posts as text: read from a paste, and written to be copied.

:func:`read_reports` reads which targets a text speaks of, what they answered, when, at which level, in which form and under which
condition; what is not sure it asks. ``wordings.toml`` is the table of words that it knows. :func:`report_text` writes the post's own draft.
"""

from __future__ import annotations

from legation.sources.telegram.labelled import report_text
from legation.sources.telegram.marking import ClassifiedText
from legation.sources.telegram.reading import LIMIT, read_reports
from legation.sources.telegram.report import FIELDS, Report

__all__ = ["FIELDS", "LIMIT", "ClassifiedText", "Report", "read_reports", "report_text"]
