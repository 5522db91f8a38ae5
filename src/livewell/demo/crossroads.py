"""One pathway that needs no clinician, in use and walked once to its end; those that do stay as they are delivered."""

from datetime import timedelta

from livewell.crisis.actions.pathways import PathwayWords, add_pathway, approve_pathway
from livewell.crisis.actions.walks import begin_walk, end_walk, write_step
from livewell.crisis.queries.pathways import Content
from livewell.crisis.rules.pathways import Step, StepDone
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.kit import clock
from livewell.kit.db import row
from livewell.safety import actions as safety
from livewell.safety.rules import RaisedFrom, SafetyKind
from livewell.staff import queries as staff
from livewell.staff.rules import Role

CONTENT = Content(
    title="Papers about somebody are lost or went astray",
    trigger="A notebook, a printed page or a letter with somebody’s name on it is not where it should be.",
    external_author="",
    kind=SafetyKind.OTHER,
    urgent=False,
    steps=(
        Step("Look once more", "Look where it was last seen, and ask who was there. Take ten minutes, not a day."),
        Step("Write down what was on it", "Whose name, which address, what else. Do not guess: say what you know."),
        Step("Tell the service manager", "By telephone, today. They decide who else has to be told, and by when."),
        Step("Tell the person", "Say what was lost and what is done about it. Ask what it would mean for them."),
    ),
    contacts=(),
)
DONE = (
    (StepDone.DONE, "Not in the car, and not at the café."),
    (StepDone.DONE, "One appointment slip: a first name, and Tuesday at ten."),
    (StepDone.DONE, "Ruth has written it into her book. Nobody else has to be told."),
    (StepDone.DONE, "She laughed: it was on her own fridge."),
)
OUTCOME = "The slip was found at her home. From now on we hand them over in an envelope."


async def walk_it(here: Neighbourhood) -> None:
    """The manager wrote it and put it into use; a coach followed it three weeks ago and closed what it had opened."""
    manager = await here.hand.member(here.hand.cast.others[Role.MANAGER])
    with clock.at(ago(60, 10)):
        words = PathwayWords(CONTENT, manager.id, clock.today() + timedelta(days=365))
        pathway = await add_pathway(words, submission=here.new_id(), by=manager)
        await approve_pathway(
            pathway, approved_as=f"{manager.name}, {manager.job_title.lower()}", version=1, by=manager
        )
    journey = await row(
        """
        SELECT id, health_coach FROM journey
         WHERE closed_at IS NULL AND stage IN ('coaching', 'link_work') AND opened_at < $1 ORDER BY opened_at, id LIMIT 1
        """,
        ago(30),
    )
    assert journey is not None  # The demo has somebody in every month.
    coach = await staff.member(journey["health_coach"])
    assert coach is not None
    with clock.at(ago(20, 10)):
        walk = await begin_walk(
            journey["id"],
            pathway,
            words="The slip with the next appointment is gone.",
            raised_from=RaisedFrom.SESSION,
            submission=here.new_id(),
            by=coach,
        )
    matter = await row("SELECT matter FROM pathway_walk WHERE id = $1", walk)
    assert matter is not None
    with clock.at(ago(20, 11)):
        await safety.acknowledge(matter["matter"], by=coach)
        for number, (what, said) in enumerate(DONE, 1):
            await write_step(walk, number, what=what, words=said, submission=here.new_id(), by=coach)
    with clock.at(ago(19, 12)):
        await end_walk(walk, outcome=OUTCOME, submission=here.new_id(), by=coach)
        await safety.close(matter["matter"], outcome=OUTCOME, submission=here.new_id(), by=coach)
