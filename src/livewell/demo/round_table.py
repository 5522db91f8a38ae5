"""The coproduction forum of Rushcliffe: who belongs, three meetings and one to come, what was decided, and who did it."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from livewell.challenges import actions as challenges
from livewell.challenges.forms.charter import CharterTyped
from livewell.demo.first_minutes import Table, begin_a_challenge, try_it
from livewell.demo.missing import Missing
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.forum import actions as forum
from livewell.forum.forms.meetings import Attended, Decided, Planned, Said
from livewell.forum.forms.members import Brings, Given, Joining
from livewell.forum.rules.agenda import DecisionKind, Tag
from livewell.forum.rules.meetings import Level, PaidBy, Presence, Pulse
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import rows, value
from livewell.staff.rules import Member, Role

MEMBERS = (
    # Name, what they bring: skills, networks, offers. The last two are for figures alone: sector, experience.
    ("Dorothy Bunny", "Baking for forty", "The chapel and its kitchen", "Tea at every meeting", "resident", ("condition",)),
    ("Harjit Saxondale", "Making posters", "The gurdwara", "Prints what we need", "group", ()),
    ("Colin Wysall", "Keeping accounts", "The Rotary club", "Looks after the small fund’s book", "business", ()),
    ("Mary Bradmore", "Listening", "Everybody in Bunny Lane", "Rings whoever could not come", "resident", ("carer",)),
    ("Ivo Langar", "Mending bicycles", "The shed", "A van on Saturdays", "voluntary", ("mental_health",)),
    ("Dr Femi Aslockton", "Reading research", "Three practices", "Finds what is known", "health", ()),
    ("Pat Scarrington", "Speaking up", "The tenants’ panel", "Takes people along to their first meeting", "voluntary", ("condition",)),
    ("Olga Tithby", "Polish and English", "The Saturday school", "Interprets", "learning", ()),
    ("Wes Elton", "Football", "Notts youth clubs", "A minibus in term time", "group", ()),
    ("Jean Granby", "Drawing", "The care home", "Draws what we say", "resident", ("alone",)),
    ("Station Officer Clem Whatton", "Home safety visits", "The fire service", "A room at the station", "other", ()),
    ("Nasreen Orston", "Running a library", "Every reading group", "The library on a Sunday", "council", ()),
    ("Bert Hickling", "Growing things", "The allotments", "Vegetables for the café", "resident", ("condition", "carer")),
    ("Lily Colston", "Social media", "Young people in Bingham", "Writes what we post", "resident", ("mental_health",)),
)  # fmt: skip

ACCESS = "No steps, a hearing loop, a quiet room next door. Somebody meets you at the door; a friend may come too."
EXPECT = (
    "Tea from half past one. We sit in a ring and say our names and nothing else. We speak about three or four things,"
    " with a break in the middle, and end at four. Nobody has to speak."
)


async def sit_down_together(here: Neighbourhood, missing: Missing) -> Table:
    """Members join, the forum meets three times and is invited to a fourth, works on a challenge, and votes."""
    by = await here.hand.member(here.hand.cast.others[Role.FORUM_FACILITATOR])
    table = Table()
    await _join(here, table, by)
    await _first_meeting(here, table, missing, by)
    await _second_meeting(here, table, missing, by)
    challenge = await begin_a_challenge(here, table, by)
    await _third_meeting(here, table, missing, by)
    await _next_meeting(here, table, missing, by)
    await try_it(here, table, challenge, by)
    return table


async def _join(here: Neighbourhood, table: Table, by: Member) -> None:
    for number, (name, skills, networks, offers, sector, lived) in enumerate(MEMBERS):
        joining = Joining(
            name=name,
            email=f"{name.split()[-2].lower()}.{name.split()[-1].lower()}@forum.example",
            why="I live here and would like to be asked.",
            brings=Brings(skills=skills, networks=networks, offers=offers),
            sector=sector,
            lived=lived,
        )
        days = 235 - 12 * number
        with clock.at(ago(days, 10)):
            table.members.append(await forum.add(joining, submission=here.new_id(), by=by))
    with clock.at(ago(3, 20)):
        asks = Joining(
            "Ken Owthorpe", "ken.owthorpe@letterbox.example", why="I run the repair table and never knew whom to ask."
        )
        await forum.ask_to_join(asks, submission=here.new_id(), by=PUBLIC_VISITOR)


def _afternoon(day: date) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, time(14), tzinfo=clock.LONDON),
        datetime.combine(day, time(16), tzinfo=clock.LONDON),
    )


async def _met(here: Neighbourhood, table: Table, days: int, title: str, items: tuple[UUID, ...], by: Member) -> UUID:
    """A meeting that was planned, invited to and held so many days ago, with everybody there who belonged by then."""
    day = ago(days).date()
    starts, ends = _afternoon(day)
    with clock.at(ago(days + 15, 9)):
        meeting = await forum.plan(
            Planned(title, starts, ends, "Fictional Village Hall", "1 Fictional Lane", access=ACCESS, what_will_happen=EXPECT),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        await forum.put_on(meeting, items, by=by)
        await forum.invite(meeting, by=by)
    with clock.at(starts + timedelta(minutes=5)):
        await forum.hold(meeting, by=by)
        there = [
            one["id"]
            for one in await rows("SELECT id FROM forum_member WHERE state = 'member' AND joined_on <= $1", day)
        ]
        came = {
            one: Attended(Presence.NO if number % 6 == 5 else Presence.REMOTE if number % 6 == 3 else Presence.ROOM)
            for number, one in enumerate(sorted(there, key=table.members.index))
        }
        await forum.note_attendance(meeting, came, by=by)
    table.meetings.append(meeting)
    with clock.at(ends + timedelta(hours=1)):
        await forum.note_meeting_time(meeting, by=by)
        for number, one in enumerate(member for member, how in came.items() if how.came is not Presence.NO):
            level = (Level.INTERMEDIATE, Level.TRANSFORMATIVE, Level.INTERMEDIATE)[number % 3]
            await forum.give_pulse(
                meeting, one, Pulse(3 + number % 3, 2 + number % 3, 3 + (number + 1) % 3, level.value)
            )
    return meeting


async def _sum_up(meeting: UUID, words: str, days: int, by: Member) -> None:
    with clock.at(ago(days, 17)):
        version = await value("SELECT version FROM forum_meeting WHERE id = $1", meeting)
        await forum.write_summary(meeting, words, version=version, by=by)
    with clock.at(ago(days - 1, 18)):
        await forum.show_summary(meeting, version=version + 1, by=by)


async def _said(item: UUID, said: Said, by: Member) -> None:
    version = await value("SELECT version FROM agenda_item WHERE id = $1", item)
    await forum.write_said(item, said, version=version, by=by)


async def _first_meeting(here: Neighbourhood, table: Table, missing: Missing, by: Member) -> None:
    with clock.at(ago(230, 12)):
        table.items["walk"] = await forum.put_on_agenda(
            kind="gap", title="A gentle walk on a weekday", gap=missing["walk"], submission=here.new_id(), by=by
        )
        table.items["charter"] = await _draft_charter(here, by)
    meeting = await _met(
        here, table, 212, "The forum: what we stand for, and a walk", (table.items["walk"], table.items["charter"]), by
    )
    with clock.at(ago(212, 17)):
        await _said(table.items["walk"], Said(
            "Four people would come at once. It must be short, and end with tea.",
            "Somebody who walks there every day anyway would lead it.",
            "A walk of six miles on Sundays, too far for most.",
            "The walking leaders’ course at the leisure centre.",
        ), by)  # fmt: skip
        table.decisions["walk"] = await forum.decide(
            meeting, table.items["walk"],
            Decided(DecisionKind.GROUP, "We help a Thursday walk to begin, with tea after it.", (Tag.GAP, Tag.PARTNERSHIP)),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        done = await forum.agree(
            meeting, words="Ask the café whether ten people may sit down at three on a Thursday", owner=table.members[0],
            due_on=clock.today() + timedelta(days=22), decision=table.decisions["walk"], submission=here.new_id(), by=by,
        )  # fmt: skip
        charter = await forum.decide(
            meeting, table.items["charter"], Decided(DecisionKind.VALUE, "We agree what we stand for, and look at it again in a year."),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        put = await value("SELECT id FROM put_to_forum WHERE item = $1", table.items["charter"])
        await challenges.approve(put, decision=charter, version=1, by=by)
    with clock.at(ago(195, 11)):
        await forum.finish(done, came_of_it="They may, and the first pot is on the house.", by=by)
    await _sum_up(
        meeting,
        "We agreed what the forum stands for. We help a short Thursday walk to begin, with tea after it.",
        208,
        by,
    )


async def _draft_charter(here: Neighbourhood, by: Member) -> UUID:
    charter = await challenges.begin_charter(submission=here.new_id(), by=by)
    await challenges.write_charter(charter, CharterTyped(
        goals="Fewer people are alone who would rather not be\nWhatever is begun here is run here\nEverybody can do something for somebody",
        values="Hope: we believe in people before they do\nControl: it is their life, and their plan\nOpportunity: there is room for everybody somewhere",
        change="The first version.",
    ), version=1, by=by)  # fmt: skip
    await challenges.put_charter(charter, by=by)
    return UUID(str(await value("SELECT item FROM put_to_forum WHERE subject = $1", charter)))


async def _second_meeting(here: Neighbourhood, table: Table, missing: Missing, by: Member) -> None:
    with clock.at(ago(160, 12)):
        table.items["memory_cafe"] = await forum.put_on_agenda(
            kind="gap", title="Somewhere to go together when memory fails", gap=missing["memory_cafe"], submission=here.new_id(), by=by,
        )  # fmt: skip
        table.items["fund"] = await forum.put_on_agenda(
            kind="item", title="A small fund for new things", words="How we would decide, and who stands back when it is near to them.",
            member=table.members[2], submission=here.new_id(), by=by,
        )  # fmt: skip
    meeting = await _met(
        here, table, 140, "The forum: a café, and a little money", (table.items["memory_cafe"], table.items["fund"]), by
    )
    with clock.at(ago(140, 17)):
        await _said(table.items["memory_cafe"], Said(
            "It should be a café like any other, where nobody minds.", "The care home would lend two helpers.",
            "A singing group for people living with dementia, in town.", "The county’s dementia advisers.",
        ), by)  # fmt: skip
        table.decisions["memory_cafe"] = await forum.decide(
            meeting, table.items["memory_cafe"], Decided(DecisionKind.GROUP, "We begin a café in the chapel kitchen.", (Tag.GAP, Tag.PARTNERSHIP)),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        table.decisions["fund"] = await forum.decide(
            meeting, table.items["fund"], Decided(DecisionKind.FUND, "Three of us read each application. Whoever it is near to stands back."),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        await forum.agree(
            meeting, words="Find out what a hoist in the chapel would cost", owner=table.members[4],
            due_on=clock.today() + timedelta(days=110), decision=table.decisions["memory_cafe"], submission=here.new_id(), by=by,
        )  # fmt: skip
    await _sum_up(
        meeting,
        "We begin a café where nobody minds, in the chapel kitchen. A small fund helps new things to begin; three of us read what is asked.",
        136,
        by,
    )


async def _third_meeting(here: Neighbourhood, table: Table, missing: Missing, by: Member) -> None:
    with clock.at(ago(75, 12)):
        table.items["hoarding"] = await forum.put_on_agenda(
            kind="nomination", title="A course to understand keeping too much", words="The fire service and two housing associations would send people.",
            gap=missing["hoarding"], member=table.members[10], submission=here.new_id(), by=by,
        )  # fmt: skip
    items = (table.items["hoarding"], table.items["door"])
    meeting = await _met(here, table, 60, "The forum: learning together, and the door", items, by)
    with clock.at(ago(60, 17)):
        await _said(table.items["hoarding"], Said("Whoever has lived with it should teach it too."), by)
        table.decisions["hoarding"] = await forum.decide(
            meeting, table.items["hoarding"], Decided(DecisionKind.COURSE, "We make the course together, and everybody sits in one class.", (Tag.PARTNERSHIP,)),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        for owner, words, days in (
            (10, "Find two who would teach it with us", 20),
            (11, "Keep the library’s upper room", -10),
        ):
            await forum.agree(
                meeting, words=words, owner=table.members[owner], due_on=clock.today() + timedelta(days=60 - days),
                decision=table.decisions["hoarding"], submission=here.new_id(), by=by,
            )  # fmt: skip
    await _sum_up(
        meeting,
        "A course to understand keeping too much is made together with those who have lived with it. Everybody sits in one class.",
        57,
        by,
    )
    with clock.at(ago(55, 12)):
        for number, member in enumerate(table.members[:4]):
            paid = PaidBy.EMPLOYER if number == 2 else PaidBy.UNPAID
            given = Given(
                clock.today() - timedelta(days=3),
                45 + 30 * number,
                "Rang people who could not come",
                paid,
                expenses_pence=320 * (number % 2),
            )
            await forum.note_time(member, given, submission=here.new_id(), by=by)


async def _next_meeting(here: Neighbourhood, table: Table, missing: Missing, by: Member) -> None:
    starts, ends = _afternoon(clock.today() + timedelta(days=12))
    with clock.at(ago(5, 12)):
        item = await forum.put_on_agenda(
            kind="gap", title="Sunday dinner with other people", gap=missing["sunday"], submission=here.new_id(), by=by
        )
        await forum.put_on_agenda(
            kind="item", title="Meeting in the evening now and then", words="Some of us work.", member=table.members[13],
            submission=here.new_id(), by=by,
        )  # fmt: skip
        meeting = await forum.plan(
            Planned("The forum: Sundays", starts, ends, "The library, upper room (there is a lift)", "2 Fictional Lane",
                    remote="https://meet.forum.example/sundays", access=ACCESS, what_will_happen=EXPECT),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        await forum.put_on(meeting, (item,), by=by)
        await forum.invite(meeting, by=by)
    places = await rows("SELECT id FROM meeting_place WHERE meeting = $1 ORDER BY member", meeting)
    with clock.at(ago(2, 9)):
        for number, place in enumerate(places[:7]):
            await forum.answer(
                place["id"], (Presence.ROOM, Presence.ROOM, Presence.REMOTE, Presence.NO)[number % 4], by=PUBLIC_VISITOR
            )
