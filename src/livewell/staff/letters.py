"""The e-mail that carries a one-time link."""

import structlog

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
