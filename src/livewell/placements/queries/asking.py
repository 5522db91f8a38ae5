"""Requests for a befriender: the worker's side beside the journey, and the coordinators', who see no journey at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.assets.queries import vocabulary
from livewell.journeys import queries as journeys
from livewell.journeys.rules import Stage
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.kit.geo import find_postcode
from livewell.people.rules import ACCESS_LABELS, AccessNeed
from livewell.placements.queries.placing import PlacementSeen, placements_of
from livewell.placements.rules import asking, code_of
from livewell.placements.rules.asking import AskState
from livewell.places.queries import ward_of, wards
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.rules.words import LANGUAGES, TIMES

HELPED_WITH: dict[str, str] = {
    need.value: ACCESS_LABELS[need]
    for need in (
        AccessNeed.HOME_VISIT,
        AccessNeed.STEP_FREE,
        AccessNeed.TRANSPORT,
        AccessNeed.COMPANY,
        AccessNeed.HEARING,
        AccessNeed.SIGHT,
        AccessNeed.QUIET,
        AccessNeed.MEMORY,
    )
}
"""What a befriender may need to be able to help with."""

# The ward is left out here, not in a page: whoever's address becomes protected later is protected at once.
_ASKED = """
    SELECT a.id, a.first_name, CASE WHEN p.protected_address THEN '' ELSE a.ward END AS ward,
           CASE WHEN p.protected_address THEN '' ELSE coalesce(w.name, '') END AS ward_name,
           a.times, a.languages, a.interests, a.access, a.words, a.state, a.asked_at, s.name AS asked_by, a.version
    FROM befriender_asked a
    JOIN journey j ON j.id = a.journey
    JOIN person p ON p.id = j.person
    JOIN staff_user s ON s.id = a.asked_by
    LEFT JOIN ward w ON w.code = a.ward
"""


@dataclass(frozen=True)
class AskedSeen:
    """A request as coordinators and volunteers see it: what the person agreed to say, and nothing more."""

    id: UUID
    first_name: str
    ward: str
    ward_name: str
    """"" where it is not said."""
    times: tuple[str, ...]
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    access: tuple[str, ...]
    words: str
    state: AskState
    asked_at: datetime
    asked_by: str
    """The worker to ask."""
    version: int
    interest_names: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """What it is called where no name may stand."""
        return code_of(self.id)

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return asking.LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether somebody is looked for."""
        return self.state is AskState.OPEN

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done with it any more."""
        return not asking.MOVES[self.state]

    @property
    def time_labels(self) -> tuple[str, ...]:
        """Parts of the week in words, in their order."""
        return tuple(label for code, label in TIMES.items() if code in self.times)

    @property
    def language_labels(self) -> tuple[str, ...]:
        """Languages in words."""
        return tuple(label for code, label in LANGUAGES.items() if code in self.languages)

    @property
    def access_labels(self) -> tuple[str, ...]:
        """What a befriender would help with, in words."""
        return tuple(label for code, label in HELPED_WITH.items() if code in self.access)


def as_asked(found: dict[str, Any], names: Mapping[str, tuple[str, str]]) -> AskedSeen:
    """A row of the requests query."""
    lists = {name: tuple(found[name]) for name in ("times", "languages", "interests", "access")}
    named = tuple(names[code][0] for code in lists["interests"] if code in names)
    return AskedSeen(**{**found, **lists, "state": AskState(found["state"]), "interest_names": named})


async def asked(asked_id: UUID) -> AskedSeen:
    """One request. Raises `NotFound`."""
    found = await row(f"{_ASKED} WHERE a.id = $1", asked_id)
    if found is None:
        raise NotFound
    return as_asked(found, (await vocabulary()).names_and_parents)


async def asked_for() -> tuple[tuple[AskedSeen, str], ...]:
    """Every request that is open, the longest wait first, with how far it is in words."""
    found = await rows(
        f"""
        SELECT found.*, coalesce((
            SELECT CASE WHEN c.volunteer_agreed_at IS NULL THEN 'The volunteer is being asked'
                        WHEN c.person_agreed_at IS NULL THEN 'The person is being asked'
                        ELSE 'Both said yes: ready to begin' END
            FROM placement c WHERE c.asked = found.id AND c.state = 'proposed'
        ), 'Nobody is suggested yet') AS how_far
        FROM ({_ASKED} WHERE a.state = 'open') AS found ORDER BY found.asked_at, found.id LIMIT 200
        """  # noqa: S608  Constants only.
    )
    names = (await vocabulary()).names_and_parents
    return tuple((as_asked(one, names), far) for one in found for far in [one.pop("how_far")])


@dataclass(frozen=True)
class AskPage:
    """What the worker's form needs to know: what is known of the person, to begin with, and what may not be written."""

    journey: UUID
    called: str
    family_name: str
    address_lines: tuple[str, ...]
    protected: bool
    never_contact: bool
    ward: str
    """The ward of their postcode; "" when their address is protected, or nobody knows."""
    wards: tuple[tuple[str, str], ...]
    access: tuple[str, ...]
    interests: tuple[tuple[str, str], ...]


async def ask_page(journey_id: UUID, *, seen_by: Member) -> AskPage:
    """For the form. Raises `NotFound` when the journey is not theirs to see."""
    facts = await journeys.journey(journey_id, seen_by)
    person = await row(
        "SELECT family_name, address, postcode, protected_address, never_contact, access_needs FROM person WHERE id = $1",
        facts.person,
    )
    if person is None:
        raise NotFound
    ward = ""
    if not person["protected_address"] and person["postcode"]:
        place = await find_postcode(person["postcode"])
        found = await ward_of(place.point) if place else None
        ward = found.code if found else ""
    words = await vocabulary()
    return AskPage(
        journey=journey_id,
        called=facts.called,
        family_name=person["family_name"],
        address_lines=tuple(person["address"].splitlines()),
        protected=person["protected_address"],
        never_contact=person["never_contact"],
        ward=ward,
        wards=() if person["protected_address"] else tuple((one.code, one.name) for one in await wards()),
        access=tuple(code for code in person["access_needs"] if code in HELPED_WITH),
        interests=tuple((term.code, term.name) for term in words.activities),
    )


@dataclass(frozen=True)
class Panel:
    """What a person's record shows of befriending."""

    journey: UUID
    called: str
    requests: tuple[tuple[AskedSeen, tuple[PlacementSeen, ...]], ...]
    may_ask: bool
    may_answer: bool
    may_keep_apart: bool


async def panel(journey_id: UUID, *, seen_by: Member) -> Panel:
    """The requests on a journey, the newest first, each with whoever was suggested. `NotFound` when it is not theirs."""
    facts = await journeys.journey(journey_id, seen_by)
    found = await rows(f"{_ASKED} WHERE a.journey = $1 ORDER BY a.asked_at DESC LIMIT 5", journey_id)
    names = (await vocabulary()).names_and_parents
    requests = tuple(as_asked(one, names) for one in found)
    seen = [(one, await placements_of(asked=one.id)) for one in requests[:2]] + [(one, ()) for one in requests[2:]]
    asks = Permission.ASK_FOR_VOLUNTEERS in seen_by.can
    open_already = any(not one.is_over for one in requests)
    return Panel(
        journey=journey_id,
        called=facts.called,
        requests=tuple(seen),
        may_ask=asks and not open_already and facts.stage is not Stage.CONTACTING and not facts.never_contact,
        may_answer=asks,
        may_keep_apart=Permission.KEEP_APART in seen_by.can,
    )
