"""Setting and changing a password."""

from uuid import UUID

from livewell.kit import clock, limits, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound
from livewell.staff import passwords
from livewell.staff.actions.signing_in import BY_ADDRESS_AND_ACCOUNT, NewSignIn, TooOften, end_all, id_of, turn_over
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


async def check_own_password(password: str, *, by: Member) -> None:
    """Make sure that it is still the person themselves. Raises WrongPassword, TooOften and passwords.TooBusy."""
    if await limits.too_many("own_password", str(by.id), *BY_ADDRESS_AND_ACCOUNT):
        raise TooOften
    user = await StaffUser.objects().where(StaffUser.id == by.id).first()
    if user is None or not await passwords.is_password(password, user.password_hash):
        raise WrongPassword


async def change_password(*, now_password: str, new_password: str, here: UUID, by: Member) -> NewSignIn:
    """
    Change one's own password: other browsers are signed out, and this one gets a new token.

    Raises WrongPassword, TooOften and passwords.TooBusy.
    """
    await check_own_password(now_password, by=by)
    made = await passwords.hash_password(new_password)
    user = id_of(by)
    async with transaction():
        await StaffUser.update({StaffUser.password_hash: made}).where(StaffUser.id == user)
        after = await turn_over(here)
        await end_all(user, but=after.sign_in)
        await news.tell("staff.password_changed", subject=user, by=by)
    return after
