"""What somebody typed into a form, kept word for word, and the errors to show beside it."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, Self
from uuid import UUID

from livewell.kit import form_values
from livewell.kit.dates import in_london

_HIGHEST_VERSION = 2**31 - 1


class _Pairs(Protocol):
    """What Litestar's FormMultiDict and its query parameters have in common."""

    def multi_items(self) -> Iterable[tuple[str, object]]: ...


@dataclass(frozen=True)
class FieldError:
    """One thing to put right: the field, the sentence that says it, and which of its boxes are wrong."""

    field: str
    sentence: str
    boxes: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The id of the box that the error summary leads to."""
        return self.boxes[0] if self.boxes else self.field


class Typed:
    """What arrived in one submission, kept as it was typed, and what is wrong with it."""

    def __init__(self, data: _Pairs | Mapping[str, str | Sequence[str]]) -> None:
        self._typed: dict[str, list[str]] = {}
        for name, text in _pairs(data):
            self._typed.setdefault(name, []).append(text)
        self._errors: dict[str, FieldError] = {}
        self.submission: UUID = _uuid(self.typed("submission")) or uuid.uuid4()

    @classmethod
    def blank(cls, values: Mapping[str, object] | None = None, *, submission: UUID | None = None) -> Self:
        """A form nobody has sent yet, prefilled. Days and instants fill their boxes, True is "yes"."""
        typed: dict[str, str | Sequence[str]] = {}
        for name, value in (values or {}).items():
            typed.update(_boxes(name, value))
        typed["submission"] = str(submission or uuid.uuid4())
        return cls(typed)

    # What was typed, and what is wrong with it: for pages.

    def typed(self, field: str) -> str:
        """What was typed in one box, as it was typed (control characters apart), or ""."""
        return form_values.without_control_characters(self._typed.get(field, [""])[-1])

    def typed_all(self, field: str) -> list[str]:
        """Every answer that was ticked or typed under one name."""
        return [form_values.without_control_characters(text) for text in self._typed.get(field, [])]

    def everything(self) -> dict[str, list[str]]:
        """All that was typed, to keep as a draft: without the hidden fields of the page itself."""
        hidden = {"submission", "version"}
        return {
            name: self.typed_all(name)
            for name in self._typed
            if name not in hidden and not name.startswith("_") and "csrf" not in name
        }

    @property
    def errors(self) -> list[FieldError]:
        """What has to be put right, in the order in which the fields were read."""
        return list(self._errors.values())

    @property
    def ok(self) -> bool:
        """Whether nothing has to be put right."""
        return not self._errors

    def error(self, field: str, sentence: str, boxes: tuple[str, ...] = ()) -> None:
        """Note what is wrong with a field; the first thing noted is the one that is said."""
        self._errors.setdefault(field, FieldError(field, sentence, boxes))

    def error_for(self, field: str) -> str | None:
        """The sentence to show beside a field, or None."""
        found = self._errors.get(field)
        return found.sentence if found else None

    def wrong_boxes(self, field: str) -> tuple[str, ...]:
        """The names of the boxes of a field that are wrong, such as ("born-year",)."""
        found = self._errors.get(field)
        return (found.boxes or (field,)) if found else ()

    # The hidden fields.

    @property
    def version(self) -> int | None:
        """The version of the record that the page showed, or None."""
        text = self.typed("version")
        return int(text) if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= _HIGHEST_VERSION else None


def _pairs(data: _Pairs | Mapping[str, str | Sequence[str]]) -> Iterable[tuple[str, str]]:
    """Every name and text that came in. Files that were sent up are not text and are left out."""
    if isinstance(data, Mapping) and not hasattr(data, "multi_items"):
        for name, texts in data.items():
            yield from ((name, text) for text in ([texts] if isinstance(texts, str) else texts))
    else:
        yield from ((name, text) for name, text in data.multi_items() if isinstance(text, str))


def _boxes(name: str, value: object) -> dict[str, str | Sequence[str]]:
    """The boxes that show one value."""
    if value is None:
        return {name: ""}
    if isinstance(value, bool):
        return {name: "yes" if value else "no"}
    if isinstance(value, datetime):
        there = in_london(value)
        return _boxes(name, there.date()) | {f"{name}-time": f"{there:%H:%M}"}
    if isinstance(value, date):
        parts = {"day": value.day, "month": value.month, "year": value.year}
        return {f"{name}-{box}": str(number) for box, number in parts.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return {name: [str(one) for one in value]}
    return {name: str(value)}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
