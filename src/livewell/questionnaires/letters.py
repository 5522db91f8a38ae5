"""What a person reads in an e-mail about questions, which says nothing of what they are about; and the sheet on paper."""

from datetime import date

from livewell.kit import languages, templates
from livewell.kit.dates import say_day
from livewell.kit.languages import gettext as _
from livewell.kit.notify import Email
from livewell.questionnaires.queries import AskingSeen, Reach
from livewell.questionnaires.queries.sheet import Sheet


def link(reach: Reach, *, address: str, token: str, until: date, minutes: int, again: bool, message_id: str) -> Email:
    """The link that opens the questions once, without signing in."""
    with languages.speaking(reach.language):
        paragraphs = (
            _("Hello %(name)s,") % {"name": reach.called},
            _(
                "Your worker at Live Well has a few questions for you. You can answer them at home, in about %(minutes)s minutes."
            )
            % {"minutes": max(2, minutes)},
            _("Open them here. You need no password. The link works until %(day)s, and only until you have answered:")
            % {"day": say_day(until)},
            f"{address}/answer/{token}",
            _(
                "You need not answer, and you can stop at any time. If you did not expect this, you need not do anything."
            ),
            _("Live Well is not an emergency service. If you need help now: %(link)s")
            % {"link": f"{address}/help-now"},
        )
        subject = _("A reminder: some questions for you") if again else _("Some questions for you")
    return _mail(reach, subject, paragraphs, message_id)


def waits(reach: Reach, *, address: str, message_id: str) -> Email:
    """The reminder of questions that wait in somebody's own space."""
    with languages.speaking(reach.language):
        paragraphs = (
            _("Hello %(name)s,") % {"name": reach.called},
            _("Your worker at Live Well has a few questions for you. They wait in your own space:"),
            f"{address}/my/questions",
            _("You need not answer. If you would rather not, you can say so there."),
            _("Live Well is not an emergency service. If you need help now: %(link)s")
            % {"link": f"{address}/help-now"},
        )
        subject = _("A reminder: some questions for you")
    return _mail(reach, subject, paragraphs, message_id)


def _mail(reach: Reach, subject: str, paragraphs: tuple[str, ...], message_id: str) -> Email:
    text = "\n\n".join((*paragraphs, "Live Well"))
    return Email(to=reach.email, subject=subject, text=f"{text}\n", message_id=message_id)


def paper(asked: AskingSeen, sheet: Sheet, *, phone: str, language: str) -> str:
    """The sheet in large print as HTML for kit.pdf, in their language around it. It carries its code and nobody's name."""
    with languages.speaking(language):
        spoken = languages.LANGUAGES[languages.current()]
        return templates.render(
            "questionnaires/paper_pdf.html",
            {"asking": asked, "question_sheet": sheet, "phone": phone, "spoken": spoken},
        )
