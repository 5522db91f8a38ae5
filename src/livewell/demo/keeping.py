"""Those who run what is listed: invited, claiming, and asking for their listing to say something else."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from livewell.assets import actions as assets
from livewell.assets.actions import Proposed
from livewell.assets.queries import proposed
from livewell.assets.rules import AssetKind, Joining, Way
from livewell.assets.rules.listing import ContactPerson, Listing
from livewell.demo.community import THE_WALKERS
from livewell.demo.neighbourhood import Neighbourhood, ago, seen
from livewell.kit import clock
from livewell.kit.actor import Actor
from livewell.kit.db import row, value
from livewell.kit.deliveries import deliver_all
from livewell.kit.notify import TRAY
from livewell.owners import actions as owners
from livewell.owners.forms import Claimed
from livewell.owners.rules import Belongs, ClaimState
from livewell.settings import settings

MARION, COL, BERYL = ("Marion Whitgrave", "marion@singers.example"), ("Col Stannerby", "col@kickabout.example"), ("Beryl Oxtonbury", "beryl@cafe.example")  # fmt: skip


async def keep(here: Neighbourhood) -> None:
    """One keeper came by a claim and two by invitation; a claim waits, and one was refused."""
    by = await here.link_worker(1)
    singers, kickabout, shed = here.first("sing"), here.named("Kickabout for Grown-ups"), here.first("shed")
    with clock.at(ago(30, 10)):
        await owners.invite(
            kickabout, name=COL[0], email=COL[1], whole_organisation=False, submission=here.new_id(), by=by
        )
    words = "I have led it since it began."
    await _claim(here, singers, Claimed(*MARION, Belongs.RUNS, words), days=24)
    await _decide(here, MARION[1], ClaimState.APPROVED, "Thank you, Marion. The link is on its way.", days=23)
    await _claim(here, singers, Claimed("Sales", "sales@tickets.example", Belongs.PAID, ""), days=15)
    sentence = "Marion, who runs it, does not know you. Ask her first."
    await _decide(here, "sales@tickets.example", ClaimState.REFUSED, sentence, days=14)
    words = "Keith asked me to look after the page. I hold the key on Wednesdays."
    await _claim(here, shed, Claimed("Owen Lambley-Rhodes", "owen@shed.example", Belongs.HELPS, words), days=1)


async def _claim(here: Neighbourhood, asset: UUID, claimed: Claimed, *, days: int) -> None:
    with clock.at(ago(days, 8)):
        await owners.claim(asset, claimed, submission=here.new_id())


async def _decide(here: Neighbourhood, email: str, to: ClaimState, sentence: str, *, days: int) -> None:
    found = await row("SELECT id, version FROM keeper_claim WHERE email = $1 AND state = 'waiting'", email)
    assert found is not None
    with clock.at(ago(days, 9)):
        by = await here.link_worker(1)
        await owners.decide(found["id"], to=to, sentence=sentence, version=found["version"], by=by)


async def ask_for_changes(here: Neighbourhood) -> None:
    """One change was approved as amended and one was sent back; one to the walking group and a new listing wait."""
    by = await here.link_worker(4)
    singers, kickabout, walkers = here.first("sing"), here.named("Kickabout for Grown-ups"), here.named(THE_WALKERS)

    was = (await seen(singers)).listing
    longer = f"{was.name} and Hummers of All Ages"
    asked = await _ask(here, singers, replace(was, name=longer, who_for="Anybody over 16 who can hum"), MARION, days=18)
    assert asked.change_id is not None
    change = await proposed(asked.change_id)
    with clock.at(ago(17, 11)):
        amended = replace(change.wanted((await seen(singers)).listing), name=was.name)
        await assets.approve(change.id, listing=amended, version=change.version, by=by)

    was = (await seen(kickabout)).listing
    asked = await _ask(here, kickabout, replace(was, name="The Best Kickabout in the County"), COL, days=11)
    assert asked.change_id is not None
    with clock.at(ago(10, 11)):
        sentence = "It may well be. Names stay plain here, so that people find them; say it in what happens there."
        await assets.send_back(asked.change_id, sentence=sentence, version=1, by=by)

    anne = await here.editor()
    was = (await seen(walkers)).listing
    venue = replace(was.venues[0], name="West Bridgford, the bandstand in the park", address="Fictional Park Gates")
    wanted = replace(
        was, venues=(venue, *was.venues[1:]), who_you_meet="Anne in her yellow scarf, and Wilf at the back."
    )
    await _ask(here, walkers, wanted, (anne.name, anne.email), days=2, by=anne)

    carols = Listing(
        name="Carols on the Green", kind=AssetKind.EVENT, what="An hour of carols by lantern light, and soup.",
        when_note="The Saturday before Christmas", who_for="Everybody", ways=(Way.CONNECT,), activities=("singing",),
        free=True, joining=Joining.TURN_UP, contacts=(ContactPerson(MARION[0], phone="01632 960871"),),
    )  # fmt: skip
    await _ask(here, None, carols, MARION, days=1)


async def _ask(
    here: Neighbourhood,
    asset: UUID | None,
    wanted: Listing,
    who: tuple[str, str],
    *,
    days: int,
    by: Actor | None = None,
) -> Proposed:
    with clock.at(ago(days, 10)):
        return await assets.propose(
            asset,
            wanted,
            based_on=(await seen(asset)).version if asset else None,
            submission=here.new_id(),
            proposed_by=who[0],
            reply_to=who[1],
            by=by or Actor(id=None, name=who[0], kind="public"),
        )


async def invite_somebody_to_try(here: Neighbourhood) -> None:
    """The café's host is invited just now, and her letter is laid in the tray, so that a visitor can follow its link."""
    with clock.at(clock.now() - timedelta(minutes=5)):
        await owners.invite(
            here.first("cafe"),
            name=BERYL[0],
            email=BERYL[1],
            whole_organisation=False,
            submission=here.new_id(),
            by=await here.link_worker(1),
        )
        await deliver_all()


async def letter_to_try() -> Path | None:
    """Where that letter lies; None where this machine has none, as when its messages go to a mail server."""
    event = await value(
        """
        SELECT e.id FROM event AS e JOIN keeper AS k ON k.id = e.subject
        WHERE e.what = 'keeper.invited' AND k.email = $1 AND k.ended_at IS NULL ORDER BY e.happened_at DESC LIMIT 1
        """,
        BERYL[1],
    )
    letter = settings().data_dir / TRAY / f"{event}.eml"
    return letter if letter.is_file() else None
