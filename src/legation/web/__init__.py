"""The site: accounts, dossiers as revisions, pages with their JSON representation, runs in the background, the API.

The way of a request: ``urls`` finds the route; :mod:`legation.web.site.routing` asks :func:`legation.web.access.can`.
A page of :mod:`legation.web.pages` gets an :class:`legation.web.site.page.PageRequest`, with the dossier as this person may see it.
It returns a dataclass, of which the template and the JSON are made. :mod:`legation.web.dossiers.store` alone saves.
"""
