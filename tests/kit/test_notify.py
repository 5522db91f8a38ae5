"""Messages reach a real mail server whole and once, and whatever goes wrong there is said."""

import asyncio
import email as standard_email
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit import clock, notify
from livewell.kit.errors import NotSetUp
from livewell.kit.notify import Attachment, Email, SendFailedError, composed, send_email
from livewell.settings import read

MAIL_FROM = "Live Well <live-well@livewell.example>"
LETTER = Email(
    to="dr.rao@surgery.example",
    subject="LW-4F7K-92: accepted",
    text="Nothing is needed from you.\nDr Ödön – line two",
    message_id="<9e7d@livewell.example>",
)


class Postbox:
    """What the server does, and what it was given."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.rcpt = "250 OK"
        self.data = "250 Taken"
        self.slow = 0.0
        self.drop_at_data = False
        self.drop_at_quit = False

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.slow)
        if self.drop_at_data:
            server.transport.abort()
            return "421 gone"
        if self.data.startswith("250"):
            self.envelopes.append(envelope)
            self.taken.append(standard_email.message_from_bytes(envelope.content, policy=default))
        return self.data

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.drop_at_quit:
            server.transport.abort()
        return "221 Bye"


def use(monkeypatch: pytest.MonkeyPatch, **told: str) -> None:
    environment = {"LIVEWELL_SMTP_SECURITY": "none", "LIVEWELL_SMTP_HOST": "127.0.0.1"}
    environment |= {f"LIVEWELL_{name.upper()}": value for name, value in told.items()}
    monkeypatch.setattr(notify, "settings", lambda: read(environment))


@asynccontextmanager
async def serving(box: Postbox, **how: object) -> AsyncIterator[str]:
    """A mail server on loopback with this box behind it; gives its port."""
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, **how), "127.0.0.1", 0)
    try:
        yield str(server.sockets[0].getsockname()[1])
    finally:
        server.close()


@pytest_asyncio.fixture
async def postbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Postbox]:
    box = Postbox()
    async with serving(box) as port:
        use(monkeypatch, smtp_port=port)
        yield box


async def test_a_message_arrives_as_it_was_written(postbox: Postbox) -> None:
    await send_email(LETTER)
    (got,) = postbox.taken
    assert got["From"] == MAIL_FROM
    assert got["To"] == "dr.rao@surgery.example"
    assert got["Subject"] == "LW-4F7K-92: accepted"
    assert got["Message-ID"] == "<9e7d@livewell.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_content().replace("\r\n", "\n").strip() == LETTER.text
    assert postbox.envelopes[0].mail_from == "live-well@livewell.example"
    assert postbox.envelopes[0].rcpt_tos == ["dr.rao@surgery.example"]


async def test_both_forms_and_the_attachments_arrive(postbox: Postbox) -> None:
    made = bytes(range(256)) * 40
    await send_email(
        Email(
            to="dr.rao@surgery.example",
            subject="Summary",
            text="In words",
            html="<p>In <b>words</b></p>",
            attachments=(
                Attachment("LW-4F7K-92.pdf", made, "application/pdf"),
                Attachment("a.ics", b"B", "text/calendar"),
            ),
        )
    )
    (got,) = postbox.taken
    assert got.get_body(("plain",)).get_content().strip() == "In words"
    assert got.get_body(("html",)).get_content().strip() == "<p>In <b>words</b></p>"
    files = list(got.iter_attachments())
    assert [(file.get_filename(), file.get_content_type()) for file in files] == [
        ("LW-4F7K-92.pdf", "application/pdf"),
        ("a.ics", "text/calendar"),
    ]
    assert files[0].get_content() == made


async def test_without_a_server_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notify, "settings", lambda: read({}))
    with pytest.raises(NotSetUp, match="LIVEWELL_SMTP_HOST"):
        await send_email(LETTER)


@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 5.1.1 No such mailbox", True), ("451 4.3.0 Come back later", False)]
)
async def test_a_refused_mailbox_is_said(postbox: Postbox, answer: str, permanent: bool) -> None:
    postbox.rcpt = answer
    with pytest.raises(SendFailedError, match=answer[4:]) as failed:
        await send_email(LETTER)
    assert failed.value.permanent is permanent
    assert postbox.taken == []


@pytest.mark.parametrize(("answer", "permanent"), [("554 5.6.0 No", True), ("452 4.2.2 Full", False)])
async def test_a_refused_message_is_said(postbox: Postbox, answer: str, permanent: bool) -> None:
    postbox.data = answer
    with pytest.raises(SendFailedError, match=answer[:3]) as failed:
        await send_email(LETTER)
    assert failed.value.permanent is permanent


async def test_a_server_that_hangs_is_not_waited_for(postbox: Postbox) -> None:
    postbox.slow = 3
    with pytest.raises(SendFailedError, match=r"did not answer|imed out") as failed:
        await send_email(LETTER, wait=0.3)
    assert not failed.value.permanent


async def test_a_broken_line_before_it_was_taken_is_a_failure(postbox: Postbox) -> None:
    postbox.drop_at_data = True
    with pytest.raises(SendFailedError) as failed:
        await send_email(LETTER)
    assert not failed.value.permanent


async def test_a_broken_line_after_it_was_taken_is_none(postbox: Postbox) -> None:
    postbox.drop_at_quit = True
    await send_email(LETTER)
    assert len(postbox.taken) == 1


async def test_a_server_that_is_away_is_said(monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int) -> None:
    use(monkeypatch, smtp_port=str(unused_tcp_port))
    with pytest.raises(SendFailedError):
        await send_email(LETTER)


async def test_a_server_without_encryption_is_refused_when_it_was_asked_for(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = str(notify.settings().smtp_port)
    use(monkeypatch, smtp_port=port, smtp_security="starttls")
    with pytest.raises(SendFailedError):
        await send_email(LETTER)
    assert postbox.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_it_signs_in_when_it_was_told_how(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bytes, bytes]] = []

    def authenticator(server, session, envelope, mechanism, data) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    box = Postbox()
    async with serving(box, authenticator=authenticator, auth_required=True, auth_require_tls=False) as port:
        use(monkeypatch, smtp_port=port, smtp_user="livewell", smtp_password="right")
        await send_email(LETTER)
        assert len(box.taken) == 1
        use(monkeypatch, smtp_port=port, smtp_user="livewell", smtp_password="wrong")
        with pytest.raises(SendFailedError, match="535") as failed:
            await send_email(LETTER)
        # The operator mends this, not the message: it is to be tried again.
        assert not failed.value.permanent
        assert seen[0] == (b"livewell", b"right")
        assert len(box.taken) == 1


# What goes over the wire.


def test_the_same_message_composed_twice_is_the_same() -> None:
    with clock.at(clock.now()):
        assert composed(LETTER, MAIL_FROM).as_bytes() == composed(LETTER, MAIL_FROM).as_bytes()


def test_a_message_without_a_number_gets_one_of_ours() -> None:
    one, other = (composed(Email("a@b.example", "s", "t"), MAIL_FROM)["Message-ID"] for _ in range(2))
    assert one.endswith("@livewell.example>")
    assert one != other


@pytest.mark.parametrize(
    "to", ["a@b.example\nBcc: x@y.example", "a@b.example, x@y.example", "", "nobody", "A <a@b.example>"]
)
def test_an_address_that_is_not_one_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match="email address"):
        composed(Email(to, "s", "t"), MAIL_FROM)


@pytest.mark.parametrize("number", ["x", "<a@b>\r\nBcc: x@y.example", "<a b@c>", "<>"])
def test_a_number_that_is_not_one_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        composed(Email("a@b.example", "s", "t", message_id=number), MAIL_FROM)


@given(
    subject=st.text(),
    text=st.text(),
    filename=st.text(),
    name=st.text(alphabet=st.characters(categories=("L", "Zs"))),
)
def test_nothing_in_any_field_begins_a_header(subject: str, text: str, filename: str, name: str) -> None:
    sentinel = "\r\nBcc: somebody@else.example\r\n\r\nbody"
    try:
        text.encode()
        message = composed(
            Email(
                "a@b.example",
                subject + sentinel,
                text + sentinel,
                attachments=(Attachment(filename + sentinel, b"x", "application/pdf"),),
            ),
            f"{' '.join(name.split())} <live-well@livewell.example>",
        )
        wire = message.as_bytes()
    except UnicodeEncodeError:
        return
    got = standard_email.message_from_bytes(wire, policy=default)
    assert got["Bcc"] is None
    assert got["To"] == "a@b.example"
    assert set(got.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    }
    assert "\n" not in (next(iter(got.iter_attachments())).get_filename() or "")


async def test_a_demonstration_lays_messages_in_a_private_tray(tmp_path, monkeypatch):
    told = read({"LIVEWELL_DEMO": "yes", "LIVEWELL_DATA_DIR": str(tmp_path)})
    monkeypatch.setattr(notify, "settings", lambda: told)
    await send_email(LETTER)
    await send_email(LETTER)
    laid = list((tmp_path / "mail").iterdir())
    assert len(laid) == 1, "the same message again replaces itself"
    message = standard_email.message_from_bytes(laid[0].read_bytes(), policy=default)
    assert message["To"] == LETTER.to
    assert message["Subject"] == LETTER.subject
    assert laid[0].stat().st_mode & 0o077 == 0
    assert laid[0].parent.stat().st_mode & 0o077 == 0
