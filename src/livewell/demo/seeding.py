"""Seeding: postcodes, places, people and thirteen months of history, then the last weeks through the actions."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from livewell.demo import names
from livewell.demo.cast import PASSWORD, make_cast
from livewell.demo.community import RUSHCLIFFE, VILLAGES, make_community, put_community
from livewell.demo.craft import look_back
from livewell.demo.history import ORDER, History
from livewell.demo.keeping import letter_to_try
from livewell.demo.ledger import Ledger
from livewell.demo.life import bring_to_life
from livewell.demo.place_names import PLACE_TABLES, make_place_names
from livewell.demo.plan import make_plan
from livewell.demo.planned import DAYS, FULL, SMALL, Home, Size
from livewell.demo.recent import live
from livewell.demo.spaces import own_space_to_try
from livewell.demo.today import set_the_desks
from livewell.kit import clock, geo_load
from livewell.kit.db import rows, value
from livewell.kit.geo_text import tidy_postcode
from livewell.staff.passwords import hash_password
from livewell.staff.rules import ROLE_LABELS, Role

SIZES = {"full": FULL, "small": SMALL}
POSTCODE_AREAS = "NG,LE,DE"

Say = Callable[[str], None]


async def is_seeded() -> bool:
    """Whether anybody works here yet: a demo is seeded once."""
    return bool(await value("SELECT EXISTS (SELECT 1 FROM staff_user)"))


async def seed(size: str = "full", *, said: Say = print) -> None:
    """
    Fill an empty, migrated database with a living Rushcliffe, once; `size` is full or small.

    A second time only the sign-ins are said again. Raises KeyError for another size.
    """
    if not await is_seeded():
        await _make(SIZES[size], said)
    await say_sign_ins(said)


async def say_sign_ins(said: Say) -> None:
    """Say one sign-in for each role: these accounts are fictional and exist only in a demonstration."""
    found = await rows(
        "SELECT DISTINCT ON (role) role, name, email FROM staff_user WHERE active AND password_hash <> '' ORDER BY role, job_title, email"
    )
    said(f"Sign in with the password {PASSWORD} as:")
    for account in found:
        said(f"  {ROLE_LABELS[Role(account['role'])]:<30} {account['email']}")
    said("or choose a door at /demo.")
    hint = await own_space_to_try()
    if hint is not None:
        said(hint)
    letter = await letter_to_try()
    if letter is not None:
        said(f"Somebody who runs a café is invited to keep its listing without a password; her link is in {letter}")


async def _make(wanted: Size, say: Say) -> None:
    now = clock.now()
    say("Loading postcodes for the demo …")
    if not await value("SELECT EXISTS (SELECT 1 FROM postcode)"):
        await geo_load.load(POSTCODE_AREAS)
    chance = Random(wanted.referrals)
    say("Making areas, practices, staff and a community …")
    ledger = Ledger(seed=wanted.referrals)
    places = await _places_by_sector()
    first = Ledger(seed=1)
    make_place_names(first, now=now)
    await first.write(PLACE_TABLES)
    community = make_community(ledger, places=places, count=wanted.assets, now=now, chance=chance)
    assert community.editors is not None
    await put_community(community, ledger)
    cast = make_cast(
        ledger,
        opened_at=now - timedelta(days=DAYS + 30),
        password_hash=await hash_password(PASSWORD),
        organisation=community.editors,
    )
    say(f"Thinking up {wanted.referrals:,} people and what became of them …")
    plan = make_plan(wanted, homes=await _homes(chance), now=now)
    history = History(ledger, cast, community.look_for)
    until = now - timedelta(days=wanted.recent_days)
    for referral in plan:
        history.tell(referral, until)
    say(f"Writing {ledger.count():,} rows of history …")
    await ledger.write(ORDER)
    hand = await live(plan, history, since=until, said=say)
    await set_the_desks(plan, hand)
    await look_back(hand)
    say("Bringing the community to life …")
    await bring_to_life(community, hand)


async def _places_by_sector() -> dict[str, list[dict[str, Any]]]:
    """Real postcodes of each village's sector, with their points."""
    found: dict[str, list[dict[str, Any]]] = {}
    for sector in {sector for _, sector in VILLAGES} | {sector for _, _, sector in names.PRACTICES}:
        found[sector] = [
            {**place, "postcode": tidy_postcode(place["postcode"]) or ""}
            for place in await rows(
                "SELECT postcode, easting, northing, latitude, longitude FROM postcode"
                " WHERE postcode LIKE $1 AND district = $2 ORDER BY md5(postcode) LIMIT 12",
                sector.replace(" ", "") + "%",
                RUSHCLIFFE,
            )
        ]
    return {sector: here for sector, here in found.items() if here}


async def _homes(chance: Random) -> list[Home]:
    """Real postcodes of Rushcliffe, each with the area its practice would be in."""
    sectors = {sector.replace(" ", ""): area for _, area, sector in names.PRACTICES}
    found = await rows("SELECT postcode FROM postcode WHERE district = $1 ORDER BY md5(postcode)", RUSHCLIFFE)
    homes = [
        Home(postcode=tidy_postcode(place["postcode"]) or "", area=sectors[place["postcode"][:-2]])
        for place in found
        if place["postcode"][:-2] in sectors
    ]
    chance.shuffle(homes)
    return homes
