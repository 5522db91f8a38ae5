"""What people in Rushcliffe miss: said in sessions, by the public, after searches in vain; joined, tried and settled."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.gaps import actions as gaps
from livewell.gaps.rules import NOBODY, GapKind, Left, Source, StepKind, Wanted
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import rows
from livewell.staff.rules import Member

MUSTERS, LEAKE, COTGRAVE, BINGHAM, KEYWORTH, TRENT_BRIDGE, RUDDINGTON = (
    "E05014981", "E05014979", "E05014970", "E05014966", "E05014977", "E05014988", "E05014985",
)  # fmt: skip


@dataclass
class Missing:
    """The gaps that others of the demonstration go on with, by a short name."""

    known: dict[str, UUID] = field(default_factory=dict)

    def __getitem__(self, name: str) -> UUID:
        return self.known[name]


@dataclass(frozen=True)
class _Told:
    """One gap: when it was first said, for how many, and how many people of the service miss it too."""

    name: str
    days: int
    wanted: Wanted
    people: int = 1
    journeys: int = 0
    source: Source = Source.SESSION


TOLD = (
    _Told("walk", 240, Wanted("A gentle walk on a weekday, with company", "Short, flat, and a place to sit down after.",
        way="be_active", ward=MUSTERS, times=("weekday_afternoon",), for_whom=("older",)), 3, 4),
    _Told("memory_cafe", 210, Wanted("Somewhere to go with somebody whose memory is failing",
        "A place where nobody minds, in Leake or near by, once a week if it can be.",
        way="connect", ward=LEAKE, times=("weekday_morning",), for_whom=("dementia", "carers")), 2, 2, Source.OUTREACH),
    _Told("hoarding", 150, Wanted("To understand why people keep so much, and how to help", "For neighbours as well as for staff.",
        kind=GapKind.LEARNING, way="learn"), 6, 1, Source.FORUM),
    _Told("cookery", 120, Wanted("Cooking for one when money is short", "In the evening, and with somewhere to leave the children.",
        kind=GapKind.LEARNING, way="learn", ward=COTGRAVE, times=("weekday_evening",), for_whom=("families",)), 2, 3),
    _Told("men_evening", 75, Wanted("Something for men in the evening that is not the pub",
        "With our hands rather than round a table.", way="connect", ward=BINGHAM, times=("weekday_evening",),
        for_whom=("men",)), 1, 3),
    _Told("swim", 60, Wanted("Swimming with nobody looking", "A quiet hour, with help to get in.", way="be_active",
        ward=RUDDINGTON, times=("weekday_morning",), for_whom=("disabled",)), 1, 2, Source.DECLINE),
    _Told("young_parents", 40, Wanted("A drop-in for new parents with a bus to it", way="connect", ward=KEYWORTH,
        times=("weekday_morning",), for_whom=("families",)), 4, 0, Source.UPDATE),
    _Told("sunday", 25, Wanted("Sunday dinner with other people", "Sundays are the longest day.", way="connect",
        ward=TRENT_BRIDGE, times=("weekend_afternoon",), for_whom=("bereaved", "older")), 1, 5),
)  # fmt: skip

PUBLIC = (
    (12, Wanted("A choir that does not mind how you sing", "After work, in Keyworth if there is a hall.", way="learn",
        ward=KEYWORTH, times=("weekday_evening",)), Left("Beatrice Plumtree", "beatrice.plumtree@letterbox.example", would_help=True)),
    (6, Wanted("Somewhere to mend things together", "My mower, other people’s toasters.", way="give", ward=COTGRAVE,
        times=("weekend_morning",)), Left("Ted Barnstone", "ted.barnstone@letterbox.example", would_help=True)),
    (1, Wanted("A bench by the bus stop", way="take_notice", ward=BINGHAM), NOBODY),
)  # fmt: skip


async def say_what_is_missing(here: Neighbourhood) -> Missing:
    """Eight gaps by the team and three by the public, one of them not read yet; negotiations, a refusal and a change."""
    found = Missing()
    people = await _people(here)
    for number, told in enumerate(TOLD):
        by = await here.link_worker(number)
        with clock.at(ago(told.days, 14)):
            gap = await gaps.raise_gap(
                told.wanted, source=told.source, people=told.people, submission=here.new_id(), by=by
            )
        found.known[told.name] = gap
        for more in range(min(told.journeys, len(people))):
            journey, worker = people[(3 * number + more) % len(people)]
            with clock.at(ago(max(told.days - 9 * (more + 1), 2), 11)):
                await gaps.raise_gap(
                    told.wanted, source=Source.SESSION, journey=journey, joins=gap, submission=here.new_id(), by=worker
                )
    await _ask_the_public(here)
    await _try(here, found)
    return found


async def _people(here: Neighbourhood) -> list[tuple[UUID, Member]]:
    """Journeys with a link worker, and who that is."""
    team = [await here.link_worker(number) for number in range(sum(map(len, here.hand.cast.link_workers.values())))]
    known = {worker.id: worker for worker in team}
    found = await rows("SELECT id, link_worker FROM journey WHERE link_worker IS NOT NULL ORDER BY opened_at, id")
    return [(one["id"], known[one["link_worker"]]) for one in found if one["link_worker"] in known]


async def _ask_the_public(here: Neighbourhood) -> None:
    for days, wanted, left in PUBLIC:
        with clock.at(ago(days, 19)):
            gap = await gaps.raise_gap(
                wanted, source=Source.PUBLIC, left=left, submission=here.new_id(), by=PUBLIC_VISITOR
            )
        if days > 1:
            with clock.at(ago(days - 1, 9)):
                await gaps.open_gap(gap, by=await here.link_worker(days))


async def _try(here: Neighbourhood, found: Missing) -> None:
    """The pool gives a quiet hour; the parish cannot move a bus, and that gap ends with its reason."""
    by, today = await here.link_worker(2), clock.today()
    pool = here.first("swim")
    steps = (
        (50, StepKind.ASKED, "Asked whether an hour could be kept quiet, with a helper at the steps.", None),
        (41, StepKind.ANSWERED, "They would like to, and are looking for a helper.", 14),
        (20, StepKind.CHANGED, "Tuesdays from ten to eleven are quiet from this week, with two helpers.", None),
    )
    for days, kind, words, again in steps:
        day = ago(days).date()
        with clock.at(ago(days, 16)):
            await gaps.try_with(
                found["swim"], kind=kind, words=words, done_on=day, asset=pool, submission=here.new_id(), by=by,
                next_on=day + timedelta(days=again) if again else None,
            )  # fmt: skip
    with clock.at(ago(19, 10)):
        await gaps.settle(found["swim"], "change", "The pool keeps an hour quiet on Tuesdays.", by=by)
    with clock.at(ago(30, 16)):
        await gaps.try_with(
            found["young_parents"], kind=StepKind.REFUSED, words="The bus company cannot stop there before next summer.",
            done_on=ago(30).date(), with_whom="The bus company", submission=here.new_id(), by=by,
        )  # fmt: skip
    with clock.at(ago(28, 16)):
        words = "There is a drop-in two villages on, and the bus cannot be moved. We ask again in the summer."
        await gaps.settle(found["young_parents"], "none", words, by=by)
    await gaps.try_with(
        found["men_evening"], kind=StepKind.ASKED, words="Rang the shed: could they open one evening?",
        done_on=today, next_on=today + timedelta(days=10), asset=here.first("shed"), submission=here.new_id(), by=by,
    )  # fmt: skip
