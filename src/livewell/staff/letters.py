"""The e-mails about an account: a one-time link, and word that its password is another now."""

from datetime import datetime

import structlog

from livewell.kit.dates import say_instant
from livewell.kit.errors import NotSetUp
from livewell.kit.notify import Email, send_email

LOG = structlog.get_logger("livewell.staff")


async def send_invitation(*, name: str, email: str, link: str) -> bool:
    """Send the link, and say whether it went; where it did not, the inviter is shown it once instead."""
    text = (
        f"Hello {name},\n\n"
        "You can now sign in to Live Well. Set your password with this link. It works once, for three days:\n\n"
        f"{link}\n\n"
        "If you did not expect this, you need not do anything.\n"
    )
    try:
        await send_email(Email(to=email, subject="Set your Live Well password", text=text))
    except NotSetUp:
        return False
    except Exception as error:  # noqa: BLE001  Whatever kept the mail back, the link is shown instead.
        LOG.warning("an invitation could not be sent", kind=type(error).__name__)
        return False
    return True


def password_link(*, name: str, to: str, link: str) -> Email:
    """The link that somebody asked for who forgot their password."""
    text = (
        f"Hello {name},\n\n"
        "Somebody asked for a new password for your Live Well account. If it was you, set it with this link. It works"
        f" once, for half an hour:\n\n{link}\n\n"
        "If it was not you, you need not do anything: your password stays as it is.\n"
    )
    return Email(to=to, subject="Set a new Live Well password", text=text)


def password_is_new(*, name: str, to: str, when: datetime) -> Email:
    """Word to the owner of an account, whoever it was that set its password."""
    text = (
        f"Hello {name},\n\n"
        f"The password of your Live Well account was set on {say_instant(when)}. Every other browser is signed out.\n\n"
        "If it was not you, tell your manager at once: they can close the account and give you a new link.\n"
    )
    return Email(to=to, subject="Your Live Well password was set", text=text)
