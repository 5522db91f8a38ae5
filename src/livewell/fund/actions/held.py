"""Rows held while something is done to them: always the pot before what is asked of it, so that nobody waits for each other."""

from collections.abc import Mapping
from uuid import UUID

from livewell.fund.forms.asking import WORDS
from livewell.fund.rules import LABELS, ApplicationState
from livewell.fund.rules.money import Ledger
from livewell.fund.tables import FundApplication, FundPot
from livewell.kit.db import row, value
from livewell.kit.errors import NotFound, Stale


def happened(moment: object) -> bool:
    """Whether a moment that may be missing is there; the type of a column says that it always is."""
    return moment is not None


async def held_pot(pot_id: UUID) -> FundPot:
    """The pot, held until the transaction ends. NotFound when there is none."""
    pot = await FundPot.objects().where(FundPot.id == pot_id).lock_rows("UPDATE").first()
    if pot is None:
        raise NotFound
    return pot


async def held(application_id: UUID) -> tuple[FundPot, FundApplication]:
    """An application and its pot, both held. NotFound when there is none."""
    pot_id = await value("SELECT pot FROM fund_application WHERE id = $1", application_id)
    if pot_id is None:
        raise NotFound
    pot = await held_pot(pot_id)
    found = await FundApplication.objects().where(FundApplication.id == application_id).lock_rows("UPDATE").first()
    if found is None:
        raise NotFound
    return pot, found


def check_fresh(found: FundApplication, version: int, yours: Mapping[str, str]) -> None:
    """Raise Stale, with what `yours` says by its labels, when another version of the application was on the page."""
    if found.version != version:
        theirs = {label: str(getattr(found, name)) for name, label in WORDS.items()}
        raise Stale(theirs | {"Where it stands": LABELS[ApplicationState(found.state)][0]}, yours)


async def left_in(pot: FundPot) -> int:
    """What can still be awarded from a pot that is held, in pence."""
    awarded = await value(
        """
        SELECT coalesce(sum(d.pence - d.released_pence), 0)
        FROM fund_decision d JOIN fund_application a ON a.id = d.application WHERE a.pot = $1
        """,
        pot.id,
    )
    return int(pot.pence) - int(awarded)


async def award_of(application_id: UUID) -> Ledger:
    """The award of an application that is held, in pence."""
    found = await row(
        """
        SELECT coalesce((SELECT pence - released_pence FROM fund_decision WHERE application = $1), 0) AS awarded,
               coalesce(sum(pence) FILTER (WHERE pence > 0), 0) AS paid,
               coalesce(-sum(pence) FILTER (WHERE pence < 0), 0) AS returned
        FROM fund_payment WHERE application = $1
        """,
        application_id,
    )
    assert found is not None
    return Ledger(int(found["awarded"]), int(found["paid"]), int(found["returned"]))
