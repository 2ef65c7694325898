"""Pages of people: whom a post knows, one household, taking in, changing."""

from legation.web.consular.pages.people import doubles, editing, importing, listing, one, other, searching

__all__ = ["doubles", "editing", "importing", "listing", "one", "other", "searching"]
