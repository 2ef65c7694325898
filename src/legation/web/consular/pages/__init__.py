"""The pages of the desk, each module with what it shows and does; importing this package declares every route."""

from legation.web.consular.pages import crises, home, people, retention, wardens

__all__ = ["crises", "home", "people", "retention", "wardens"]
