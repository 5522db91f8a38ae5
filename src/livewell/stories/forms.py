"""A story, read from the page."""

from dataclasses import dataclass

from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.stories.rules import LONGEST, REACH_HINTS, REACH_LABELS, Reach


def reaches() -> list[tuple[str, str, str]]:
    """How far it may go: value, words, and what that means."""
    return [(reach.value, _(REACH_LABELS[reach]), _(REACH_HINTS[reach])) for reach in Reach]


@dataclass(frozen=True)
class StoryTyped:
    """A story as somebody tells it."""

    title: str
    words: str
    reach: Reach
    named_as: str


def read_story(form: Form) -> StoryTyped | None:
    """The story, or None when something has to be put right first."""
    words = form.text(
        "words", _("Your story"), required=_("Write your story first, as short as you like"), longest=LONGEST
    )
    title = form.text("title", _("The title"), longest=160)
    reach = form.one_of("reach", reaches(), required=_("Choose how far your story may go"))
    named_as = form.text("named_as", _("The name"), longest=120)
    if not form.ok or reach is None:
        return None
    return StoryTyped(title, words, Reach(reach), named_as)


def story_as_form(title: str, words: str, reach: str, named_as: str) -> Form:
    """A story as it stands, to go on writing."""
    return Form.blank({"title": title, "words": words, "reach": reach, "named_as": named_as})
