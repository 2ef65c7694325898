"""Pages of crises: the list, one crisis, its area and days, the texts that waves send."""

from legation.web.consular.pages.crises import counts, editing, listing, manifest, one, partners, report, roll, texts, waves

__all__ = ["counts", "editing", "listing", "manifest", "one", "partners", "report", "roll", "texts", "waves"]
