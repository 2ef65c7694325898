"""Monitors of a dossier run on a lake: what is counted, what stands out, and what is kept from one run to the next."""
