"""``legation consular drill``: make a house that rehearses, with citizens who are not real."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from legation.cli.terminal import tell
from legation.errors import WrongUse
from legation.language import Lang, Message

if TYPE_CHECKING:
    from legation.web.consular.drills.making import Wanted

__all__ = ["drill"]


def drill(words: tuple[str, ...], seed: int, lang: Lang) -> int:
    """Make a drill: its name, and ``people=300`` and ``place=Karse,-28,41`` where somebody wants others.

    Raises
    ------
    WrongUse
        For other words.
    """
    from legation.web.consular.drills.making import make_drill
    from legation.web.consular.house import HOUSE, house_folder, read_house

    made = make_drill(read_house(house_folder()), _wanted(words, seed), dt.datetime.now(dt.UTC).replace(microsecond=0))
    os.environ["LEGATION_CONSULAR_DATA"] = str(made.folder)
    os.environ["LEGATION_CONSULAR_KEYRING"] = str(made.keyring)
    os.environ["LEGATION_CONSULAR_PASSPHRASE"] = made.passphrase
    os.environ.pop("LEGATION_CONSULAR_DATABASE_URL", None)
    HOUSE.forget()
    from legation.web.consular.serving import prepare

    account = prepare()
    from legation.web.consular.drills.filling import fill
    from legation.web.consular.drills.roles import give_roles

    fill(made.drill)
    give_roles(account.email)
    tell(Message("desk-drill.made", path=str(made.folder), count=made.drill.people), lang)
    tell(Message("desk-drill.passphrase", keyring=str(made.keyring), passphrase=made.passphrase), lang)
    tell(Message("cli.first-account", email=account.email, password=account.password), lang)
    tell(Message("desk-drill.serve", path=str(made.folder), keyring=str(made.keyring)), lang)
    return 0


def _wanted(words: tuple[str, ...], seed: int) -> Wanted:
    from legation.web.consular.drills.making import PLACE, Wanted

    name, *others = words or ("",)
    given = {"people": "300", "place": ",".join(map(str, PLACE))} | dict(one.partition("=")[::2] for one in others)
    place, longitude, latitude = (*given["place"].split(","), "", "")[:3]
    if given.keys() != {"people", "place"} or not name or "=" in name:
        raise WrongUse(Message("desk-drill.words"))
    try:
        return Wanted(name=name, people=int(given["people"]), seed=seed, place=(place.strip(), float(longitude), float(latitude)))
    except ValueError as error:
        raise WrongUse(Message("desk-drill.words")) from error
