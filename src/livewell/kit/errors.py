"""What can go wrong: not found, not possible, not fresh, not set up, not there."""

from collections.abc import Mapping


class NotFound(Exception):
    """No such record, or none that you may see: the page says 404 for both."""


class RuleBroken(Exception):
    """The domain says no. The message is a sentence for the person at the screen (409)."""


class Stale(Exception):
    """
    Somebody else saved first: both versions are shown and nothing is lost (409).

    `theirs` and `yours` map the label of each field to its text, in the order of the form.
    """

    def __init__(self, theirs: Mapping[str, str], yours: Mapping[str, str]) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.theirs = dict(theirs)
        self.yours = dict(yours)


class NotSetUp(Exception):
    """A feature waits for the operator: the message says what to set up, in one plain line."""


class DatabaseAway(Exception):
    """The database cannot be reached, or went away in the middle: try again in a moment (503)."""
