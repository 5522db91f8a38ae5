"""People who sign in, and browsers in which they have, for tests."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, cookies
from livewell.staff.queries import hash_of, member_of
from livewell.staff.rules import Member, Role
from livewell.staff.tables import SignIn, StaffUser
from tests.factories.places import a_practice, an_area

_number = count(1)


async def a_member(
    role: Role = Role.HEALTH_COACH, *, area: UUID | None = None, practice: UUID | None = None, **changes: Any
) -> Member:
    """Somebody who signs in. Coaches and link workers get an area, referrers a practice, unless they are given one."""
    number = next(_number)
    if role in {Role.HEALTH_COACH, Role.LINK_WORKER} and area is None:
        area = await an_area()
    if role is Role.PRACTICE_REFERRER and practice is None:
        practice = await a_practice(area=area)
    user = StaffUser(
        **(
            {
                "id": uuid4(),
                "name": f"{role.value.replace('_', ' ').title()} {number}",
                "email": f"staff{number}@livewell.example",
                "role": role.value,
                "area": area,
                "practice": practice,
                "created_at": clock.now(),
            }
            | changes
        )
    )
    await user.save()
    return member_of(user.to_dict())


async def a_sign_in(member: Member, *, second_factor: bool = True, **changes: Any) -> str:
    """A browser in which `member` is signed in; gives the token of its cookie (`cookies.SIGN_IN`)."""
    token = cookies.new_token()
    now = clock.now()
    await SignIn(
        **(
            {
                "id": uuid4(),
                "staff_user": member.id,
                "token_hash": hash_of(token),
                "signed_in_at": now,
                "last_seen_at": now,
                "ends_at": now + timedelta(hours=12),
                "second_factor_at": now if second_factor else None,
                "browser": "A test",
                "address": "127.0.0.1",
            }
            | changes
        )
    ).save()
    return token
