"""Walks over the words of a listing's times, and back again when a way of reading them fails."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from livewell.assets.rules.times_tokens import Kind, Token

Read = TypeVar("Read")


class UnsureError(Exception):
    """The words may mean something else."""


class Reader:
    """Where one is in the words."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def is_over(self) -> bool:
        """Whether only pauses are left."""
        return all(token.kind is Kind.PAUSE for token in self.tokens[self.at :])

    def pause(self, *also: str) -> bool:
        """Pass over commas and the like, and over these words; whether there were any."""
        began = self.at
        while self.take(Kind.PAUSE) or self.words(*also):
            pass
        return self.at > began

    def take(self, kind: Kind) -> Token | None:
        """The next word, if it is of this kind."""
        if self.at < len(self.tokens) and self.tokens[self.at].kind is kind:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def words(self, *phrases: str) -> bool:
        """Pass over the first of these that comes next."""
        for phrase in phrases:
            wanted = phrase.split()
            if [token.text for token in self.tokens[self.at : self.at + len(wanted)]] == wanted:
                self.at += len(wanted)
                return True
        return False

    def maybe(self, read: "Callable[[Reader], Read | None]") -> Read | None:
        """What `read` finds; when it finds nothing, back to where it began."""
        began = self.at
        found = read(self)
        if found is None:
            self.at = began
        return found

    def listed(self, read: "Callable[[Reader], Read | None]") -> list[Read]:
        """Everything that `read` finds, one after another, with commas or "and" between them."""
        found: list[Read] = []
        one = self.maybe(read)
        while one is not None:
            found.append(one)
            one = self.maybe(lambda reader: read(reader) if reader.pause("and") else None)
        return found

    def day(self) -> date | None:
        """A date, with or without its weekday. Raises UnsureError when they do not agree."""
        began = self.at
        weekday = self.take(Kind.WEEKDAY)
        if weekday:
            self.pause()
        token = self.take(Kind.DATE)
        if token is None:
            self.at = began
            return None
        day = date.fromordinal(token.number)
        if weekday and weekday.number != day.weekday():
            raise UnsureError
        return day
