"""Setting and changing a password."""

from uuid import UUID

from livewell.kit import clock, limits, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound
from livewell.staff import passwords
from livewell.staff.actions.signing_in import BY_ADDRESS_AND_ACCOUNT, NewSignIn, TooOften, end_all, turn_over
from livewell.staff.queries import hash_of
from livewell.staff.rules import Member
from livewell.staff.tables import PasswordLink, StaffUser


class WrongPassword(Exception):
    """The password somebody gave as their own is not."""


async def set_password(*, token: str, password: str) -> None:
    """
    Set a password with a one-time link; every sign-in the account had ends.

    `passwords.fault_in` has been asked before. Raises NotFound when the link was used, is old, or
    never was, and passwords.TooBusy.
    """
    made = await passwords.hash_password(password)
    now = clock.now()
    async with transaction():
        link = (
            await PasswordLink.objects()
            .where(
                (PasswordLink.token_hash == hash_of(token))
                & PasswordLink.used_at.is_null()
                & (PasswordLink.ends_at > now)
            )
            .lock_rows("UPDATE")
            .first()
        )
        if link is None:
            raise NotFound
        user = await StaffUser.objects().where((StaffUser.id == link.staff_user) & StaffUser.active.eq(True)).first()
        if user is None:
            raise NotFound
        await PasswordLink.update({PasswordLink.used_at: now}).where(
            (PasswordLink.staff_user == user.id) & PasswordLink.used_at.is_null()
        )
        await StaffUser.update({StaffUser.password_hash: made}).where(StaffUser.id == user.id)
        await end_all(user.id)
        await news.tell("staff.password_set", subject=user.id, by=Actor(id=user.id, name=user.name, kind="staff"))


async def change_password(*, now_password: str, new_password: str, here: UUID, by: Member) -> NewSignIn:
    """
    Change one's own password: other browsers are signed out, and this one gets a new token.

    Raises WrongPassword, TooOften and passwords.TooBusy.
    """
    if await limits.too_many("change_password", str(by.id), *BY_ADDRESS_AND_ACCOUNT):
        raise TooOften
    user = await StaffUser.objects().where(StaffUser.id == by.id).first()
    if user is None or not await passwords.is_password(now_password, user.password_hash):
        raise WrongPassword
    made = await passwords.hash_password(new_password)
    async with transaction():
        await StaffUser.update({StaffUser.password_hash: made}).where(StaffUser.id == user.id)
        after = await turn_over(here)
        await end_all(user.id, but=after.sign_in)
        await news.tell("staff.password_changed", subject=user.id, by=by)
    return after
