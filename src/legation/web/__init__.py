"""The site: accounts, dossiers as revisions, pages with their JSON twins, runs in the background, the API.

The way of a request: ``urls`` finds the route; :mod:`legation.web.route` asks :func:`legation.web.access.can`; a page of
:mod:`legation.web.pages` gets an :class:`legation.web.asked.Asked`, which holds the dossier as this person may see it, and returns a
dataclass; the template and the JSON twin are made of that. What is saved goes through :mod:`legation.web.dossiers.store` alone.
"""
