"""
Forms: what somebody typed, what it means, and what has to be put right, all at once.

A handler reads every field it wants, then looks at `form.ok`. Nothing that was typed is lost: the same form
goes back to the page with status 422, and the page shows each box as it was left.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from livewell.kit import clock, form_values, nhs
from livewell.kit.form_typed import FieldError, Typed
from livewell.kit.form_values import UnreadableError
from livewell.kit.geo_text import tidy_postcode
from livewell.kit.languages import gettext as _

__all__ = ["Choices", "FieldError", "Form"]

# A value, or (value, label), or (value, label, hint).
Choices = Iterable[str | tuple[str, ...]]
_T = TypeVar("_T")
_YES = frozenset({"yes", "on", "true", "1"})
# A longer text than this is written in a box of several lines.
_ONE_LINE = 200


class Form(Typed):
    """One submission. Each reader gives the value, or notes an error and gives nothing."""

    # Readers. `required` is the sentence that is said when there is no answer.

    def text(
        self, field: str, label: str, *, required: str | None = None, longest: int = 1000, shortest: int = 0
    ) -> str:
        """Text, tidied, "" when missing. Up to 200 characters long it is one line: line ends become spaces."""
        raw = self._typed.get(field, [""])[-1]
        text = form_values.tidy_text(raw)
        if form_values.has_control_characters(text):
            self.error(
                field,
                _("%(label)s had hidden characters that cannot be kept. They are taken out: check it, and send again")
                % {"label": label},
            )
            text = form_values.tidy_text(self.typed(field))
        if longest <= _ONE_LINE:
            text = " ".join(text.split())
        if not text:
            if required:
                self.error(field, required)
        elif len(text) > longest:
            self.error(
                field,
                _("%(label)s must be %(most)s characters or fewer. It has %(has)s")
                % {"label": label, "most": f"{longest:,}", "has": f"{len(text):,}"},
            )
        elif len(text) < shortest:
            self.error(
                field,
                _("%(label)s must be %(fewest)s characters or more") % {"label": label, "fewest": f"{shortest:,}"},
            )
        return text

    def one_of(self, field: str, choices: Choices, *, required: str | None = None) -> str | None:
        """The one answer chosen, which must be on the list, or None."""
        chosen = self.typed(field).strip()
        if not chosen:
            if required:
                self.error(field, required)
            return None
        if chosen not in _values(choices):
            self.error(field, _("Choose one of the answers on the list"))
            return None
        return chosen

    def many(self, field: str, choices: Choices, *, required: str | None = None, alone: str | None = None) -> list[str]:
        """The answers ticked, in the order of the list. `alone` is one that cannot go with any other."""
        allowed = _values(choices)
        ticked = {text.strip() for text in self.typed_all(field)} - {""}
        if ticked - set(allowed):
            self.error(field, _("Choose only answers that are on the list"))
        chosen = [value for value in allowed if value in ticked]
        if alone in chosen and len(chosen) > 1:
            self.error(field, _("Choose either that none apply, or the answers that do, not both"))
        if not chosen and required:
            self.error(field, required)
        return chosen

    def yes(self, field: str, *, required: str | None = None) -> bool:
        """Whether a box is ticked (or "yes" chosen). With `required` it has to be."""
        answer = self.typed(field).strip().lower() in _YES
        if not answer and required:
            self.error(field, required)
        return answer

    def yes_or_no(self, field: str, *, required: str | None = None) -> bool | None:
        """True, False, or None when neither was chosen."""
        chosen = self.one_of(field, ("yes", "no"), required=required)
        return None if chosen is None else chosen == "yes"

    def day(
        self,
        field: str,
        label: str,
        *,
        required: str | None = None,
        not_after: date | None = None,
        not_before: date | None = None,
    ) -> date | None:
        """A day from the boxes field-day, field-month and field-year."""
        parts = [self.typed(f"{field}-{box}") for box in ("day", "month", "year")]
        if not any(part.strip() for part in parts):
            if required:
                self.error(field, required, tuple(f"{field}-{box}" for box in ("day", "month", "year")))
            return None
        try:
            day = form_values.read_day(*parts, label=label)
            return form_values.check_day(
                day, label=label, not_after=not_after, not_before=not_before, today=clock.today()
            )
        except UnreadableError as error:
            self.error(field, error.sentence, tuple(f"{field}-{box}" for box in error.boxes))
            return None

    def time(self, field: str, label: str, *, required: str | None = None) -> time | None:
        """A time of day from one box: 14:30, 2.30pm, noon."""
        return self._read(field, required, lambda typed: form_values.read_time(typed, label=label))

    def when(
        self,
        field: str,
        label: str,
        *,
        required: str | None = None,
        not_after: datetime | None = None,
        not_before: datetime | None = None,
    ) -> datetime | None:
        """An instant in UTC, from the day boxes and field-time, read as London time."""
        boxes = tuple(f"{field}-{box}" for box in ("day", "month", "year", "time"))
        if not any(self.typed(box).strip() for box in boxes):
            if required:
                self.error(field, required, boxes)
            return None
        day = self.day(field, label, required=_("%(label)s must include a day") % {"label": label})
        if day is None:
            return None
        try:
            moment = form_values.read_time(self.typed(f"{field}-time"), label=label)
            instant = form_values.london_instant(day, moment, label=label)
            return form_values.check_instant(instant, label=label, not_after=not_after, not_before=not_before)
        except UnreadableError as error:
            self.error(field, error.sentence, tuple(f"{field}-{box}" for box in error.boxes))
            return None

    def whole_number(
        self,
        field: str,
        label: str | None = None,
        *,
        lowest: int | None = None,
        highest: int | None = None,
        required: str | None = None,
    ) -> int | None:
        """A whole number between `lowest` and `highest`. Without a label, the field's own name is said."""
        said = label or field.replace("_", " ").replace("-", " ").capitalize()
        return self._read(
            field,
            required,
            lambda typed: form_values.read_whole_number(typed, label=said, lowest=lowest, highest=highest),
        )

    def number(
        self,
        field: str,
        label: str,
        *,
        lowest: Decimal | int | None = None,
        highest: Decimal | int | None = None,
        places: int = 1,
        required: str | None = None,
    ) -> Decimal | None:
        """A number with decimals, such as a score, between `lowest` and `highest`."""
        low = None if lowest is None else Decimal(lowest)
        high = None if highest is None else Decimal(highest)
        return self._read(
            field,
            required,
            lambda typed: form_values.read_number(typed, label=label, lowest=low, highest=high, places=places),
        )

    def email(self, field: str, label: str | None = None, *, required: str | None = None) -> str:
        """An e-mail address, "" when missing."""
        return (
            self._read(field, required, lambda typed: form_values.read_email(typed, label=label or _("Email address")))
            or ""
        )

    def phone(
        self,
        field: str,
        label: str | None = None,
        *,
        required: str | None = None,
        short_numbers: bool = False,
    ) -> str:
        """A telephone number as it is said in the UK, "" when missing."""
        return (
            self._read(
                field,
                required,
                lambda typed: form_values.read_phone(
                    typed, label=label or _("Phone number"), short_numbers=short_numbers
                ),
            )
            or ""
        )

    def postcode(self, field: str, label: str | None = None, *, required: str | None = None) -> str:
        """A whole postcode as "NG2 6AB", "" when missing. Whether there is one such is for `geo` to say."""

        def read(typed: str) -> str:
            tidy = tidy_postcode(typed)
            if tidy is None:
                raise UnreadableError(
                    _("%(label)s must be a full UK postcode, like NG2 6AB") % {"label": label or _("Postcode")}
                )
            return tidy

        return self._read(field, required, read) or ""

    def nhs_number(self, field: str, label: str = "NHS number", *, required: str | None = None) -> str:
        """The ten digits of an NHS number, "" when missing. Spaces and hyphens do not matter."""

        def read(typed: str) -> str:
            tidy = nhs.tidy_nhs_number(typed)
            if tidy is not None:
                return tidy
            if nhs.has_ten_digits(typed):
                raise UnreadableError(
                    _("%(label)s has a mistake in it: check each digit against the record") % {"label": label}
                )
            raise UnreadableError(_("%(label)s must be 10 digits, like 999 123 4567") % {"label": label})

        return self._read(field, required, read) or ""

    def _read(self, field: str, required: str | None, read: Callable[[str], _T]) -> _T | None:
        typed = self._typed.get(field, [""])[-1]
        if not form_values.tidy_text(self.typed(field)):
            if required:
                self.error(field, required)
            return None
        try:
            return read(typed)
        except UnreadableError as error:
            self.error(field, error.sentence)
            return None


def _values(choices: Choices) -> list[str]:
    return [str(choice if isinstance(choice, str) else choice[0]) for choice in choices]
