"""Pages of the house: what it declares, what is missing and what that blocks, and a form for each part."""

from legation.web.consular.pages.house import front, gateway, languages, lines, names, overview, posts

__all__ = ["front", "gateway", "languages", "lines", "names", "overview", "posts"]
