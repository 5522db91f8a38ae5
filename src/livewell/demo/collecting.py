"""Collections that staff put together, and what people looked for and did not find."""

from datetime import timedelta
from random import Random

from livewell.assets.rules import Way
from livewell.demo.community import THE_WALKERS
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.finding import actions as finding
from livewell.finding.forms_listing import CollectionSaid
from livewell.finding.queries.places import where_is
from livewell.finding.rules import Asked
from livewell.kit import clock

COLLECTIONS = (
    (CollectionSaid(
        "For somebody who is lonely in winter",
        "Warm rooms where nobody minds whether you talk, and people who ring. Begin with the first; the last is for nights.",
        "company", "A man living alone since the clocks went back",
    ), (THE_WALKERS, "cafe", "sing", "The Night Line, Trentside"), True),
    (CollectionSaid(
        "Moving again after an operation",
        "Sitting down first, then standing, then a mile. Ask your physiotherapist when, and us who will go with you.",
        "moving_more", "Somebody six weeks after a new hip",
    ), ("chair", "swim", THE_WALKERS, "Rushcliffe Lift Share"), True),
    (CollectionSaid(
        "For people who look after somebody",
        "An hour that is yours, with somebody else keeping an eye next door.",
        "caring", "A daughter who has moved back in",
    ), ("Carers' Hour", "memory", "mindful", "Money and Letters"), True),
    (CollectionSaid("For somebody new to the village", "Still being put together.", "company", ""), ("shed", "computer"), False),
)  # fmt: skip

NOT_FOUND = (
    Asked(activity="swimming", when=None, days=(5, 6)),
    Asked(need="company", days=(6,)),
    Asked(activity="dancing"),
    Asked(need="getting_about"),
    Asked(activity="gardening", ways=(Way.BE_ACTIVE,)),
    Asked(need="memory", days=(5,)),
    Asked(activity="computers", days=(0,)),
)
PLACES = ("Aslockton", "Cropwell Bishop", "Sutton Bonington", "Bingham", "Keyworth", "Gotham")
SEARCHES = 45
_DAYS = 60


async def put_together(here: Neighbourhood) -> None:
    """Three collections that everybody sees, and one that is still being put together."""
    by = await here.link_worker(2)
    names = {one.listing.name: one.id for one in here.community.listings}
    for number, (said, members, shown) in enumerate(COLLECTIONS):
        with clock.at(ago(20 - 3 * number, 11)):
            made = await finding.add_collection(said, submission=here.new_id(), by=by)
            for member in members:
                await finding.put_in(made, names[member] if member in names else here.first(member), by=by)
            if shown:
                await finding.show_collection(made, shown=True, by=by)


async def look_in_vain() -> None:
    """What was looked for in the last two months near some villages, and not found; the same in every run."""
    chance = Random(SEARCHES)
    looked = {name: (await where_is(name)).here for name in PLACES}
    for _ in range(SEARCHES):
        # The smaller the village, the more often nothing is found: the first in the list are the smallest.
        place = PLACES[min(chance.randrange(len(PLACES)), chance.randrange(len(PLACES)))]
        with clock.at(clock.now() - timedelta(days=chance.randrange(_DAYS), minutes=5)):
            await finding.note_unmet(chance.choice(NOT_FOUND[:3] + NOT_FOUND), looked[place])
