"""Another directory, fictional like everything here, and what came of reading its file twice."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.kit import clock
from livewell.openreferral.actions import feeds

NAME = "Wolds and Soar Activities"
FILE = "wolds-and-soar.json"

_ADDRESS = "https://wolds-and-soar.example"
_SERVICES = (
    # Name, village, what, weekday as RFC 5545 has it, from and to.
    ("Wolds Tea Dance", "Keyworth", "Ballroom favourites from a gramophone. Come with or without a partner.", "WE", "14:00", "16:00"),
    ("Soar Valley Anglers, learners' bank", "Sutton Bonington", "Rods to borrow, and quiet company by the water.", "SA", "09:00", "11:30"),
    ("The Gypsum Miners' Band", "Gotham", "A brass band that teaches whoever turns up.", "TU", "19:00", "21:00"),
    ("Cropwell Quilters", "Cropwell Bishop", "We sew one quilt a winter, all of us together.", "MO", "10:00", "12:00"),
    ("Vale Table Tennis, over sixties", "Bingham", "Four tables, spare bats, and a break for biscuits.", "FR", "10:30", "12:00"),
    ("Bingham Leisure Hall and Gym", "Bingham", "Badminton, basketball and a gym, for all ages.", "SA", "08:00", "18:00"),
    ("Trent Bank Litter Pickers", "Radcliffe on Trent", "Two hours along the river, gloves and pickers lent.", "SU", "10:00", "12:00"),
)  # fmt: skip
_AT_THE_SAME_PLACE = {"Bingham Leisure Hall and Gym": "Bingham Leisure Hall"}
"""What this directory lists too, and the name of our own listing."""

_LATER = ("Leake Chess and Chat", "East Leake", "Slow chess, and no clocks.", "TH", "14:30", "16:30")


def the_file(here: Neighbourhood, *, later: bool) -> bytes:
    """
    The directory's services as an Open Referral UK page, two of them not to be read; no real directory's data.

    `later` is how it stood a fortnight afterwards: one said otherwise, one gone, one new.
    """
    told = [(number, *one) for number, one in enumerate(_SERVICES)]
    if later:
        told = [*told[:-1], (len(_SERVICES), *_LATER)]
    services = [_service(here, *one) for one in told]
    if later:
        services[1]["description"] = "Rods to borrow, and quiet company by the water. Now with a hut and a stove."
    services += [
        _service(here, 20, "", "Gotham", "Nobody wrote down what it is called.", "MO", "10:00", "11:00"),
        {**_service(here, 21, "Saturday Kite Club", "Keyworth", "Kites.", "SA", "10:00", "12:00"), "id": ""},
    ]
    page = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "contents": services,
    }
    return json.dumps(page).encode()


def _id(kind: str, number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"{_ADDRESS}/{kind}/{number}"))


def _service(
    here: Neighbourhood, number: int, name: str, village: str, what: str, day: str, opens: str, closes: str
) -> dict[str, Any]:
    near = _AT_THE_SAME_PLACE.get(name, f"{village} Strollers")
    postcode = here.said(here.named(near)).venues[0].postcode
    return {
        "id": _id("services", number),
        "name": name,
        "description": what,
        "status": "active",
        "assured_date": "2026-03-02",
        "organization": {"id": _id("organizations", 1), "name": "The Made-up Clubs Circle", "description": "Fictional clubs, all of them small."},
        "contacts": [{"name": "The secretary", "phones": [{"number": f"01632 9608{number + 30:02d}"}]}],
        "cost_options": [{"option": "Each time", "amount": 2, "amount_description": ""}],
        "service_at_locations": [
            {
                "id": _id("service_at_locations", number),
                "location": {
                    "id": _id("locations", number),
                    "location_type": "physical",
                    "name": f"{village}, the reading room",
                    "addresses": [{"address_1": f"{number + 3} Made-up Street", "city": village, "postal_code": postcode, "country": "GB"}],
                },
                "schedules": [{"freq": "WEEKLY", "byday": day, "opens_at": opens, "closes_at": closes}],
            }
        ],
    }  # fmt: skip


async def read_another_directory(here: Neighbourhood) -> None:
    """A link worker looks at the file, has it brought in, and reads it again a fortnight later."""
    by = await here.link_worker(5)
    with clock.at(ago(20, 10)):
        feed = await feeds.feed_of_file(NAME, "file", by)
        looked = await feeds.ask_to_read(
            feed, look_only=True, submission=here.new_id(), file=the_file(here, later=False), file_name=FILE, by=by
        )
        await feeds.do_run(looked)
    with clock.at(ago(20, 11)):
        await feeds.do_run(await feeds.go_on(looked, submission=here.new_id(), by=by))
    with clock.at(ago(6, 10)):
        again = await feeds.ask_to_read(
            feed, look_only=False, submission=here.new_id(), file=the_file(here, later=True), file_name=FILE, by=by
        )
        await feeds.do_run(again)
