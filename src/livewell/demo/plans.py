"""Where the project goes and who knows about what: milestones, risks, two reviews, a team's plan, and interests."""

from datetime import datetime, time, timedelta
from uuid import UUID

from livewell.demo.cast import Player
from livewell.demo.first_minutes import Table
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.interests import actions as interests
from livewell.interests.forms import InterestTyped, StepTyped, TalkTyped
from livewell.interests.rules import Basis, LeadsOn
from livewell.kit import clock
from livewell.staff.rules import Member, Role
from livewell.steering import actions as steering
from livewell.steering.forms.plan import MilestoneTyped, RiskTyped
from livewell.steering.forms.review import ReviewTyped
from livewell.steering.forms.teams import PriorityTyped
from livewell.steering.rules.plan import Likely, Matters
from livewell.steering.rules.review import Answer, Level
from livewell.steering.rules.teams import Benchmark

AREA = "South"
"""Whose team made a plan."""

RISKS = (
    RiskTyped("The upper room of the library closes for its roof", "The forum and two courses meet there.", Likely.LIKELY, Matters.SOME,
              "Ask the fire station for its room, and try it once.", "Nasreen Orston"),
    RiskTyped("Those who volunteer are asked for too much", "Five of them do most of the mornings.", Likely.POSSIBLE, Matters.MUCH,
              "Nobody has more than two mornings a week; the rota shows who has.", "Owen Merryweather"),
    RiskTyped("The money for the small fund ends in spring", "", Likely.POSSIBLE, Matters.MUCH,
              "Tell the villages what came of it, with the stories of awards.", "Colin Wysall"),
)  # fmt: skip

REVIEWED = {
    # Question: last year's rating and words, this year's rating and words.
    "people": (2, "Twelve of us, and nobody under fifty.", 3, "Two came who are under thirty, and stayed."),
    "begin": (2, "We planned until the summer.", 4, "The walk began four weeks after the first meeting."),
    "ways": (1, "Nobody could say what we may decide.", 3, "The charter says it, on one page."),
    "support": (2, "Costs were paid late.", 3, "Costs are paid on the day; there is no childcare yet."),
    "steps": (3, "We tried the leaflet and dropped it.", 3, "The badge did not work, and nobody minded."),
    "listen": (2, "Those who speak well were heard.", 3, "A round before each decision."),
    "evidence": (1, "Mostly what we thought.", 3, "Figures, research and experience lie side by side now."),
    "comfort": (3, "We were new to each other.", 2, "The same five sit together. We change places from now on."),
    "beyond": (1, "We looked at ourselves.", 2, "The fund made us look at the villages."),
    "cherish": (3, "There was cake.", 4, "Every meeting ends with what somebody did well."),
}

STATEMENTS = (
    Benchmark("Everybody here can name three groups that would welcome somebody alone.", 3, "The two new ones can name one."),
    Benchmark("Whoever we support is asked what they could give.", 2, "At the end, but seldom in the middle."),
    Benchmark("Someone of the forum sits with us once a month.", 1, "Not since the summer."),
)  # fmt: skip


async def look_ahead(here: Neighbourhood, table: Table) -> None:
    """The project plan with its risks, how the forum looked at itself twice, one team's plan, and who is asked about what."""
    by = await here.hand.member(here.hand.cast.others[Role.FORUM_FACILITATOR])
    await _milestones(here, by)
    await _risks(here, by)
    await _reviews(here, table, by)
    await _team_plan(here, table)
    await _interests(here)


async def _milestones(here: Neighbourhood, by: Member) -> None:
    """One is reached, one was moved and is late all the same, two are to come."""
    today, made = clock.today(), {}
    for title, words, owner, due in (
        ("The forum has a charter that everybody agreed", "One page, in words we would use at home.", "Grace Holmefield", ago(205).date()),
        ("The café has a hoist", "So that whoever comes in a wheelchair reaches every table.", "Ivo Langar", ago(40).date()),
        ("Three courses are made and taught together", "By somebody who knows and somebody who has lived it.", "Asha Larkspur", today + timedelta(days=75)),
        ("Every village has something on a Sunday", "Not run by us.", "The steering group", today + timedelta(days=120)),
    ):  # fmt: skip
        with clock.at(ago(220, 12)):
            typed = MilestoneTyped(title, words, owner, due)
            made[owner] = await steering.add_milestone(typed, submission=here.new_id(), by=by)
    with clock.at(ago(208, 18)):
        words = "Agreed at the first meeting, and on the wall of the library."
        await steering.reach_milestone(made["Grace Holmefield"], came_of_it=words, version=1, by=by)
    moved_to = ago(6).date()
    with clock.at(ago(45, 11)):
        why = "The chapel had to ask its insurers first."
        await steering.move_milestone(made["Ivo Langar"], to=moved_to, why=why, version=1, by=by)


async def _risks(here: Neighbourhood, by: Member) -> None:
    """One is done something about, one is watched, and one nobody has looked at for a season."""
    noted = []
    for number, typed in enumerate(RISKS):
        with clock.at(ago(70 + 15 * number, 11)):
            noted.append(await steering.note_risk(typed, submission=here.new_id(), by=by))
    with clock.at(ago(20, 11)):
        await steering.look_at_risk(noted[0], by=by)
        await steering.watch_risk(noted[1], by=by)


async def _reviews(here: Neighbourhood, table: Table, by: Member) -> None:
    """Last December those who began it looked at themselves; this year the forum did."""
    on = ago(8, 17)
    december = datetime.combine(on.date().replace(year=on.year - 1, month=12, day=9), time(17), tzinfo=clock.LONDON)
    then = {key: Answer(rating, words) for key, (rating, words, *_) in REVIEWED.items()}
    now = {key: Answer(rating, words) for key, (*_, rating, words) in REVIEWED.items()}
    with clock.at(december):
        typed = ReviewTyped(then, Level.DESCRIPTIVE, "Found a forum that meets by itself, and pay what it costs to come.", None)  # fmt: skip
        await steering.keep_review(december.year, typed, submission=here.new_id(), by=by)
    with clock.at(on):
        typed = ReviewTyped(now, Level.INTERMEDIATE, "Meet in the evening twice, and change places at every meeting.", table.meetings[-1])  # fmt: skip
        await steering.keep_review(on.year, typed, submission=here.new_id(), by=by)


async def _team_plan(here: Neighbourhood, table: Table) -> None:
    """Two quick wins and two longer ones, each led by somebody of the team and of the forum; one win is had."""
    cast = here.hand.cast
    coach = await here.hand.member(cast.coaches[AREA])
    team = cast.link_workers[AREA]
    begins_on, review_on = ago(60).date(), clock.today() + timedelta(days=300)
    with clock.at(ago(66, 10)):
        plan = await steering.begin_plan(
            area=cast.areas[AREA], begins_on=begins_on, review_on=review_on,
            submission=here.new_id(), by=coach,
        )  # fmt: skip
        words = (
            "Two of us sing, one keeps bees, one speaks Welsh.\nWe know every caretaker between Leake and Ruddington.\n"
            "The bakery, the vicar and the bus driver tell us who has not been seen."
        )
        await steering.write_assets(plan, words, version=1, by=coach)
        await steering.rate(plan, STATEMENTS, version=2, by=coach)
    first = None
    today = clock.today()
    for title, quick, lead, member, days in (
        ("A poster with our faces in every surgery", True, team[0].id, 1, -20),
        ("Somebody of the forum at our meeting each month", True, team[1].id, 3, 25),
        ("A group that meets on Sundays in two villages", False, cast.coaches[AREA].id, 0, 140),
        ("Ask everybody in the middle of their journey what they could give", False, team[0].id, 6, 200),
    ):
        with clock.at(ago(63, 11)):
            typed = PriorityTyped(title, quick, lead, table.members[member], today + timedelta(days=days))
            made = await steering.add_priority(plan, typed, submission=here.new_id(), by=coach)
            first = first or made
    with clock.at(ago(60, 17)):
        await steering.put_in_force(plan, by=coach)
    assert first is not None  # The poster.
    with clock.at(ago(26, 17)):
        await steering.settle_priority(
            plan, first, done=True, came_of_it="Eleven surgeries, and people greet us by name.", version=1, by=coach
        )


async def _interests(here: Neighbourhood) -> None:
    """Six of the team are the ones to ask about something, and three of them lead on a part of Live Well."""
    team = [player for players in here.hand.cast.link_workers.values() for player in players]
    coach, coordinator = here.hand.cast.coaches[AREA], here.hand.cast.others[Role.VOLUNTEER_COORDINATOR]
    held = {}
    for number, (player, area, basis, words, leads_on) in enumerate((
        (team[0], "Keeping community groups going", Basis.EMPLOYMENT, "Ran a youth club for nine years. I know what makes a committee tired.", LeadsOn.GROUPS),
        (team[1], "Polish families, and letters from offices", Basis.CULTURE, "I read the letter with you before we see them.", None),
        (team[2], "Learning opportunities", Basis.INTEREST, "I keep a list of what every library and college begins next.", LeadsOn.LEARNING),
        (team[3], "Carers", Basis.LIFE, "I looked after my father for six years. Ask me about the first form.", None),
        (coach, "Gardens and green places", Basis.HOBBY, "Bees, beds, and which allotments welcome a beginner.", None),
        (coordinator, "The volunteers’ pathway", Basis.EMPLOYMENT, "From the first tea to the first morning.", LeadsOn.VOLUNTEERS),
    )):  # fmt: skip
        by = await here.hand.member(player)
        with clock.at(ago(180 - 20 * number, 9)):
            typed = InterestTyped(area, basis, words, leads_on, clock.today())
            held[player.id] = await interests.hold(typed, submission=here.new_id(), by=by)
    await _plan_of(here, held[team[2].id], team[2], coach)


async def _plan_of(here: Neighbourhood, interest: UUID, holder: Player, coach: Player) -> None:
    """Whoever leads on learning has a plan for it: one step is done, and it was spoken of in supervision."""
    by = await here.hand.member(holder)
    steps = []
    with clock.at(ago(120, 10)):
        for words, training, days in (
            ("Sit in a class of a recovery college for a morning", "The college in town (fictional)", 30),
            ("Learn to teach beside somebody", "Training for pairs of trainers", 150),
            ("Ask every library what it would lend us", "", 170),
        ):
            due = clock.today() + timedelta(days=days)
            steps.append(await interests.plan_step(interest, StepTyped(words, training, due), submission=here.new_id(), by=by))  # fmt: skip
    with clock.at(ago(95, 16)):
        await interests.finish_step(steps[0], version=1, by=by)
    with clock.at(ago(28, 16)):
        typed = TalkTyped(
            clock.today(), coach.id, "What it is like to lead on something when half the week is people.",
            "Two hours every other Friday are for it.", training_agreed=True,
        )  # fmt: skip
        await interests.note_talk(interest, typed, submission=here.new_id(), by=by)
