"""A dossier with the log of an incident and duties to notify, as a desk in Copenhagen enters them."""

from __future__ import annotations

import datetime as dt

from legation.dossier import decode
from legation.questions import Case

__all__ = ["DUTIES", "LOG", "duty_case"]

DUTIES = """id,incident,to_en,to_fr,basis,clause_en,clause_fr,since,after,hours,months,zone,made,known_on,marking
warning,worm,the CSIRT,le CSIRT,nis2,Art. 23(4)(a),art. 23 § 4 a),2026-01-29T14:00+01:00,,24,,Europe/Copenhagen,2026-01-30T10:00Z,,
notify,worm,the authority,l’autorité,nis2,Art. 23(4)(b),art. 23 § 4 b),2026-01-29T14:00+01:00,,72,,Europe/Copenhagen,,,
report,worm,the authority,l’autorité,nis2,Art. 23(4)(d),art. 23 § 4 d),,notify,,1,Europe/Copenhagen,,,
customers,worm,customers,les clients,contract,,,,,,,,,,
insurer,worm,the insurer,l’assureur,insurance,,,,,48,,,,,
"""
LOG = """id,incident,at,zone,fact_en,fact_fr,holder,state,affected_en,affected_fr,known_on,supersedes
l1,worm,2026-01-29T13:00+01:00,Europe/Copenhagen,Servers are down,Des serveurs sont arrêtés,,reported,,,,
l2,worm,2026-01-29T14:00+01:00,Europe/Copenhagen,Servers are down at all sites,Tous les sites sont arrêtés,,established,All sites,Tous les sites,2026-01-30,l1
l3,worm,2026-01-31T09:00+01:00,Europe/Copenhagen,Borduria did it,La Bordurie en est l’auteur,KLO,reported,,,,
l4,worm,,,Whether data left,Si des données sont parties,,unknown,,,,
"""


def duty_case(day: dt.date, duties: str = DUTIES, log: str = LOG, **parts: str) -> Case:
    """Return the case at a day."""
    there = {
        "dossier.toml": 'id = "firm"\n[parameters]\nus = "firm"\n',
        "actors.csv": "id,name,kind\nfirm,The firm,company\nKLO,Klow,state\nBOR,Borduria,state\n",
        "duties.csv": duties,
        "incident_log.csv": log,
        **parts,
    }
    return Case(dossier=decode({name: text.encode() for name, text in there.items() if text}), today=day, as_of=day)
