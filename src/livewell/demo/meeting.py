"""Groups that meet: nineteen Thursdays of the walking group, two others, and what people say of it all."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from livewell.demo.community import THE_WALKERS
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.gatherings import actions as gatherings
from livewell.gatherings.forms.comments import Comment
from livewell.gatherings.queries import register
from livewell.gatherings.rules.comments import CommentState, Reason
from livewell.gatherings.rules.meetings import Counted, Met
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.dates import is_working_day
from livewell.kit.db import value
from livewell.staff.rules import Member

# Nineteen walks, eighteen different people and 111 attendances, about six each week; the last was a bumper turn-out of
# nine walking, two of them new, and ten for tea (Live Well in Rushcliffe, ImROC paper 16, 2019).
CAME = (4, 5, 5, 6, 4, 5, 6, 6, 5, 7, 6, 5, 6, 6, 5, 7, 6, 7, 10)
NEW = (4, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 2)
WALKERS = (
    "Joan", "Derek M", "Derek from the mill", "Amina", "Peggy", "Roy", "Halina", "Mr Wiverton", "Sheila", "Clive",
    "Priya", "Stanley", "Moira", "Kwame", "Dot", "Wilf", "Nora", "Young Tom",
)  # fmt: skip
NOTES = {
    0: "The first walk. Four of us and a dog.",
    7: "Round by the road, the brook was up.",
    18: "A bumper turn-out, and the sun came out for tea.",
}

CAFE = (14, 17, 15, 19, 16, 18, 21, 17, 20, 18, 22, 19)
KICKABOUT = (13, 12, 14, 12, 13, 11, 8, 7, 6, 5)
"""Fewer men come: half as many in the last weeks as before the clocks went back."""

COMMENTS = (
    # Stars overall, for the welcome and for access; words, first name.
    (5, 5, 4, "Anne waited for me by the steps and walked with me the whole way.", "Joan"),
    (5, 5, 5, "I had not walked with anybody since my wife died. I have not missed a Thursday since.", "Roy"),
    (4, 5, 3, "Lovely people. The stile is hard with my knee, so I go round by the gate.", "Dot"),
    (5, 4, None, "The tea is the best part.", ""),
    (3, 4, 2, "Friendly, but more than a mile and a half on the day I came.", "Clive"),
    (5, 5, 4, "", "Priya"),
)  # fmt: skip
WAITING = (
    ("cafe", (5, 5, 4, "Come for five minutes, they say. I stayed all morning.", "Beatrice")),
    ("sing", (4, 5, None, "Nobody minded that I only hummed.", "Wilfred")),
    ("chair", (2, 3, 2, "The lift was out of order and nobody had said.", "")),
)
NOT_SHOWN = ("shed", (1, 1, None, "Ask for my nephew's van hire, cheapest in town.", "Ted"))


async def meet(here: Neighbourhood) -> None:
    """The walkers by name, with heads for the walk and the tea; a café that grows and a kickabout that shrinks, by heads."""
    await _walk(here)
    by = await here.link_worker(0)
    await _count_heads(here, here.first("cafe"), CAFE, by)
    await _count_heads(here, here.named("Kickabout for Grown-ups"), KICKABOUT, by)


def _days(asset: UUID, here: Neighbourhood, wanted: int) -> tuple[int, list[date]]:
    """When a weekly listing begins, and the last days on which it met, the first one first; it rests on bank holidays."""
    pattern = here.said(asset).all_patterns[0]
    day = clock.today() - timedelta(days=1)
    found: list[date] = []
    while len(found) < wanted:
        if day.weekday() in pattern.weekdays and is_working_day(day):
            found.append(day)
        day -= timedelta(days=1)
    return pattern.opens or 0, found[::-1]


async def _walk(here: Neighbourhood) -> None:
    """A link worker writes the first walks down, then Anne does. Whoever is new joins the register; the newest come."""
    asset = here.named(THE_WALKERS)
    starts, days = _days(asset, here, len(CAME))
    names = iter(WALKERS)
    for week, (day, came, new) in enumerate(zip(days, CAME, NEW, strict=True)):
        known = {one.name: one.id for one in await register(asset)}
        there = [known[name] for name in WALKERS if name in known]
        met = Met(
            on=day,
            starts=starts,
            counts=(Counted("Walk", came - (1 if came > 6 else 0)), Counted("Tea and a chat", came - (week % 2 if came < 10 else 0))),
            here=tuple(there[len(there) - (came - new) :]),
            new_names=tuple(next(names) for _ in range(new)),
            newcomers=new,
            note=NOTES.get(week, ""),
        )  # fmt: skip
        by = await here.link_worker(2) if week < 6 else await here.editor()
        await _record(here, asset, met, by)


async def _count_heads(here: Neighbourhood, asset: UUID, heads: tuple[int, ...], by: Member) -> None:
    starts, days = _days(asset, here, len(heads))
    for week, (day, came) in enumerate(zip(days, heads, strict=True)):
        new = int(heads[-1] > heads[0] and week % 2)
        await _record(here, asset, Met(day, starts, (Counted("Everybody who came", came),), newcomers=new), by)


async def _record(here: Neighbourhood, asset: UUID, met: Met, by: Member) -> None:
    with clock.at(datetime.combine(met.on, time(20), tzinfo=clock.LONDON)):
        await gatherings.record(asset, met, submission=here.new_id(), by=by)


async def say_how_it_was(here: Neighbourhood) -> None:
    """Six comments on the walking group that everybody may read, one of them answered; others wait, one is not shown."""
    walkers, by = here.named(THE_WALKERS), await here.link_worker(3)
    for number, said in enumerate(COMMENTS):
        comment = await _say(here, walkers, said, days=40 - 6 * number)
        with clock.at(ago(38 - 6 * number, 10)):
            await gatherings.decide(comment, to=CommentState.APPROVED, version=1, by=by)
        if number == 2:
            with clock.at(ago(25, 11)):
                words = "Thank you, Dot. We go by the gate now, all of us, so that nobody goes round alone."
                await gatherings.answer(comment, words, submission=here.new_id(), by=await here.editor())
            with clock.at(ago(24, 12)):
                await gatherings.decide_answer(comment, to=CommentState.APPROVED, version=1, by=by)
    for number, (look_for, said) in enumerate(WAITING):
        await _say(here, here.first(look_for), said, days=3 - number)
    look_for, said = NOT_SHOWN
    comment = await _say(here, here.first(look_for), said, days=9)
    with clock.at(ago(8, 10)):
        await gatherings.decide(comment, to=CommentState.DECLINED, reason=Reason.ADVERTISES, version=1, by=by)


async def _say(
    here: Neighbourhood, asset: UUID, said: tuple[int, int | None, int | None, str, str], *, days: int
) -> UUID:
    with clock.at(ago(days, 8)):
        await gatherings.say(asset, Comment(*said), submission=here.new_id(), by=PUBLIC_VISITOR)
        last = "SELECT id FROM asset_comment WHERE asset = $1 ORDER BY said_at DESC LIMIT 1"
        return UUID(str(await value(last, asset)))
