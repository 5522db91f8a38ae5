"""Forgotten passwords: a link by e-mail, good once and for half an hour, and word to the account when one was set."""

from datetime import timedelta
from uuid import UUID, uuid4

from livewell.kit import clock, cookies, limits, news, notify
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import transaction
from livewell.kit.news import Heard
from livewell.settings import settings
from livewell.staff import letters, queries
from livewell.staff.actions.signing_in import NOBODY, TooOften
from livewell.staff.queries import hash_of
from livewell.staff.rules import RESET_LASTS
from livewell.staff.tables import PasswordLink, StaffUser

# From one address, whoever is asked for; and for one account, from anywhere: its owner's mailbox is not to be filled.
BY_ADDRESS = (20, timedelta(hours=1))
BY_ACCOUNT = (3, timedelta(hours=1))


async def ask_password_link(*, email: str, address: str) -> None:
    """
    Ask for a link to set a new password. What is done and how long it takes is the same for every address.

    Raises TooOften by the network address alone. Somebody who is asked for too often is sent no more for a while.
    """
    email = email.strip().lower()
    if await limits.too_many("password_asked.address", address, *BY_ADDRESS):
        raise TooOften
    enough = await limits.too_many("password_asked.account", email, *BY_ACCOUNT)
    user = await StaffUser.objects().where(StaffUser.email == email).first()
    known = user is not None and user.active and not enough
    async with transaction():
        # Written down for addresses of nobody too: who has an account cannot be told from what the server does.
        subject = user.id if user is not None and known else NOBODY
        await news.tell("staff.password_asked", subject=subject, by=PUBLIC_VISITOR)


async def send_password_link(heard: Heard) -> None:
    """Send the link that somebody asked for. Links made before go on working until one of them is used."""
    account = await queries.account(heard.subject)
    if account is None or not account.active or clock.now() - heard.happened_at > RESET_LASTS:
        return
    link = settings().address + await _link_for(account.id)
    await notify.send_email(letters.password_link(name=account.name, to=account.email, link=link))


async def _link_for(staff_user: UUID) -> str:
    now, token = clock.now(), cookies.new_token()
    await PasswordLink(
        id=uuid4(), staff_user=staff_user, token_hash=hash_of(token), made_at=now, ends_at=now + RESET_LASTS
    ).save()
    return f"/set-password/{token}"


async def tell_password_set(heard: Heard) -> None:
    """Tell the owner of an account that its password is another now, where there is a mail server."""
    account = await queries.account(heard.subject)
    if account is None or not account.active or not notify.is_set_up():
        return
    when = heard.happened_at
    await notify.send_email(letters.password_is_new(name=account.name, to=account.email, when=when))
