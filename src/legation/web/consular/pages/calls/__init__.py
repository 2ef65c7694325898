"""Pages of call sheets: those of the call-taker, who is told that a call is recorded; and those of the officer, who decides."""

from legation.web.consular.pages.calls import deciding, taking

__all__ = ["deciding", "taking"]
