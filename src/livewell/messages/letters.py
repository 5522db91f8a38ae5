"""The e-mail that says that a message waits. It says nothing of what is in it, nor who it is from."""

from livewell.kit import languages
from livewell.kit.languages import gettext as _
from livewell.kit.notify import Email


def waits(*, to: str, called: str, address: str, message_id: str, language: str) -> Email:
    """Something waits for somebody in their own space."""
    with languages.speaking(language):
        paragraphs = (
            _("Hello %(name)s,") % {"name": called},
            _("There is a message for you in your own space. Open it here:"),
            f"{address}/my/messages",
            _("You will be asked for a link or a code, so that nobody else can read it."),
        )
        subject = _("There is a message for you")
    return Email(to=to, subject=subject, text="\n\n".join(paragraphs) + "\n", message_id=message_id)
