"""The volunteers' own door: a link in a message leads to /volunteer/me, without an account or a password."""

from uuid import UUID

from livewell.kit import cookies
from livewell.kit.db import value
from livewell.kit.guest_door import GuestDoor
from livewell.kit.guests import GuestKind


async def _known(email: str) -> UUID | None:
    found: UUID | None = await value(
        "SELECT id FROM volunteer WHERE email = $1 AND email <> '' AND forgotten_at IS NULL", email
    )
    return found


async def _called(volunteer_id: UUID) -> str | None:
    found: str | None = await value("SELECT name FROM volunteer WHERE id = $1 AND forgotten_at IS NULL", volunteer_id)
    return found


VOLUNTEER = GuestKind("volunteer", _known, _called)

VOLUNTEER_DOOR = GuestDoor(
    kind=VOLUNTEER,
    prefix="/volunteer/me",
    cookie=cookies.VOLUNTEER,
    pages="your volunteering pages",
    home="/volunteer/me",
    otherwise="You are not sure which address you gave? Ring the person named on the page of the role, and we will look.",
    menu=(
        ("Where I am", "/volunteer/me"),
        ("My details", "/volunteer/me/details"),
        ("My references", "/volunteer/me/references"),
        ("My checks", "/volunteer/me/checks"),
        ("My training", "/volunteer/me/training"),
        ("My people", "/volunteer/me/people"),
        ("My rota", "/volunteer/me/rota"),
        ("My hours", "/volunteer/me/hours"),
        ("My expenses", "/volunteer/me/expenses"),
    ),
)
"""Rooms above ask `VOLUNTEER_DOOR.guest(request)` too; `record` of the guest is the volunteer."""
