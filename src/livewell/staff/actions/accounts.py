"""Adding people who sign in, changing what they may do, and ending it at once."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from livewell.kit import clock, cookies, db, news
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.actions.second_factor import forget_recovery_codes
from livewell.staff.actions.signing_in import end_all
from livewell.staff.queries import hash_of
from livewell.staff.rules import INVITATION_LASTS, ROLE_LABELS, Details, Member, Role
from livewell.staff.tables import PasswordLink, StaffUser


@dataclass(frozen=True)
class Invited:
    """An account and the path of its one-time link, which is shown or sent once and kept nowhere."""

    staff_user: UUID
    path: str


async def add(details: Details, *, by: Actor) -> Invited:
    """Add somebody who will sign in, and make their link. Raises RuleBroken when the address has an account."""
    async with transaction():
        user = await _new(details)
        path = await _new_link(user)
        await news.tell("staff.added", subject=user, by=by, role=details.role.value)
    return Invited(staff_user=user, path=path)


async def add_first_manager(*, name: str, email: str) -> str:
    """
    Add a manager from the command line, and give the path of the one-time link to set a password.

    An account that has the address already gets a new link, if it is a manager's. Raises RuleBroken otherwise.
    """
    async with transaction():
        found = await StaffUser.objects().where(StaffUser.email == _tidy(email)).first()
        if found is None:
            return (await add(Details(name=name, email=email, role=Role.MANAGER), by=SYSTEM)).path
        if found.role != Role.MANAGER or not found.active:
            raise RuleBroken("There is an account with this address, and it is not an active manager's.")
        path = await _new_link(found.id)
        await news.tell("staff.invited_again", subject=found.id, by=SYSTEM)
    return path


async def _new(details: Details) -> UUID:
    email = _tidy(details.email)
    await _address_is_free(email)
    user = StaffUser(
        id=uuid4(),
        name=details.name,
        email=email,
        role=details.role.value,
        job_title=details.job_title,
        phone=details.phone,
        area=details.area,
        practice=details.practice,
        organisation=details.organisation,
        created_at=clock.now(),
    )
    await user.save()
    return user.id


async def _address_is_free(email: str) -> None:
    """Raise RuleBroken when an address has an account."""
    await _one_at_a_time(email)
    if await StaffUser.exists().where(StaffUser.email == email):
        raise RuleBroken("There is already an account with this email address.")


async def _new_link(staff_user: UUID) -> str:
    """The path of a new one-time link. Links made before it stop working."""
    now = clock.now()
    await PasswordLink.update({PasswordLink.used_at: now}).where(
        (PasswordLink.staff_user == staff_user) & PasswordLink.used_at.is_null()
    )
    token = cookies.new_token()
    await PasswordLink(
        id=uuid4(), staff_user=staff_user, token_hash=hash_of(token), made_at=now, ends_at=now + INVITATION_LASTS
    ).save()
    return f"/set-password/{token}"


async def new_password_link(staff_user_id: UUID, *, by: Member) -> Invited:
    """A new one-time link for somebody who lost the first, or forgot their password. Raises NotFound."""
    async with transaction():
        user = await _locked(staff_user_id)
        if not user.active:
            raise RuleBroken("This account is closed. Let the person back in first.")
        path = await _new_link(user.id)
        await news.tell("staff.invited_again", subject=user.id, by=by)
    return Invited(staff_user=user.id, path=path)


async def change(staff_user_id: UUID, details: Details, *, version: int, by: Member) -> None:
    """
    Change what is written about somebody, and what they may do.

    A change of role, area, practice or organisation ends their sign-ins at once: the next request is a
    stranger's. Raises NotFound, Stale, and RuleBroken for one's own role or the last manager.
    """
    async with transaction():
        await _one_at_a_time("managers")
        user = await _locked(staff_user_id)
        if user.version != version:
            raise Stale(theirs=_in_words(user), yours=_in_words(details))
        email = _tidy(details.email)
        if user.email != email:
            await _address_is_free(email)
        before = (user.role, user.area, user.practice, user.organisation)
        after = (details.role.value, details.area, details.practice, details.organisation)
        if user.id == by.id and user.role != details.role:
            raise RuleBroken("You cannot change your own role. Ask another manager or administrator.")
        if user.role == Role.MANAGER != details.role:
            await _another_manager_than(user.id)
        await StaffUser.update(
            {
                StaffUser.name: details.name,
                StaffUser.email: email,
                StaffUser.role: details.role.value,
                StaffUser.job_title: details.job_title,
                StaffUser.phone: details.phone,
                StaffUser.area: details.area,
                StaffUser.practice: details.practice,
                StaffUser.organisation: details.organisation,
                StaffUser.version: user.version + 1,
            }
        ).where(StaffUser.id == user.id)
        if before != after:
            await end_all(user.id)
        await news.tell(
            "staff.changed",
            subject=user.id,
            by=by,
            role=details.role.value,
            role_before=user.role,
            rights_changed=before != after,
        )


async def deactivate(staff_user_id: UUID, *, by: Member) -> None:
    """
    End somebody's access at once: their next request is a stranger's, and their links stop working.

    Raises NotFound, and RuleBroken for oneself, a closed account and the last manager.
    """
    async with transaction():
        await _one_at_a_time("managers")
        user = await _locked(staff_user_id)
        if user.id == by.id:
            raise RuleBroken("You cannot close your own account. Ask another manager or administrator.")
        if not user.active:
            raise RuleBroken("This account is closed already.")
        if user.role == Role.MANAGER:
            await _another_manager_than(user.id)
        now = clock.now()
        await StaffUser.update(
            {StaffUser.active: False, StaffUser.deactivated_at: now, StaffUser.version: user.version + 1}
        ).where(StaffUser.id == user.id)
        await PasswordLink.update({PasswordLink.used_at: now}).where(
            (PasswordLink.staff_user == user.id) & PasswordLink.used_at.is_null()
        )
        await end_all(user.id)
        await news.tell("staff.deactivated", subject=user.id, by=by)


async def let_back_in(staff_user_id: UUID, *, by: Member) -> Invited:
    """Open a closed account again. Its old password is gone: the person gets a new link. Raises NotFound, RuleBroken."""
    async with transaction():
        user = await _locked(staff_user_id)
        if user.active:
            raise RuleBroken("This account is open already.")
        await StaffUser.update(
            {
                StaffUser.active: True,
                StaffUser.deactivated_at: None,
                StaffUser.password_hash: "",
                StaffUser.version: user.version + 1,
            }
        ).where(StaffUser.id == user.id)
        path = await _new_link(user.id)
        await news.tell("staff.let_back_in", subject=user.id, by=by)
    return Invited(staff_user=user.id, path=path)


async def remove_second_factor(staff_user_id: UUID, *, by: Member) -> None:
    """Take away a second step whose phone and codes are lost; they set up a new one at the next sign-in. Raises NotFound."""
    async with transaction():
        user = await _locked(staff_user_id)
        if user.id == by.id:
            raise RuleBroken("You cannot take away your own second step. Ask another manager or administrator.")
        if user.totp_set_up_at is None:
            raise RuleBroken("This account has no second step.")
        await StaffUser.update(
            {
                StaffUser.totp_secret: b"",
                StaffUser.totp_set_up_at: None,
                StaffUser.totp_last_step: 0,
                StaffUser.version: user.version + 1,
            }
        ).where(StaffUser.id == user.id)
        await forget_recovery_codes(user.id)
        await end_all(user.id)
        await news.tell("staff.second_factor_removed", subject=user.id, by=by)


async def _locked(staff_user_id: UUID) -> StaffUser:
    user = await StaffUser.objects().where(StaffUser.id == staff_user_id).lock_rows("UPDATE").first()
    if user is None:
        raise NotFound
    return user


async def _one_at_a_time(what: str) -> None:
    """Two who want the same wait for each other, until the first transaction ends."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"staff_user {what}")


async def _another_manager_than(staff_user_id: UUID) -> None:
    """Raise RuleBroken when nobody else manages. Callers come one at a time, so two cannot close each other at once."""
    others = await StaffUser.exists().where(
        (StaffUser.role == Role.MANAGER.value) & StaffUser.active.eq(True) & (StaffUser.id != staff_user_id)
    )
    if not others:
        raise RuleBroken("This is the only manager. Make somebody else a manager first.")


def _tidy(email: str) -> str:
    return email.strip().lower()


def _in_words(said: StaffUser | Details) -> dict[str, str]:
    return {
        "Name": said.name,
        "Email address": said.email,
        "Role": ROLE_LABELS[Role(said.role)],
        "Job title": said.job_title,
        "Phone": said.phone,
    }
