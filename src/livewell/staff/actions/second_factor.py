"""Setting up a second step, and using it: each code works once."""

from datetime import timedelta
from uuid import UUID, uuid4

from livewell.kit import clock, db, limits, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound
from livewell.staff import second_factor
from livewell.staff.actions.signing_in import NewSignIn, TooOften, end_all, turn_over
from livewell.staff.rules import Member
from livewell.staff.tables import RecoveryCode, StaffUser

# Six digits are a million: at five tries in five minutes a guess takes months.
CODES = (5, timedelta(minutes=5))
CODES_FOR_ONE = (30, timedelta(minutes=60))


async def set_up_second_factor(
    *, secret: str, code: str, key: str, here: UUID, by: Member
) -> tuple[NewSignIn, list[str]] | None:
    """
    Keep a secret once a code proves that the person's app has it.

    Gives the new sign-in of this browser and the ten recovery codes, to be shown once; None when the
    code is wrong. Every other sign-in ends. Raises TooOften.
    """
    if await limits.too_many("second_factor.set_up", str(by.id), *CODES):
        raise TooOften
    step = second_factor.step_of(code, secret=secret)
    if step is None:
        return None
    codes = second_factor.new_recovery_codes()
    async with transaction():
        user = await StaffUser.objects().where(StaffUser.id == by.id).lock_rows("UPDATE").first()
        if user is None:
            raise NotFound
        await StaffUser.update(
            {
                StaffUser.totp_secret: second_factor.sealed(secret, key=key),
                StaffUser.totp_set_up_at: clock.now(),
                StaffUser.totp_last_step: step,
            }
        ).where(StaffUser.id == user.id)
        await forget_recovery_codes(user.id)
        hashed = [second_factor.recovery_hash(one, key=key) for one in codes]
        await RecoveryCode.insert(
            *(RecoveryCode(id=uuid4(), staff_user=user.id, code_hash=one) for one in hashed if one is not None)
        )
        after = await turn_over(here, second_factor=True)
        await end_all(user.id, but=after.sign_in)
        await news.tell("staff.second_factor_set_up", subject=user.id, by=by)
    return after, codes


async def forget_recovery_codes(staff_user: UUID) -> None:
    """Throw the codes of an older set-up away, inside the caller's transaction."""
    await RecoveryCode.delete().where(RecoveryCode.staff_user == staff_user)


async def use_code(*, staff_user: UUID, code: str, key: str, address: str) -> bool:
    """Whether this is the code of this moment, not used before. It is used up. Raises TooOften."""
    await _count_tries(staff_user, address)
    user = await StaffUser.objects().where((StaffUser.id == staff_user) & StaffUser.active.eq(True)).first()
    secret = second_factor.opened(user.totp_secret, key=key) if user is not None else None
    step = second_factor.step_of(code, secret=secret) if secret is not None else None
    if step is None:
        return False
    used = await db.value(
        "UPDATE staff_user SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2 RETURNING true",
        staff_user,
        step,
    )
    return bool(used)


async def use_recovery_code(*, staff_user: UUID, code: str, key: str, address: str) -> bool:
    """Whether this is one of the person's recovery codes, not used before. It is used up. Raises TooOften."""
    await _count_tries(staff_user, address)
    hashed = second_factor.recovery_hash(code, key=key)
    if hashed is None:
        return False
    async with transaction():
        used = await db.value(
            """
            UPDATE recovery_code SET used_at = $3 WHERE staff_user = $1 AND code_hash = $2 AND used_at IS NULL
            RETURNING true
            """,
            staff_user,
            hashed,
            clock.now(),
        )
        if used:
            somebody = Actor(id=staff_user, name="", kind="staff")
            await news.tell("staff.recovery_code_used", subject=staff_user, by=somebody)
    return bool(used)


async def _count_tries(staff_user: UUID, address: str) -> None:
    if await limits.too_many("second_factor.address", f"{address} {staff_user}", *CODES):
        raise TooOften
    if await limits.too_many("second_factor.account", str(staff_user), *CODES_FOR_ONE):
        raise TooOften
