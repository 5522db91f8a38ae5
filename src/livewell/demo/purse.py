"""A little money in Rushcliffe: a first pot whose awards are told of, one that is open, one for a partner, and gifts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from livewell.demo.first_minutes import Table
from livewell.demo.missing import BINGHAM, COTGRAVE, KEYWORTH, LEAKE, MUSTERS, RUDDINGTON, Missing
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.fund import actions as fund
from livewell.fund.forms.asking import Asked, Reported, Who
from livewell.fund.forms.keeping import DecisionTyped, GiftTyped, OpinionTyped, PaymentTyped, PotTyped
from livewell.fund.rules import How, PotKind, Says
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import value
from livewell.kit.deliveries import deliver_all
from livewell.staff.rules import Member, Role
from livewell.stories.rules import Reach

KEEPS_ACCOUNTS, MENDS_BICYCLES, SPEAKS_UP = 2, 4, 6
"""Who of the forum judges what is asked: numbers of demo.round_table.MEMBERS."""
PANEL = (KEEPS_ACCOUNTS, MENDS_BICYCLES, SPEAKS_UP)

CRITERIA = (
    "It is new here, or new to those who come\nEverybody may come, and somebody says hello\n"
    "Those who come have a say in it\nIt can go on when the money is spent"
)


@dataclass(frozen=True)
class Told:
    """One who asks: who they are, what they would do, and how much it takes, in pounds."""

    name: str
    group: str
    what: str
    who_for: str
    people: int
    ward: str
    way: str
    pounds: int
    costs: str
    other: str = ""
    after: str = "We pass a hat, and the hall is cheap in the daytime."


WALK = Told("Roy Flintham", "The Thursday walk", "Six pairs of walking poles to lend, and a first aid bag.", "Whoever walks and is not sure of their feet",
            18, MUSTERS, "be_active", 240, "Poles £180, first aid bag £60", after="The poles last for years. The café fills the bag.")  # fmt: skip
CAFE = Told("Dorothy Bunny", "The Chapel Café", "A boiling urn that one person can lift, and thirty cups without handles to slip.", "People whose memory fails, and whoever comes with them",
            30, LEAKE, "connect", 420, "Urn £210, cups £130, labels and a tray £80", "The chapel gives the kitchen.")  # fmt: skip
SOUP = Told("Mary Bradmore", "Soup on Fridays", "A pan for forty bowls, and a month of vegetables.", "Whoever would eat alone",
            35, LEAKE, "connect", 190, "Pan £120, vegetables £70", after="Everybody brings an onion.")  # fmt: skip
SEEDS = Told("Bert Hickling", "The raised beds", "Four raised beds by the surgery, at a height to sit beside.", "Patients, neighbours and the school’s gardening club",
             25, COTGRAVE, "give", 600, "Timber £380, soil £140, seeds £80", "The surgery gives the ground.", "What grows is sold for seeds.")  # fmt: skip
SINGING = Told("Beatrice Plumtree", "Keyworth sings", "Ten evenings of singing with somebody who leads it.", "Anybody who thinks they cannot sing",
               24, KEYWORTH, "connect", 800, "Leader £600, hall £150, song sheets £50", "We ask for two pounds from whoever can.")  # fmt: skip
MEN = Told("Keith Shelford", "The shed", "Open the shed one evening a week through the winter.", "Men who would not come in the daytime",
           12, BINGHAM, "connect", 750, "Heating £420, light £90, wood £240", "The shed lends its tools.")  # fmt: skip
MENDING = Told("Ted Barnstone", "The mending table", "A mending table on the first Saturday of each month.", "Anybody with something broken",
               40, COTGRAVE, "give", 350, "Tools £220, tests of mains leads £130")  # fmt: skip
FIREWORKS = Told("Nigel Tollerton", "The bonfire committee", "Fireworks on the rugby field.", "The whole village",
                 400, RUDDINGTON, "take_notice", 800, "Fireworks £800", after="It is once a year.")  # fmt: skip
QUILT = Told("Lily Colston", "The quilt", "A quilt to which every street sews a square.", "Everybody with a needle",
             60, BINGHAM, "learn", 280, "Cotton £200, thread £80")  # fmt: skip
CHAIRS = Told("Jean Granby", "Drawing on Mondays", "Paper, boards and six folding chairs to draw outside.", "Residents of the care home and of the street",
              14, RUDDINGTON, "learn", 310, "Chairs £160, boards £70, paper £80")  # fmt: skip
MINIBUS = Told("Hazel Lowdham", "Wheels Together (fictional)", "Lifts to groups from five villages, three afternoons a week, for a year.", "Whoever has no bus to where they would go",
               90, "", "connect", 11_500, "Driver £7,200, fuel £2,600, insurance £1,700", "Fares of a pound.", "The parishes have said that they would speak about a second year.")  # fmt: skip


@dataclass
class _Purse:
    """The fund as this goes on with it."""

    here: Neighbourhood
    table: Table
    by: Member
    pots: dict[str, UUID] = field(default_factory=dict)


async def share_money(here: Neighbourhood, missing: Missing, table: Table) -> None:
    """Three pots, applications in every state there is, a panel of three with somebody who stands back, and three gifts."""
    by = await here.hand.member(here.hand.cast.others[Role.FORUM_FACILITATOR])
    purse = _Purse(here, table, by)
    await deliver_all()  # Whatever others told before is told now, and not on the day of an award.
    await _pots(purse)
    await _the_first_pot(purse)
    await _awarded(purse)
    await _answered_otherwise(purse)
    await _waiting(purse, missing)
    await _gifts(here, by)


async def _pots(purse: _Purse) -> None:
    today = clock.today()
    given_by = "Rushcliffe’s villages and the Rotary club (fictional)"
    for key, made, typed in (
        ("first", 136, PotTyped("The first pot", "The forum’s first money for new things, to learn how it is done.", CRITERIA, PotKind.SMALL,
                                120_000, 60_000, given_by, ago(134).date(), ago(118).date(), 60)),
        ("small", 112, PotTyped("Small beginnings", "For what is missing near you: a room, an urn, a leader for the first ten weeks. Up to £800.",
                                CRITERIA, PotKind.SMALL, 500_000, 80_000, given_by, ago(110).date(), today + timedelta(days=24), 75)),
        ("partner", 22, PotTyped("A partner for lifts", "One organisation that brings people to groups from villages without a bus, for a year.",
                                 "It knows the villages\nDrivers are checked and trained\nA wheelchair comes along\nWhoever rides has a say in it",
                                 PotKind.PARTNER, 1_200_000, 1_200_000, "The county’s transport fund (fictional)", ago(20).date(), today + timedelta(days=40), 365)),
    ):  # fmt: skip
        with clock.at(ago(made, 10)):
            pot = await fund.make_pot(typed, submission=purse.here.new_id(), by=purse.by)
            for number in PANEL:
                await fund.seat(pot, purse.table.members[number], by=purse.by)
        purse.pots[key] = pot


async def _sent(purse: _Purse, pot: str, told: Told, days: int, *, gap: UUID | None = None, group: bool = False) -> UUID:  # fmt: skip
    """Somebody asks, so many days ago; `group` names one of those the team helps."""
    email = f"{told.name.lower().replace(' ', '.')}@letterbox.example"
    helped = await value("SELECT id FROM community_group WHERE name = $1", told.group) if group else None
    with clock.at(ago(days, 19)):
        made = await fund.begin(
            purse.pots[pot], Who(told.name, email, "07700 900 520", told.group), gap=gap, community_group=helped,
            submission=purse.here.new_id(), by=PUBLIC_VISITOR,
        )  # fmt: skip
        await fund.send(made, _asked(told), version=1, by=PUBLIC_VISITOR)
    return made


def _asked(told: Told) -> Asked:
    return Asked(
        told.what, told.who_for, told.people, told.ward, told.way, told.pounds * 100, told.costs, told.other,
        "Two of us are always there, and somebody waits at the door for whoever is new.", told.after,
    )  # fmt: skip


async def _version(application: UUID) -> int:
    return int(await value("SELECT version FROM fund_application WHERE id = $1", application))


def _thinks(says: Says, words: str, meets: tuple[int, ...] = (1, 2, 3, 4)) -> OpinionTyped:
    return OpinionTyped(conflict=False, conflict_words="", meets=meets, says=says, words=words)


async def _judged(purse: _Purse, application: UUID, days: int, said: Sequence[OpinionTyped | None]) -> None:
    """Put before the panel, of whom each says something, or nothing yet (None)."""
    with clock.at(ago(days, 11)):
        await fund.put_before_panel(application, by=purse.by)
    for number, opinion in zip(PANEL, said, strict=True):
        if opinion is not None:
            with clock.at(ago(days, 18)):
                await fund.give_opinion(application, purse.table.members[number], opinion, version=0, by=PUBLIC_VISITOR)


async def _decided(purse: _Purse, application: UUID, days: int, pounds: int, feedback: str, onward: str, conditions: str = "") -> None:  # fmt: skip
    reasons = "It is new, and near to what the forum heard." if pounds else "It does not go on when the money is spent."
    with clock.at(ago(days, 20)):
        await fund.decide(
            application, DecisionTyped(pounds * 100, reasons, conditions, feedback, onward, None, ""),
            version=await _version(application), submission=purse.here.new_id(), by=purse.by,
        )  # fmt: skip
        await deliver_all()


async def _paid(purse: _Purse, application: UUID, days: int, pounds: int, how: How = How.BANK) -> None:
    with clock.at(ago(days, 12)):
        typed = PaymentTyped(pounds * 100, clock.today(), how, "")
        await fund.pay(application, typed, submission=purse.here.new_id(), by=purse.by)


async def _the_first_pot(purse: _Purse) -> None:
    """Three awards that were paid, told of, and closed. Of one a little came back."""
    yes = (
        _thinks(Says.YES, "It lasts."),
        _thinks(Says.YES, "I would lend it out."),
        _thinks(Says.YES, "Near and needed."),
    )
    for told, spent, story, reach in (
        (WALK, 240, "We lend six pairs of poles each Thursday, and two people walk with us who had given up on walking.", Reach.PUBLIC),
        (CAFE, 395, "Whoever feels like it can fill the urn now. A man who never spoke hands out the cups and says each name.", Reach.REPORTS),
        (SOUP, 190, "Forty bowls most Fridays, and nobody sits at a table by themself. Two who met there go on holiday together.", Reach.PUBLIC),
    ):  # fmt: skip
        made = await _sent(purse, "first", told, 125, group=told is CAFE)
        await _judged(purse, made, 117, yes)
        await _decided(purse, made, 115, told.pounds, "All three of us liked it.", "Ask us for a page on the map.")
        await _paid(purse, made, 113, told.pounds)
        with clock.at(ago(52, 19)):
            reported = Reported(story, reach, told.people, 9, spent * 100, True, "Ask those who come what to buy.")
            await fund.report(made, reported, version=0, by=PUBLIC_VISITOR)
        with clock.at(ago(50, 10)):
            await fund.read_report(made, version=1, by=purse.by)
        if spent < told.pounds:
            await _paid(purse, made, 46, told.pounds - spent, How.RETURNED)
        with clock.at(ago(44, 15)):
            await fund.close_award(made, why="", version=await _version(made), by=purse.by)


async def _awarded(purse: _Purse) -> None:
    """A report that is overdue, and less than was asked, of which a second part is still to be paid."""
    late = await _sent(purse, "small", CHAIRS, 106)
    await _judged(
        purse, late, 99, (_thinks(Says.YES, "Small and whole."), _thinks(Says.YES, "Good."), _thinks(Says.YES, "Yes."))
    )
    await _decided(
        purse, late, 97, CHAIRS.pounds, "We would like to draw with you.", "The library shows what you draw."
    )
    await _paid(purse, late, 95, CHAIRS.pounds, How.CHEQUE)
    part = await _sent(purse, "small", SEEDS, 60)
    await _judged(
        purse, part, 50, (
            _thinks(Says.PART, "Three beds first, and one more when they are full.", (1, 2, 4)),
            _thinks(Says.YES, "I would build them with you."), _thinks(Says.PART, "Begin with less."),
        ),
    )  # fmt: skip
    await _decided(
        purse, part, 46, 450, "Everybody liked that one can sit beside it. We begin with three beds.",
        "The allotments give soil to whoever fetches it; ask for Bert.", "Two parts: timber first, soil in spring.",
    )  # fmt: skip
    await _paid(purse, part, 40, 285)


async def _answered_otherwise(purse: _Purse) -> None:
    """Not this time, with what else there is; and one that was withdrawn because somebody gave it."""
    no = await _sent(purse, "small", FIREWORKS, 48)
    await _judged(
        purse, no, 44, (
            _thinks(Says.NO, "It is gone in an evening.", (2,)), _thinks(Says.NO, "Dogs and nerves.", (2,)),
            _thinks(Says.PART, "The soup, perhaps.", (2, 3)),
        ),
    )  # fmt: skip
    await _decided(
        purse, no, 41, 0, "We liked that everybody would come. The fund is for what stays when the evening is over.",
        "The parish council has a fund for feasts, open until the spring. We help you to write to it.",
    )  # fmt: skip
    back = await _sent(purse, "small", QUILT, 30)
    with clock.at(ago(24, 9)):
        await fund.withdraw(back, by=PUBLIC_VISITOR)


async def _waiting(purse: _Purse, missing: Missing) -> None:
    """On their way: with the panel, of whom one stands back; asked something; not read yet; half written."""
    panel = await _sent(purse, "small", MEN, 11, gap=missing["men_evening"])
    near = OpinionTyped(True, "I mend bicycles there on Saturdays.", (), None, "")
    await _judged(purse, panel, 8, (_thinks(Says.YES, "The heating is fairly reckoned."), near, None))
    asked = await _sent(purse, "small", SINGING, 16)
    with clock.at(ago(13, 10)):
        await fund.ask(
            asked, "Could somebody of the group learn to lead it in the ten weeks, so that it goes on by itself?",
            submission=purse.here.new_id(), by=purse.by,
        )  # fmt: skip
    await _sent(purse, "small", MENDING, 1)
    with clock.at(ago(3, 21)):
        begun = await fund.begin(
            purse.pots["small"], Who("Olga Tithby", "olga.tithby@letterbox.example", "", "The Saturday school"),
            submission=purse.here.new_id(), by=PUBLIC_VISITOR,
        )  # fmt: skip
        half = Asked("A breakfast in three languages before the school begins.", "Parents who wait in their cars", None, "", "connect", None, "", "", "", "")  # fmt: skip
        await fund.save(begun, half, version=1, by=PUBLIC_VISITOR)
    lifts = await _sent(purse, "partner", MINIBUS, 9)
    await _judged(purse, lifts, 6, (_thinks(Says.YES, "The sums are right.", (1, 2, 4)), None, None))


async def _gifts(here: Neighbourhood, by: Member) -> None:
    """A room, a minibus, and the time of somebody who knows. Of the last nobody can say what it is worth."""
    cafe = await value("SELECT id FROM community_group WHERE name = 'The Chapel Café'")
    for days, typed in (
        (92, GiftTyped("The chapel kitchen, every Tuesday and Thursday morning", "The chapel (fictional)", 96_000, "Twenty-four mornings at £40, as the hall asks of others",
                       ago(92).date(), None, cafe)),
        (63, GiftTyped("A minibus in term time, on Saturdays", "Notts youth clubs (fictional)", 54_000, "Six Saturdays at £90, what hiring one would cost",
                       ago(63).date(), clock.today() + timedelta(days=90), None)),
        (21, GiftTyped("Two evenings of a solicitor’s time, to write the constitutions of new groups", "Trentside Solicitors (fictional)", None, "",
                       ago(21).date(), ago(14).date(), None)),
    ):  # fmt: skip
        with clock.at(ago(days, 16)):
            await fund.note_gift(typed, submission=here.new_id(), by=by)
