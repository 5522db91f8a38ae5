"""Signing in and out: who may, how often they may try, and the random number their browser then holds."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from livewell.kit import clock, cookies, db, limits, news
from livewell.kit.actor import PUBLIC_VISITOR, Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound
from livewell.staff import passwords
from livewell.staff.queries import hash_of
from livewell.staff.rules import LONGEST_SIGN_IN, Member
from livewell.staff.tables import SignIn, StaffUser

# From one address, whoever is tried: a busy surgery signs in together at nine.
BY_ADDRESS = (60, timedelta(minutes=10))
# From one address for one account: five at once, then one a minute.
BY_ADDRESS_AND_ACCOUNT = (5, timedelta(minutes=5))
# For one account from addresses that never signed in to it. Strangers fill this one; the owner's own desk is not held back by it.
BY_ACCOUNT = (20, timedelta(minutes=20))
OWN_DESK = timedelta(days=30)
# Where and when somebody signed in is theirs: it is not kept for longer than it helps. Events keep that they did.
KEPT = timedelta(days=90)
NOBODY = UUID(int=0)


class TooOften(Exception):
    """Too many tries: wait a little (429). Says nothing about whether the account exists."""


@dataclass(frozen=True)
class Proved:
    """Somebody who gave the right password, and whether a second step is still to come."""

    staff_user: UUID
    name: str
    has_second_factor: bool


@dataclass(frozen=True)
class NewSignIn:
    """A sign-in that has just begun. The token goes into the cookie and nowhere else."""

    token: str
    sign_in: UUID


async def prove(*, email: str, password: str, address: str) -> Proved | None:
    """
    Whose password this is, or None: the same answer, after the same time, for a wrong one and for no account.

    Raises TooOften and passwords.TooBusy.
    """
    email = email.strip().lower()
    await _count_tries(email, address)
    user = await StaffUser.objects().where(StaffUser.email == email).first()
    kept = user.password_hash if user is not None and user.active else ""
    if not await passwords.is_password(password, kept) or user is None:
        # Written down for accounts that do not exist too: it takes the same time, and shows a spray of guesses.
        async with transaction():
            await news.tell("staff.sign_in_failed", subject=user.id if user else NOBODY, by=PUBLIC_VISITOR)
        return None
    if passwords.needs_new_hash(kept):
        await StaffUser.update({StaffUser.password_hash: await passwords.hash_password(password)}).where(
            (StaffUser.id == user.id) & (StaffUser.password_hash == kept)
        )
    return Proved(staff_user=user.id, name=user.name, has_second_factor=user.totp_set_up_at is not None)


async def _count_tries(email: str, address: str) -> None:
    """Raise TooOften when one of the three buckets is full; all are counted for accounts that do not exist too."""
    if await limits.too_many("sign_in.address", address, *BY_ADDRESS):
        raise TooOften
    if await limits.too_many("sign_in.address_account", f"{address} {email}", *BY_ADDRESS_AND_ACCOUNT):
        raise TooOften
    known = await db.value(
        """
        SELECT EXISTS (
            SELECT 1 FROM sign_in s JOIN staff_user u ON u.id = s.staff_user
            WHERE u.email = $1 AND s.address = $2 AND s.signed_in_at > $3
        )
        """,
        email,
        address,
        clock.now() - OWN_DESK,
    )
    if not known and await limits.too_many("sign_in.account", email, *BY_ACCOUNT):
        raise TooOften


async def sign_in(
    *, staff_user: UUID, address: str, browser: str, in_place_of: UUID | None = None, second_factor: bool = False
) -> NewSignIn:
    """
    Begin a sign-in for somebody who has proved who they are.

    The token is new every time; a sign-in that the same browser had before ends. Raises NotFound when
    the account has been closed since.
    """
    async with transaction():
        user = await StaffUser.objects().where((StaffUser.id == staff_user) & StaffUser.active.eq(True)).first()
        if user is None:
            raise NotFound
        begun = await begin(user.id, address=address, browser=browser, second_factor=second_factor)
        if in_place_of is not None:
            await end([in_place_of])
        await news.tell("staff.signed_in", subject=user.id, by=_as_actor(user), second_factor=second_factor)
    return begun


async def begin(staff_user: UUID, *, address: str, browser: str, second_factor: bool) -> NewSignIn:
    """A new row and its token, inside the transaction of whoever asks. Rows long ended are forgotten meanwhile."""
    now = clock.now()
    await db.execute("DELETE FROM sign_in WHERE staff_user = $1 AND ends_at < $2", staff_user, now - KEPT)
    token = cookies.new_token()
    row = SignIn(
        id=uuid4(),
        staff_user=staff_user,
        token_hash=hash_of(token),
        signed_in_at=now,
        last_seen_at=now,
        ends_at=now + LONGEST_SIGN_IN,
        second_factor_at=now if second_factor else None,
        address=address[:45],
        browser=browser[:200],
    )
    await row.save()
    return NewSignIn(token=token, sign_in=row.id)


async def end(sign_ins: list[UUID]) -> None:
    """End sign-ins for good. Nothing ever takes `revoked_at` away again."""
    await db.execute(
        "UPDATE sign_in SET revoked_at = $2 WHERE id = ANY($1) AND revoked_at IS NULL", sign_ins, clock.now()
    )


async def end_all(staff_user: UUID, *, but: UUID | None = None) -> None:
    """End every sign-in of one person, but the one named."""
    await db.execute(
        "UPDATE sign_in SET revoked_at = $3 WHERE staff_user = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL",
        staff_user,
        but,
        clock.now(),
    )


async def turn_over(sign_in_id: UUID, *, second_factor: bool = False) -> NewSignIn:
    """Put a new sign-in in the place of this one after a change of rights: same browser, same end, other token."""
    now = clock.now()
    before = (
        await SignIn.objects()
        .where((SignIn.id == sign_in_id) & SignIn.revoked_at.is_null())
        .lock_rows("UPDATE")
        .first()
    )
    if before is None:
        raise NotFound
    token = cookies.new_token()
    after = SignIn(
        id=uuid4(),
        staff_user=before.staff_user,
        token_hash=hash_of(token),
        signed_in_at=before.signed_in_at,
        last_seen_at=now,
        ends_at=before.ends_at,
        second_factor_at=now if second_factor else before.second_factor_at,
        address=before.address,
        browser=before.browser,
    )
    await after.save()
    await end([before.id])
    return NewSignIn(token=token, sign_in=after.id)


async def sign_out(sign_in_id: UUID, *, by: Member) -> None:
    """End this sign-in, at once and for good."""
    async with transaction():
        await end([sign_in_id])
        await news.tell("staff.signed_out", subject=id_of(by), by=by)


async def sign_out_one(sign_in_id: UUID, *, by: Member) -> None:
    """End one of one's own sign-ins in another browser. Raises NotFound for anybody else's."""
    async with transaction():
        if not await SignIn.exists().where((SignIn.id == sign_in_id) & (SignIn.staff_user == id_of(by))):
            raise NotFound
        await end([sign_in_id])
        await news.tell("staff.signed_out", subject=id_of(by), by=by)


async def sign_out_elsewhere(here: UUID, *, by: Member) -> None:
    """End every sign-in of one's own but this one."""
    async with transaction():
        await end_all(id_of(by), but=here)
        await news.tell("staff.signed_out_elsewhere", subject=id_of(by), by=by)


async def stay(sign_in_id: UUID) -> None:
    """Somebody is still there. An ended sign-in stays ended."""
    await db.execute(
        "UPDATE sign_in SET last_seen_at = $2 WHERE id = $1 AND revoked_at IS NULL AND ends_at > $2",
        sign_in_id,
        clock.now(),
    )


async def enter_demo(
    *, staff_user: UUID, demo: bool, address: str, browser: str, in_place_of: UUID | None = None
) -> NewSignIn:
    """Walk through a door of the demo without a password. Raises NotFound wherever this is no demo."""
    if not demo:
        raise NotFound
    return await sign_in(staff_user=staff_user, address=address, browser=browser, in_place_of=in_place_of)


def _as_actor(user: StaffUser) -> Actor:
    return Actor(id=user.id, name=user.name, kind="staff")


def id_of(member: Member) -> UUID:
    """The account of a member."""
    assert member.id is not None  # Staff have an id; only the public and the system have none.
    return member.id
