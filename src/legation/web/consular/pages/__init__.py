"""The pages of the desk, each module with what it shows and does; importing this package declares every route."""

from legation.web.consular.pages import calls, crises, drill, home, people, retention, wardens

__all__ = ["calls", "crises", "drill", "home", "people", "retention", "wardens"]
