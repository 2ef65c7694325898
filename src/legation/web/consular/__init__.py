"""The desk of a consular house: a site of its own, with settings, databases and keys of its own, where no dossier is installed.

The way of a request: ``urls`` finds the route, :mod:`legation.web.consular.routing` asks :data:`legation.web.consular.access.POST`.
``records`` are its tables, of which nothing about a person is in clear; ``keystore`` is the second database, with a key for each subject;
:mod:`legation.web.consular.vault` opens and closes what stands in them; ``pages`` show it. Rules are in :mod:`legation.consular`.
What faces the Internet is another process: :mod:`legation.web.front`.
"""
