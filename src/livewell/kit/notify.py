"""Sending e-mail through the operator's mail server."""

import asyncio
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path, PurePath

import aiosmtplib

from livewell.kit import clock
from livewell.kit.errors import NotSetUp
from livewell.kit.form_values import UnreadableError, read_email
from livewell.settings import Settings, settings

MISSING = "Set LIVEWELL_SMTP_HOST to send e-mail."
TRAY = "mail"
"""Where a demonstration's messages lie, beneath its data directory."""

_LONGEST_WAIT = 30.0
_LONGEST_SUBJECT = 200
_LONGEST_REASON = 300
# https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1 : 5yz is a permanent refusal.
_PERMANENT = range(500, 600)
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.\[\]:-]+>")


class SendFailedError(Exception):
    """The message was not taken, or nobody can tell. `permanent` when the server said that it never will be."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message."""

    filename: str
    content: bytes
    media_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Email:
    """One message to one person. A message that is tried again keeps its `message_id`, so that it is shown once."""

    to: str
    subject: str
    text: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None


def is_set_up() -> bool:
    """Whether messages can go anywhere: to a mail server, or in a demonstration to its tray."""
    told = settings()
    return told.smtp_host is not None or told.demo


async def send_email(email: Email, *, wait: float = _LONGEST_WAIT) -> None:
    """
    Hand a message to the mail server; done when the server has taken it.

    A demonstration without a mail server lays it in the folder `mail` of its data directory instead: nothing leaves.

    Raises `NotSetUp` when no server is named, `SendFailedError` when it refuses, hangs up or takes longer than
    `wait` seconds, and ValueError for an address or a number of a message that cannot be one.
    """
    if not is_set_up():
        raise NotSetUp(MISSING)
    told = settings()
    message = composed(email, told.mail_from)
    if not told.smtp_host:
        await asyncio.to_thread(_lay_in_tray, message, told.data_dir / TRAY)
        return
    client = aiosmtplib.SMTP(
        hostname=told.smtp_host,
        port=told.smtp_port,
        username=told.smtp_user,
        password=told.smtp_password,
        use_tls=told.smtp_security == "tls",
        start_tls=told.smtp_security == "starttls",
        local_hostname=_own_name(told),
        timeout=wait,
    )
    try:
        async with asyncio.timeout(wait):
            await _hand_over(client, message)
    except TimeoutError:
        raise SendFailedError(f"The mail server did not answer within {wait:g} seconds.") from None
    except aiosmtplib.SMTPException as error:
        raise _failure(error) from error
    except OSError as error:
        raise SendFailedError(f"The mail server could not be reached ({type(error).__name__}).") from error
    finally:
        client.close()


def _lay_in_tray(message: EmailMessage, tray: Path) -> None:
    """Write a message to a folder that only its user may open; the same message again replaces itself."""
    tray.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9-]", "", str(message["Message-ID"]).split("@", 1)[0])
    path = tray / f"{name}.eml"
    path.touch(mode=0o600)
    path.write_bytes(message.as_bytes())


async def _hand_over(client: aiosmtplib.SMTP, message: EmailMessage) -> None:
    await client.connect()
    await client.send_message(message)
    # From here on the message is the server's: a line that breaks during the goodbye changes nothing.
    try:
        await client.quit()
    except (aiosmtplib.SMTPException, OSError):
        client.close()


def _failure(error: aiosmtplib.SMTPException) -> SendFailedError:
    """What went wrong in one line, and whether trying again can help."""
    refusals = [error, *(getattr(error, "recipients", None) or ())]
    codes = [code for code in (getattr(one, "code", None) for one in refusals) if isinstance(code, int)]
    text = " ".join(str(getattr(refusals[-1], "message", error)).split())
    said = f"{codes[-1]} {text}" if codes else text
    # A password the server does not take is the operator's to mend, and the message can be sent then.
    ours = isinstance(error, aiosmtplib.SMTPAuthenticationError)
    permanent = bool(codes) and not ours and all(code in _PERMANENT for code in codes)
    return SendFailedError(f"{type(error).__name__}: {said}"[:_LONGEST_REASON], permanent=permanent)


def _own_name(told: Settings) -> str:
    """The name to greet the mail server with: the host of our own address, never the machine's own name."""
    return told.address.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0] or "localhost"


def composed(email: Email, mail_from: str) -> EmailMessage:
    """The message as it goes over the wire. Nothing in any field can begin a header of its own."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(mail_from)
    message["From"] = Address(display_name=_one_line(name), addr_spec=_address(address))
    message["To"] = Address(addr_spec=_address(email.to))
    message["Subject"] = _one_line(email.subject)[:_LONGEST_SUBJECT]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = _message_id(email, address)
    # No holiday replies to a machine: https://www.rfc-editor.org/rfc/rfc3834#section-5
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(email.text, cte="quoted-printable")
    if email.html is not None:
        message.add_alternative(email.html, subtype="html", cte="quoted-printable")
    for attachment in email.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=_file_name(attachment))
    return message


def _message_id(email: Email, sender: str) -> str:
    if email.message_id is None:
        return make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    if not _MESSAGE_ID.fullmatch(email.message_id):
        raise ValueError("A Message-ID is <something@somewhere>.")
    return email.message_id


def _address(text: str) -> str:
    try:
        return read_email(text, label="The address")
    except UnreadableError as error:
        raise ValueError(error.sentence) from None


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _file_name(attachment: Attachment) -> str:
    return _one_line(PurePath(attachment.filename.replace("\\", "/")).name) or "document"
