"""Who of the demo comes in to a space of their own: chosen by what they have, with an address and a language."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.actor import Resident, resident
from livewell.kit.dates import say_day
from livewell.kit.db import rows
from livewell.kit.languages import ENGLISH, LANGUAGES
from livewell.kit.notify import TRAY
from livewell.people import actions as people
from livewell.people import queries
from livewell.residents.queries import doors
from livewell.settings import settings
from livewell.staff import queries as staff
from livewell.staff.rules import Member

MOST = 24
"""How many people there is something about, apart from what every journey has."""
LEAST_DAYS, MAIN_DAYS = 16, 67
"""For how long somebody has been with Live Well; and the one with most in their space."""
NAMED = {
    "pl": ("Halina", "Zofia", "Piotr"),
    "ur": ("Nadia", "Fatima", "Imran", "Mohammed", "Amina"),
    "cy": ("Dilys", "Gwen"),
}
"""By whose name somebody is rather found who reads another language; it is no more than a preference."""


@dataclass(frozen=True)
class AtHome:
    """Somebody with a journey that goes on, as the demo needs them."""

    journey: UUID
    person: UUID
    called: str
    opened_at: datetime
    worker: Member
    coach: Member
    me: Resident

    def early(self) -> datetime:
        """Soon after they began, and never more than ten weeks ago."""
        return ago(min(70, (clock.now() - self.opened_at).days - 5), 11)


async def choose(here: Neighbourhood) -> tuple[AtHome, dict[str, AtHome], list[AtHome]]:
    """The one with most in their space, one for each other language, and everybody else there is something about."""
    found = await rows(
        """
        SELECT j.id AS journey, j.person, j.opened_at, j.health_coach, j.stage, p.first_name AS called,
               CASE WHEN j.stage = $3 THEN j.link_worker ELSE j.health_coach END AS worker
          FROM journey j JOIN person p ON p.id = j.person
         WHERE j.closed_at IS NULL AND j.stage IN ($2, $3) AND NOT p.never_contact AND j.opened_at < $1
         ORDER BY EXISTS (SELECT FROM session s WHERE s.journey = j.id AND s.status = 'booked' AND s.planned_for > $4) DESC,
                  (SELECT count(*) FROM goal g WHERE g.journey = j.id AND g.status = 'agreed') DESC, j.opened_at, j.id
        """,
        clock.now() - timedelta(days=LEAST_DAYS),
        Stage.COACHING,
        Stage.LINK_WORK,
        clock.now(),
    )
    long_ago = clock.now() - timedelta(days=MAIN_DAYS)
    main = next(one for one in found if one["stage"] == Stage.LINK_WORK and one["opened_at"] < long_ago)
    found.remove(main)
    others = {}
    for code, names in NAMED.items():
        others[code] = next((one for one in found if one["called"] in names), found[-1])
        found.remove(others[code])
    return (
        await _at_home(here, main),
        {code: await _at_home(here, one, code) for code, one in others.items()},
        [await _at_home(here, one) for one in found[:MOST]],
    )


async def _at_home(here: Neighbourhood, one: dict[str, Any], language: str = ENGLISH) -> AtHome:
    coach, worker = await staff.member(one["health_coach"]), await staff.member(one["worker"])
    assert coach is not None  # Whoever has a journey has a coach,
    assert worker is not None  # and a link worker at that stage.
    me = resident(one["person"], here.new_id(), language)
    return AtHome(one["journey"], one["person"], one["called"], one["opened_at"], worker, coach, me)


async def give_addresses(everybody: Iterable[AtHome]) -> None:
    """They gave an e-mail address, and said which language they read."""
    for one in everybody:
        known = await queries.person(one.person)
        assert known is not None
        details = replace(
            known.details, email=address(one.called), may_write=True, language=LANGUAGES[one.me.language].english_name
        )
        with clock.at(one.early()):
            await people.change_details(one.person, details=details, version=known.version, practices={}, by=one.coach)


async def own_space_to_try() -> str | None:
    """How to come in as somebody, in a sentence; None where nobody of a demo has an address."""
    for one in await doors():
        known = await queries.person(one.person)
        if known is not None and known.details.email and known.identity.born_on:
            return (
                f"{one.called} has a space of their own: a door at /demo leads into it; or ask for a link at /my/come-in with"
                f" {known.details.email}, born {say_day(known.identity.born_on)}. It lands in"
                f" {settings().data_dir / TRAY}."
            )
    return None


def address(called: str) -> str:
    """Where a fictional person has their letters."""
    return f"{called.lower()}@letterbox.example"
