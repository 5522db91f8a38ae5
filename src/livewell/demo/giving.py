"""Those who give their time in Rushcliffe: roles, a first cohort of whom many once came to Live Well, and who they are with."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from livewell.demo.company import keep_company
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, rows, value
from livewell.placements import actions as placements
from livewell.placements.forms.rota import Needed
from livewell.staff.rules import Member, Role
from livewell.volunteers import actions as volunteers
from livewell.volunteers.forms.applying import Application, Details, Referee
from livewell.volunteers.forms.desk import CheckSeen, Cohort, Talked
from livewell.volunteers.forms.desk import Role as Written
from livewell.volunteers.rules import Stage
from livewell.volunteers.rules.cohorts import PlaceState
from livewell.volunteers.rules.gate import CheckLevel

FORMER_CLIENTS = 22
"""The first cohort of volunteers had 22 people who once came to Live Well (Live Well in Rushcliffe, ImROC paper 16, 2019)."""

LOOKED_AFTER_BY_NOBODY = 11
"""Every eleventh of them waits for a coordinator."""

NO_CERTIFICATE, ENDS_SOON = 3, 5
"""Which of them waits for a certificate, and whose ends within three weeks."""

TOPICS = ("induction", "safeguarding", "listening", "boundaries", "confidentiality")

ROLES = (
    # Key, title, family, what it is, what it is not, when, check, topics, whom to ring.
    ("befriend", "Befriender", "befriender", "An hour of company once a week, with somebody who would like it.",
     "You give no care, handle no money and keep no keys.", ("tue_afternoon", "thu_afternoon"), CheckLevel.ENHANCED, TOPICS),
    ("walk", "Walking along", "group_supporter", "Walk at the back of the Thursday walk, with whoever is slower.",
     "You need not know the way.", ("thu_afternoon",), CheckLevel.NONE, ("induction", "safeguarding", "listening")),
    ("host", "Host at the café", "cafe_host", "Say hello at the door, pour tea, sit with somebody who is new.",
     "You do not cook.", ("tue_morning", "thu_morning"), CheckLevel.NONE, ("induction", "safeguarding", "food_hygiene")),
    ("drive", "Giving a lift", "driver", "Fetch somebody to a group and take them home.",
     "You do not wait with them at the surgery.", ("mon_morning", "fri_morning"), CheckLevel.ENHANCED, (*TOPICS[:2], "driving")),
)  # fmt: skip

SAID = (
    "Somebody sat with me once, and it changed the winter.",
    "I have Thursdays, and a flask.",
    "I would like to give something back.",
)


@dataclass
class Giving:
    """The volunteers as others of the demonstration go on with them."""

    roles: dict[str, UUID] = field(default_factory=dict)
    ready: list[UUID] = field(default_factory=list)
    hosts: list[UUID] = field(default_factory=list)
    walkers: list[UUID] = field(default_factory=list)
    """Who may walk along: ready for it for a month at least."""


async def give_time(here: Neighbourhood) -> Giving:
    """Roles, a cohort, people on every step of the way, befrienders, a rota, hours and costs."""
    by = await here.hand.member(here.hand.cast.others[Role.VOLUNTEER_COORDINATOR])
    found = Giving()
    await _roles(here, found, by)
    former = await _former_clients(by)
    await _train(here, found, former, by)
    await _others_on_the_way(here, found, by)
    await keep_company(here, found.roles["befriend"], found.ready, by)
    await _rota(here, found, by)
    return found


async def _roles(here: Neighbourhood, found: Giving, by: Member) -> None:
    listings = {"walk": here.first("walk"), "host": here.first("cafe")}
    for key, title, family, about, not_part, times, check, topics in ROLES:
        written = Written(
            title=title, family=family, about=about, not_part_of_it=not_part,
            organisation_name="" if key in listings else "Rushcliffe Community and Voluntary Service", times=times,
            postcode=here.said(listings[key]).venues[0].postcode if key in listings else "",
            times_words="", check_level=check, trainings=topics, references_wanted=2 if check is CheckLevel.ENHANCED else 1,
            most_people=2 if key == "befriend" else 4, contact_name=by.name, contact_phone="01632 960 510",
            contact_email=by.email, places=None, open=True,
        )  # fmt: skip
        with clock.at(ago(230, 10)):
            found.roles[key] = await volunteers.add_role(
                written, asset=listings.get(key), submission=here.new_id(), by=by
            )


async def _former_clients(by: Member) -> list[UUID]:
    """Twenty-two people said at the end of their journey that they would like to; those of a small Rushcliffe all at once."""
    endings = await rows(
        """
        SELECT DISTINCT ON (j.person) e.id, j.person FROM ending e JOIN journey j ON j.id = e.journey
          JOIN person p ON p.id = j.person WHERE NOT p.never_contact ORDER BY j.person, e.written_at DESC
        """
    )
    made = []
    for ending in endings[:FORMER_CLIENTS]:
        await execute(
            """
            UPDATE ending SET may_contact_about_volunteering = true,
                   what_next = CASE WHEN 'volunteer' = ANY(what_next) THEN what_next ELSE what_next || 'volunteer'::varchar END
             WHERE id = $1
            """,
            ending["id"],
        )
        with clock.at(ago(200, 11)):
            made.append(await volunteers.begin_said_before(ending["person"], by=by))
    return made


async def _train(here: Neighbourhood, found: Giving, former: list[UUID], by: Member) -> None:
    """The first cohort: all of them begin, most complete it, and those who have everything are ready."""
    begins = ago(150).date()
    with clock.at(ago(190, 10)):
        cohort = await volunteers.plan_cohort(
            Cohort("The first cohort", (*TOPICS, "food_hygiene"), begins, begins + timedelta(days=35), "The volunteer centre", "Tuesday mornings", by.name, 30),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        for one in former:
            await volunteers.move(one, Stage.APPLIED, why="", feedback="", onward="", version=None, by=by)
    for number, one in enumerate(former):
        roles = (
            (found.roles["befriend"], found.roles["host"]) if number % 2 else (found.roles["host"], found.roles["walk"])
        )
        with clock.at(ago(188, 12)):
            seen = await value("SELECT row_to_json(v) FROM volunteer v WHERE id = $1", one)
            await volunteers.change_details(one, _details(number, seen), roles, version=None, by=by)
        await _recruit(here, one, number, by)
        if number % LOOKED_AFTER_BY_NOBODY:
            with clock.at(ago(168, 9)):
                await volunteers.take_on(one, coordinator=by.id, by=by)
        with clock.at(ago(165, 13)):
            await volunteers.book_place(cohort, one, by=by)
    done = ago(114).date()
    became = {one: PlaceState.PART if number % 9 == 8 else PlaceState.COMPLETED for number, one in enumerate(former)}
    with clock.at(ago(114, 16)):
        places = await rows("SELECT id, volunteer FROM cohort_place WHERE cohort = $1", cohort)
        await volunteers.keep_register(
            cohort, {one["id"]: became[one["volunteer"]] for one in places}, done_on=done, by=by
        )
    for number, one in enumerate(former):
        if became[one] is not PlaceState.COMPLETED or number == NO_CERTIFICATE:
            continue
        with clock.at(ago(110, 10)):
            await volunteers.move(
                one,
                Stage.READY,
                why="Recruited, checked and trained.",
                feedback="Welcome!",
                onward="",
                version=None,
                by=by,
            )
        found.ready.append(one)


def _details(number: int, seen: object) -> Details:
    told = json.loads(str(seen))
    return Details(
        name=told["name"], email=told["email"] or f"{told['name'].split()[0].lower()}.{number}@letterbox.example", phone=told["phone"], languages=("en", "pl") if number % 7 == 3 else ("en",),
        interests=(("walking",), ("singing",), ("gardening", "cooking"))[number % 3],
        times=("tue_afternoon", "thu_afternoon") if number % 2 else ("tue_morning", "thu_morning", "thu_afternoon"),
        travels=("walks", "bus", "drives")[number % 3], miles=3 + number % 5, why=SAID[number % len(SAID)], born_on=date(1950 + number, 3, 1 + number),
    )  # fmt: skip


async def _recruit(here: Neighbourhood, one: UUID, number: int, by: Member) -> None:
    """A conversation, two references and, for all but one, a certificate. One certificate ends in three weeks."""
    with clock.at(ago(185, 10)):
        await volunteers.move(one, Stage.CONVERSATION, why="", feedback="", onward="", version=None, by=by)
        said = Talked(
            clock.today(), f"{by.name}, Mary Bradmore", lived_experience=True, answers={}, agreed="", suits=True
        )
        await volunteers.note_talk(one, said, submission=here.new_id(), by=by)
    with clock.at(ago(180, 10)):
        for name in ("A neighbour", "A friend from the allotment"):
            referee = Referee(
                name, f"{name.rsplit(' ', 1)[-1]}.{number}@letterbox.example", "They have known each other for years"
            )
            reference = await volunteers.add_referee(one, referee, submission=here.new_id(), by=by)
            await volunteers.write_down_reference(reference, {"rely": "Always."}, version=None, by=by)
            await volunteers.judge_reference(reference, suits=True, version=None, by=by)
    if number == NO_CERTIFICATE:
        return
    today = clock.today()
    ends_soon = (
        today.replace(year=today.year - 3) + timedelta(days=21) if number == ENDS_SOON else today - timedelta(days=172)
    )
    with clock.at(ago(170, 10)):
        level = CheckLevel.ENHANCED if number % 2 else CheckLevel.BASIC
        certificate = CheckSeen(level, ends_soon, f"{1000 + number}", False, None, False)
        await volunteers.note_check(one, certificate, submission=here.new_id(), by=by)


async def _others_on_the_way(here: Neighbourhood, found: Giving, by: Member) -> None:
    """Neighbours who applied by themselves, each on another step; one went another way with a word and an offer."""
    for number, (name, days) in enumerate(
        (("Gwen Plumtree", 2), ("Hal Barnstone", 6), ("Imran Keyworth", 15), ("Joy Flintham", 30))
    ):
        email = f"{name.split()[0].lower()}@letterbox.example"
        details = Details(
            name=name,
            email=email,
            phone=f"07700 900 7{number}0",
            languages=("en",),
            times=("sat_morning",),
            why=SAID[number % 3],
        )
        application = Application(
            details,
            (found.roles[("host", "befriend", "drive", "walk")[number]],),
            (Referee("A neighbour", f"neighbour.{number}@letterbox.example", "Next door"),),
            "friend",
        )
        with clock.at(ago(days, 20)):
            one = await volunteers.apply(application, submission=here.new_id(), by=PUBLIC_VISITOR)
        if number >= 2:
            with clock.at(ago(days - 3, 10)):
                await volunteers.take_on(one, coordinator=by.id, by=by)
                await volunteers.move(one, Stage.CONVERSATION, why="", feedback="", onward="", version=None, by=by)
        if number == 3:
            with clock.at(ago(days - 9, 10)):
                await volunteers.move(
                    one, Stage.DECLINED, why="Would like to begin when the children are at school.", version=None, by=by,
                    feedback="We enjoyed meeting you, and there is no hurry.", onward="The café is there on Thursdays, with the little ones too.",
                )  # fmt: skip


async def _rota(here: Neighbourhood, found: Giving, by: Member) -> None:
    """Café mornings: past ones done, coming ones half taken; a claim that waits."""
    hosts = [
        one
        for one in found.ready
        if await value("SELECT volunteer_ready($1, $2, $3)", one, found.roles["host"], clock.today())
    ]
    found.hosts = hosts
    month_ago = clock.today() - timedelta(days=30)
    found.walkers = [
        one
        for one in found.ready
        if await value(
            "SELECT volunteer_ready($1, $2, $3) AND volunteer_ready($1, $2, $4)",
            one,
            found.roles["walk"],
            clock.today(),
            month_ago,
        )
    ]
    starts = datetime.combine(clock.today() + timedelta(days=2), time(9, 30), tzinfo=clock.LONDON)
    needed = Needed(
        found.roles["host"],
        here.first("cafe"),
        "At the door and the urn",
        "The chapel kitchen",
        starts,
        150,
        2,
        4,
        alone=False,
    )
    shifts = await placements.put_up(needed, submission=here.new_id(), by=by)
    for number, shift in enumerate(shifts[: 5 if hosts else 0]):
        await placements.take(shift, volunteer=hosts[number % len(hosts)], by=by)
    for number, one in enumerate(hosts[:6]):
        for week in range(1 + number % 4):
            day = clock.today() - timedelta(days=7 * week + 5)
            with clock.at(datetime.combine(day, time(18), tzinfo=clock.LONDON)):
                await placements.add_hours(
                    one, given_on=day, minutes=150, what="At the café", submission=here.new_id(), by=by
                )
    for number, (one, what) in enumerate(
        zip(hosts, ("The bus to the café", "Milk, and a second kettle"), strict=False)
    ):
        with clock.at(ago(4 + number, 17)):
            await placements.claim(
                one,
                spent_on=clock.today() - timedelta(days=2),
                pence=340 + 455 * number,
                miles=None,
                what=what,
                receipt=None,
                submission=here.new_id(),
                by=by,
            )
