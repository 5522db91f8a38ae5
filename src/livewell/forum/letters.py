"""What members of the forum read in an e-mail or a letter: links, invitations with a date for the calendar, reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr
from uuid import UUID

from livewell.kit import templates
from livewell.kit.dates import in_london, say_day, say_instant, say_time, say_weekday
from livewell.kit.icalendar_out import Happening, invitation
from livewell.kit.notify import Attachment, Email


@dataclass(frozen=True)
class Mail:
    """To whom, from which address of the site, and the number that stays the same at every try."""

    to: str
    address: str
    message_id: str
    mail_from: str


@dataclass(frozen=True)
class Invited:
    """A meeting as an invitation tells it; `sequence` is how often it was moved."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    remote: str
    access: str
    what_will_happen: str
    facilitator: str
    items: tuple[str, ...]
    sequence: int
    why: str = ""

    @property
    def day_words(self) -> str:
        """Thursday 3 December 2026."""
        return say_weekday(in_london(self.starts_at).date())

    @property
    def when_words(self) -> str:
        """Thursday 3 December 2026, 6pm to 8pm."""
        begins, ends = in_london(self.starts_at).time(), in_london(self.ends_at).time()
        return f"{self.day_words}, {say_time(begins)} to {say_time(ends)}"

    @property
    def where_words(self) -> str:
        """The place and its address, in one line."""
        return ", ".join(part for part in (self.place, self.address) if part)


def _mail(mail: Mail, subject: str, *paragraphs: str, attachments: tuple[Attachment, ...] = ()) -> Email:
    text = "\n\n".join(paragraph for paragraph in (*paragraphs, "Live Well") if paragraph)
    return Email(to=mail.to, subject=subject, text=f"{text}\n", message_id=mail.message_id, attachments=attachments)


def link(mail: Mail, *, name: str, token: str, until: datetime, welcome: bool, sentence: str = "") -> Email:
    """A link to somebody's forum pages, which opens once; with a welcome when they have just joined."""
    return _mail(
        mail,
        "Welcome to the forum" if welcome else "Your link to the forum",
        f"Hello {name},",
        "You are a member of the coproduction forum now. Thank you for joining." if welcome else "",
        sentence,
        "On your forum pages you find the next meeting, say whether you come, read what will be spoken about, and put"
        " something forward yourself. You need no password.",
        f"Open them here. The link works once, until {say_instant(until)}:\n{mail.address}/forum/me/link/{token}",
        f"If it has been used or has ended, ask for a fresh one:\n{mail.address}/forum/me/link",
        "You can leave the forum at any time, on those pages or by telling whoever runs it.",
    )


def declined(mail: Mail, *, name: str, sentence: str) -> Email:
    """Somebody who asked to join cannot now, and why; what they can do instead is in the sentence."""
    return _mail(
        mail,
        "About joining the forum",
        f"Hello {name},",
        "Thank you for asking to join the forum.",
        sentence,
        f"What the forum speaks about and decides is open to everybody:\n{mail.address}/forum",
    )


def invited(mail: Mail, *, name: str, meeting: Invited, token: str) -> Email:
    """An invitation that says what will happen, from the door to the end, with the date for a calendar."""
    return _mail(
        mail,
        f"{meeting.title}: {meeting.day_words}",
        f"Hello {name},",
        "We would like you to come to the next meeting of the forum.",
        *_facts(meeting),
        _answer(mail, token),
        "The date for your calendar is attached.",
        attachments=(_calendar(mail, meeting),),
    )


def moved(mail: Mail, *, name: str, meeting: Invited, token: str) -> Email:
    """The time or place is another one, why, and the same question again."""
    return _mail(
        mail,
        f"Changed: {meeting.title}, now {meeting.day_words}",
        f"Hello {name},",
        "The time or the place of our meeting has changed. This is what holds now.",
        meeting.why,
        *_facts(meeting),
        "What you answered was for the other date, so we ask you again.",
        _answer(mail, token),
        "The new date for your calendar is attached. Calendars that know the old one move it.",
        attachments=(_calendar(mail, meeting),),
    )


def cancelled(mail: Mail, *, name: str, meeting: Invited) -> Email:
    """There is no meeting, and why."""
    return _mail(
        mail,
        f"Cancelled: {meeting.title}, {meeting.day_words}",
        f"Hello {name},",
        f"There is no meeting on {meeting.when_words}.",
        meeting.why,
        "What was to be spoken about waits for another meeting, and we write to you again. The attachment takes the date"
        " out of your calendar.",
        attachments=(_calendar(mail, meeting, cancelled=True),),
    )


def reminder(mail: Mail, *, name: str, words: str, due_on: date, late: bool) -> Email:
    """What somebody said they would do is due soon, or was."""
    when = f"by {say_day(due_on)}"
    return _mail(
        mail,
        f"A reminder: {'this was' if late else 'this is'} to be done {when}",
        f"Hello {name},",
        f"At a meeting of the forum you said that you would do this {when}:",
        words,
        "It is not marked as done, so it opens the next meeting. If it is too much, say so there: somebody will help."
        if late
        else "If you cannot, tell us before then: somebody will help.",
        f"When it is done, say so in a sentence on your forum pages:\n{mail.address}/forum/me",
    )


def letter(*, names: Sequence[str], meeting: Invited, phone: str) -> str:
    """The printed invitation as HTML for kit.pdf: one page for each name."""
    return templates.render("forum/letter_pdf.html", {"names": names, "meeting": meeting, "phone": phone})


def calendar_file(meeting: Invited, *, to: str, mail_from: str, address: str, cancelled: bool = False) -> bytes:
    """The meeting for one person's calendar."""
    words = "\n".join(part for part in (meeting.remote and f"From elsewhere: {meeting.remote}", meeting.access) if part)
    name, sender = parseaddr(mail_from)
    return invitation(
        Happening(
            uid=f"forum-{meeting.id}@livewell",
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            title=meeting.title,
            place=meeting.where_words,
            words=words,
            address=f"{address}/forum/me/meetings/{meeting.id}",
            sequence=meeting.sequence,
        ),
        organiser=(name or "Live Well", sender),
        to=to,
        cancelled=cancelled,
    )


def _calendar(mail: Mail, meeting: Invited, *, cancelled: bool = False) -> Attachment:
    content = calendar_file(meeting, to=mail.to, mail_from=mail.mail_from, address=mail.address, cancelled=cancelled)
    method = "CANCEL" if cancelled else "REQUEST"
    return Attachment("meeting.ics", content, f"text/calendar; method={method}")


def _facts(meeting: Invited) -> list[str]:
    facts = [f"When: {meeting.when_words}", f"Where: {meeting.where_words}" if meeting.where_words else ""]
    facts.append(f"From elsewhere: {meeting.remote}" if meeting.remote else "")
    facts.append(f"Who opens the meeting: {meeting.facilitator}" if meeting.facilitator else "")
    said = ["\n".join(fact for fact in facts if fact)]
    if meeting.access:
        said.append(f"Getting in and taking part:\n{meeting.access}")
    if meeting.what_will_happen:
        said.append(f"What will happen:\n{meeting.what_will_happen}")
    if meeting.items:
        said.append("What we will speak about:\n" + "\n".join(f"- {item}" for item in meeting.items))
    return said


def _answer(mail: Mail, token: str) -> str:
    return (
        "Say whether you come: to the room, from elsewhere, or not. You can change it until the meeting begins:\n"
        f"{mail.address}/forum/answer/{token}"
    )
