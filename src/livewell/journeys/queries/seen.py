"""
Whose journeys a member of staff may see: the one rule, as Piccolo says it and as SQL says it.

A manager sees all, a health coach those of their own area, a link worker those where they are the link worker,
everybody else none.
"""

from uuid import UUID

from piccolo.columns.combination import Where, WhereRaw

from livewell.journeys.tables import Journey
from livewell.staff.rules import Member, Role


def visible(member: Member) -> Where | WhereRaw:
    """The journeys this member may see, for `.where(...)` on Journey."""
    if member.role == Role.MANAGER:
        return WhereRaw("TRUE")
    if member.role == Role.HEALTH_COACH and member.area is not None:
        return Journey.area == member.area
    if member.role == Role.LINK_WORKER and member.id is not None:
        return Journey.link_worker == member.id
    return WhereRaw("FALSE")


def seen_by_sql(member: Member, alias: str, first: int = 1) -> tuple[str, list[UUID]]:
    """
    The same as a condition for raw SQL: the text, and its arguments.

    `alias` is the name the journey table has in the statement, `first` the number of the first free parameter:
    `seen_by_sql(coach, "j", 2)` gives `("j.area = $2", [area])`, and nothing to add for a manager.
    """
    if not alias.isidentifier():
        raise ValueError(f"{alias!r} cannot be the name of a table.")
    if member.role == Role.MANAGER:
        return "TRUE", []
    if member.role == Role.HEALTH_COACH and member.area is not None:
        return f"{alias}.area = ${first}", [member.area]
    if member.role == Role.LINK_WORKER and member.id is not None:
        return f"{alias}.link_worker = ${first}", [member.id]
    return "FALSE", []
