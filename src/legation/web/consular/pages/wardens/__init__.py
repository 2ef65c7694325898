"""Pages of wardens: those on which they are appointed, their own list, and the door for who has a code."""

from legation.web.consular.pages.wardens import appointing, own, with_code

__all__ = ["appointing", "own", "with_code"]
