"""The codes of coded events: CAMEO for what happened and for whom, FIPS 10-4 for where.

The tables ``fips.csv`` and ``cameo.csv`` are ours, written from the published standards. A code here is how a source names an entry; it is
no statement on anyone's status.

- :func:`place_of` - a FIPS code of a place to ISO 3166-1 alpha-3. ``CH`` is China.
- :func:`state_of` - a CAMEO code of an actor to ISO 3166-1 alpha-3; regions have none.
- :func:`cameo_event` - class, Goldstein's number and label of an event's code.
"""

from __future__ import annotations

from legation.sources.event_codes.cameo import CameoEvent, cameo_event, cameo_events, quad_of, state_of
from legation.sources.event_codes.fips import place_of, places

__all__ = ["CameoEvent", "cameo_event", "cameo_events", "place_of", "places", "quad_of", "state_of"]
