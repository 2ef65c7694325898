"""Who is named in a text, and who speaks for whom.

=======================  ===========================================================================
:class:`Gazetteer`       a list of names with dates; :meth:`Gazetteer.tag` finds them in a text
:func:`spokespersons`    who speaks on behalf of whom, and who aligns with whose statement
=======================  ===========================================================================
"""

from __future__ import annotations

from legation.methods.text.tagging.behalf import Behalf, spokespersons
from legation.methods.text.tagging.gazetteer import Entry, Gazetteer, Kind, Tag

__all__ = ["Behalf", "Entry", "Gazetteer", "Kind", "Tag", "spokespersons"]
