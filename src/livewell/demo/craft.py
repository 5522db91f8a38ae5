"""Safety plans that people agreed with their worker, and workers looking back at their own sessions."""

from datetime import timedelta
from uuid import UUID

from livewell.crisis.actions.plans import agree_plan
from livewell.demo.recent import Hand
from livewell.kit import clock
from livewell.kit.db import rows
from livewell.reflections import actions as reflections
from livewell.reflections.queries import supervisors
from livewell.reflections.rules import THEMES, Answer
from livewell.staff import queries as staff
from livewell.staff.rules import Role

PLANS: tuple[dict[str, str], ...] = (
    {
        "feels_safe": "The radio on low, and knowing that Margaret is in next door.",
        "triggers": "The week around his birthday. Letters with a window in them.",
        "keep_small": "Put the letter on the shelf and open it with somebody on a Tuesday.",
        "staff_do": "Ask me straight. Do not finish my sentences.",
        "who_to_call": "Margaret next door, then my sister.",
        "choice": "I decide what goes to my family. If I do not answer for two days, ring Margaret.",
    },
    {
        "feels_safe": "Being outdoors before it gets dark. My dog.",
        "triggers": "Crowded buses, and being told to calm down.",
        "keep_small": "Get off a stop early and walk. Count the gates.",
        "staff_do": "Walk beside me, and talk about something else for a bit.",
        "who_to_call": "My brother in the evening.",
        "choice": "I say when I have had enough, and we stop.",
    },
)
WORDS = (
    "I filled every silence. Next time I will count to five.",
    "She laughed when we talked about the choir. I had nearly not asked.",
    "I had the leaflet ready before he had finished. Slow down.",
    "We found the walk together, and he rang them himself.",
)
MOST_PLANS, MOST_REFLECTIONS = 6, 24


async def look_back(hand: Hand) -> None:
    """A few plans, on different days, and a few reflections of each worker's last months; two are shown to who supervises."""
    journeys = await rows(
        "SELECT id, health_coach FROM journey WHERE stage IN ('coaching', 'link_work') ORDER BY opened_at, id LIMIT $1",
        MOST_PLANS,
    )
    today = clock.today()
    for number, journey in enumerate(journeys):
        coach = await staff.member(journey["health_coach"])
        if coach is not None:
            await agree_plan(
                journey["id"],
                words=PLANS[number % len(PLANS)],
                with_whom="",
                together=True,
                agreed_on=today - timedelta(days=9 * number + 2),
                review_on=today + timedelta(days=80 - 9 * number),
                version=0,
                by=coach,
            )
    held = await rows(
        """
        SELECT id, worker FROM session WHERE status = 'held' AND planned_for >= $1 ORDER BY md5(id::text) LIMIT $2
        """,
        clock.now() - timedelta(days=170),
        MOST_REFLECTIONS,
    )
    shared: set[Role] = set()
    themes, answers = list(THEMES), (Answer.YES, Answer.PARTLY, Answer.NEXT_TIME, Answer.YES, Answer.NOT_THIS_TIME)
    for number, session in enumerate(held):
        worker = await staff.member(session["worker"])
        if worker is not None:
            kept = await reflections.keep_reflection(
                session["id"],
                themes={
                    theme: answers[(number + at) % len(answers)]
                    for at, theme in enumerate(themes)
                    if at % 3 != number % 3
                },
                words=WORDS[number % len(WORDS)],
                version=0,
                submission=hand.ledger.new_id(),
                by=worker,
            )
            if worker.role not in shared:  # One of a coach and one of a link worker.
                shared.add(worker.role)
                reader, _ = (await supervisors(worker))[0]
                await reflections.share_reflection(kept, reader=UUID(reader), by=worker)
