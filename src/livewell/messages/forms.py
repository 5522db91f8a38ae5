"""A message, read from the page."""

from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.messages.rules import LONGEST


def read_message(form: Form) -> str:
    """The words of it; the form says what has to be put right."""
    return form.text("words", _("Your message"), required=_("Write your message first"), longest=LONGEST)
