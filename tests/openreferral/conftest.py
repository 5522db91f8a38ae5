"""The published schemas as a judge, and a small directory that has one of everything."""

import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from livewell.assets import actions as assets
from livewell.assets.actions import NewListing
from livewell.assets.actions.imported import NewOrganisation, add_organisations
from livewell.assets.rules import (
    AssetKind,
    Audience,
    Capacity,
    Delivery,
    Feature,
    Joining,
    Provenance,
    Running,
    Sector,
    Way,
)
from livewell.assets.rules.listing import ContactPerson, Cost, Covered, Listing, Venue
from livewell.assets.rules.times import BankHolidays, Part, Pattern, Repeats
from livewell.kit.actor import SYSTEM
from livewell.kit.geo import Point
from livewell.openreferral.queries import shelf
from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]

STANDARD = "https://openreferraluk.org/specifications/3.0/schema/"
BESIDE = Path(__file__).parents[3] / "shared/standards/oruk-3.0"
SCHEMAS = Path(os.environ.get("LIVEWELL_ORUK_SCHEMAS", BESIDE))
WITHOUT = "The schemas of Open Referral UK are not here: say where by LIVEWELL_ORUK_SCHEMAS."


class Judge:
    """`judge.faults("service", document)`: everything that is wrong with it, by the published schema."""

    def __init__(self, folder: Path) -> None:
        # It reads a grammar of addresses for seconds when it is imported: only who is judged waits for that.
        from jsonschema import Draft202012Validator
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT202012

        self.validator = Draft202012Validator
        self.schemas = {path.stem: json.loads(path.read_text()) for path in (folder / "schema").glob("*.json")}
        self.examples = {path.stem: json.loads(path.read_text()) for path in (folder / "examples").glob("*.json")}
        self.api = json.loads((folder / "openapi.json").read_text())
        self.registry = Registry().with_resources(
            (f"{STANDARD}{name}.json", Resource.from_contents(schema, default_specification=DRAFT202012))
            for name, schema in self.schemas.items()
        )

    def faults(self, schema: str, document: object) -> list[str]:
        validator = self.validator(
            self.schemas[schema], registry=self.registry, format_checker=self.validator.FORMAT_CHECKER
        )
        return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(document)]


@pytest.fixture(scope="session")
def judge() -> Judge:
    if not (SCHEMAS / "schema").is_dir():
        pytest.skip(WITHOUT)
    return Judge(SCHEMAS)


@pytest.fixture(autouse=True)
def empty_shelf():
    shelf.clear()
    yield
    shelf.clear()


WALK = Listing(
    name="Bingham gentle walkers",
    kind=AssetKind.GROUP,
    what="A gentle walk round the park, then tea.",
    sector=Sector.VOLUNTARY,
    first_time="Somebody waits at the gate.",
    who_you_meet="Ten to fifteen people, most of them over sixty.",
    venues=(
        Venue(
            name="Bingham Community Hall",
            address="1 Church Lane",
            town="Bingham",
            county="Nottinghamshire",
            postcode="NG13 8AA",
            point=(470_500, 339_900, 52.9515, -0.9518),
            uprn="100012345678",
            features=(Feature.STEP_FREE, Feature.TOILET),
            access="A ramp at the side door.",
            getting_there="Two minutes from the bus stop.",
            meeting_point="By the gate",
            patterns=(
                Pattern(
                    Repeats.WEEKLY,
                    weekdays=(1,),
                    opens=600,
                    closes=720,
                    bank_holidays=BankHolidays.NOT_THEN,
                    parts=(Part("Walk", 600, 660), Part("Tea", 660, 720)),
                ),
            ),
        ),
    ),
    patterns=(Pattern(Repeats.MONTHLY_BY_WEEKDAY, weekdays=(4,), nth=(1, -1), opens=1_080, closes=1_200),),
    delivery=(Delivery.AT_A_PLACE, Delivery.PHONE),
    who_for="Anybody who can walk for half an hour.",
    audiences=(Audience.OLDER, Audience.CARERS),
    minimum_age=18,
    maximum_age=99,
    ways=(Way.BE_ACTIVE, Way.CONNECT),
    languages=("en", "pl"),
    features=(Feature.ALONE,),
    free=False,
    costs=(Cost("Tea", Decimal("1.50"), "each time"), Cost("Concession", None, "ask")),
    cost_note="A small charge for tea.",
    joining=Joining.TURN_UP,
    joining_note="Wear stout shoes.",
    capacity=Capacity.PLACES,
    places_left=4,
    group_size=12,
    covers=(
        Covered("Bingham", ("E05009999",)),
        Covered(
            "Around the market",
            (),
            {
                "type": "Polygon",
                "coordinates": [[[-1.0, 52.9], [-0.9, 52.9], [-0.9, 53.0], [-1.0, 53.0], [-1.0, 52.9]]],
            },
        ),
    ),
    contacts=(
        ContactPerson("Sam Fictional", "Walk leader", "01632 960123", "walks@walkers.example"),
        ContactPerson("Canary Not-Shown", "At home", "07700 900999", "canary@home.example", shown=False),
    ),
    website="https://walkers.example/bingham",
    alert="No walk on 1 May.",
)
CHOIR = Listing(
    name="Ruddington choir",
    kind=AssetKind.CLUB,
    what="Singing for everybody.",
    venues=(
        Venue(
            name="St Peter’s Rooms",
            address="Church Street",
            town="Ruddington",
            postcode="NG11 6HD",
            point=(457_300, 333_100, 52.8925, -1.1495),
            patterns=(Pattern(Repeats.WEEKLY, weekdays=(3,), opens=1_140, closes=1_260),),
        ),
    ),
    ways=(Way.CONNECT,),
    minimum_age=8,
    free=True,
    covers=(Covered(everywhere=True),),
)
REFUGE = replace(
    CHOIR,
    name="Safe evening meal",
    what="A meal and company.",
    venues=(
        Venue(
            name="Canary House",
            address="9 Hidden Lane",
            town="Canarytown",
            postcode="NG12 1AA",
            point=(464_444, 334_444, 52.9033, -1.0431),
            hidden=True,
            patterns=(Pattern(Repeats.WEEKLY, weekdays=(5,), opens=1_020, closes=1_080),),
        ),
    ),
    covers=(),
)
LINE = Listing(
    name="A friendly voice",
    kind=AssetKind.SERVICE,
    what="A telephone call once a week.",
    delivery=(Delivery.PHONE,),
    minimum_age=60,
    covers=(Covered(everywhere=True),),
    running=Running.PAUSED,
)
HIDDEN = replace(WALK, name="Canary unpublished", published=False)


class Directory:
    """The ids of what is in it, by name."""

    def __init__(self, ids: dict[str, UUID], organization: UUID) -> None:
        self.ids = ids
        self.organization = organization


@pytest_asyncio.fixture
async def directory() -> Directory:
    """Five listings: one with everything, one simple, one at a hidden place, one at none, and one not published."""
    society, secret = uuid4(), uuid4()
    await add_organisations(
        [
            NewOrganisation(society, "Fictional Society", "", "voluntary", "post@society.example", "01632 960100",
                            "https://society.example", "1234567", "07654321"),
            NewOrganisation(secret, "Canary Secret Club"),
        ],
        by=SYSTEM,
    )  # fmt: skip
    new = [
        NewListing(uuid4(), WALK, society),
        NewListing(uuid4(), CHOIR, society),
        NewListing(uuid4(), REFUGE),
        NewListing(uuid4(), LINE),
        NewListing(uuid4(), HIDDEN, secret),
    ]
    await assets.add_many(new, source=Provenance.TEAM, by=SYSTEM)
    return Directory({one.listing.name: one.id for one in new}, society)


TODAY = date(2026, 11, 22)
BINGHAM = Point(470_500, 339_900, 52.9515, -0.9518)
