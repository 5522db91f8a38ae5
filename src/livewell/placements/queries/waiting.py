"""What waits on the volunteers' desk: somebody who gave no word, a concern, an expense; for whoever may settle it."""

from livewell.kit.db import row
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.desk import Notice


async def waiting(member: Member) -> tuple[Notice, ...]:
    """What this member may settle and nobody has yet, in numbers and without a name. One statement, or none."""
    runs, settles = Permission.RUN_VOLUNTEERING in member.can, Permission.SETTLE_CONCERNS in member.can
    if not runs and not settles:
        return ()
    found = await row(
        """
        SELECT (SELECT count(*) FROM shift WHERE alone AND state IN ('taken', 'swap') AND alerted_at IS NOT NULL
                   AND alert_settled_at IS NULL) AS not_back,
               (SELECT count(*) FROM volunteer_concern WHERE about = 'volunteer' AND state = 'raised') AS raised,
               (SELECT count(*) FROM volunteer_concern WHERE about = 'volunteer' AND state = 'acknowledged') AS looked_into,
               (SELECT count(*) FROM volunteer_expense WHERE state = 'claimed') AS claimed
        """
    )
    assert found is not None
    said = (
        (
            runs,
            found["not_back"],
            "1 volunteer has",
            "{} volunteers have",
            "given no word after a visit",
            "/volunteers/rota",
            True,
        ),
        (
            settles,
            found["raised"],
            "1 concern waits",
            "{} concerns wait",
            "for somebody to take it on",
            "/volunteers/concerns",
            True,
        ),
        (
            settles,
            found["looked_into"],
            "1 concern is",
            "{} concerns are",
            "being looked into",
            "/volunteers/concerns",
            False,
        ),
        (
            runs,
            found["claimed"],
            "1 expense waits",
            "{} expenses wait",
            "for a decision",
            "/volunteers/expenses",
            False,
        ),
    )
    return tuple(
        Notice(f"{one if number == 1 else many.format(number)} {rest}", link, urgent)
        for may, number, one, many, rest, link, urgent in said
        if may and number
    )
