"""Money in pence: how pounds are read and said, what is left, and what an award comes to."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from livewell.kit.errors import RuleBroken

MOST_PENCE = 1_000_000_000
"""Ten million pounds: more than any pot here, and less than a column holds."""
_PENCE = 100
_POUNDS = re.compile(r"£?\s*([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{2}))?")


def pence_from(text: str) -> int | None:
    """Pounds as people type them ("250", "£1,250.50") in pence, exactly; None for what may be read in two ways."""
    found = _POUNDS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    pence = int(found[1].replace(",", "")) * _PENCE + int(found[2] or 0)
    return pence if pence <= MOST_PENCE else None


def pounds(pence: int) -> str:
    """Pence as people say them: £1,250, or £1,250.50; with a sign below nothing."""
    whole, rest = divmod(abs(pence), _PENCE)
    return f"{'−' if pence < 0 else ''}£{whole:,}{f'.{rest:02}' if rest else ''}"


def for_a_sheet(pence: int) -> str:
    """Pence as a plain number of pounds with two places, which any spreadsheet reads: 1250.50."""
    whole, rest = divmod(abs(pence), _PENCE)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02}"


@dataclass(frozen=True)
class Ledger:
    """An award, or several together. All in pence; `awarded` is without what went back to the pot when it was closed."""

    awarded: int = 0
    paid: int = 0
    returned: int = 0

    @property
    def kept(self) -> int:
        """What the applicants have: paid, without what came back."""
        return self.paid - self.returned

    @property
    def to_pay(self) -> int:
        """What is promised and not with them."""
        return self.awarded - self.kept


def together(each: Iterable[Ledger]) -> Ledger:
    """Several awards as one."""
    awarded = paid = returned = 0
    for one in each:
        awarded, paid, returned = awarded + one.awarded, paid + one.paid, returned + one.returned
    return Ledger(awarded, paid, returned)


DEFINITION = (
    "What is in the pot is what is awarded and what is left. What is awarded is what was paid, without what came back,"
    " and what is still to pay. When an award is closed, what was not spent is left in the pot again."
)


@dataclass(frozen=True)
class Books:
    """A pot and all its awards."""

    pot: int
    awards: Ledger

    @property
    def left(self) -> int:
        """What can still be awarded."""
        return self.pot - self.awards.awarded

    @property
    def reconciles(self) -> bool:
        """Whether every sum comes out; it always does, or something wrote past the rules."""
        whole = self.awards
        return (
            self.pot == whole.awarded + self.left
            and whole.awarded == whole.paid - whole.returned + whole.to_pay
            and min(self.left, whole.to_pay, whole.kept, whole.returned) >= 0
        )

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The table, in words."""
        whole = self.awards
        return [
            ("In the pot", pounds(self.pot)),
            ("Awarded", pounds(whole.awarded)),
            ("Left to award", pounds(self.left)),
            ("Paid", pounds(whole.paid)),
            ("Came back", pounds(whole.returned)),
            ("Still to pay", pounds(whole.to_pay)),
        ]


def check_award(pence: int, *, asked: int, left: int, most: int) -> None:
    """Raise RuleBroken, naming what there is, for an award the pot cannot give."""
    if pence > asked:
        raise RuleBroken(f"They asked for {pounds(asked)}. Award that or less.")
    if pence > most:
        raise RuleBroken(f"The most for one award from this pot is {pounds(most)}.")
    if pence > left:
        raise RuleBroken(f"Only {pounds(left)} is left in this pot. Award less, or decline for now.")


def check_payment(pence: int, award: Ledger) -> None:
    """Raise RuleBroken for a payment of nothing, or beyond what is still to pay."""
    if pence <= 0:
        raise RuleBroken("A payment is more than nothing.")
    if pence > award.to_pay:
        raise RuleBroken(f"Only {pounds(award.to_pay)} of this award is still to pay.")


def check_return(pence: int, award: Ledger) -> None:
    """Raise RuleBroken for money that cannot have come back."""
    if pence <= 0:
        raise RuleBroken("What came back is more than nothing.")
    if pence > award.kept:
        raise RuleBroken(f"They have {pounds(award.kept)} of this award. No more can come back.")


def released(award: Ledger, spent: int | None, *, why: str) -> int:
    """
    What goes back to the pot when an award is closed: all that is not with its applicant.

    `spent` is what their report says, None without one. RuleBroken while money that was not spent has not come back, or
    when there is no report of money that was paid and nobody says why.
    """
    if award.kept and spent is None and not why.strip():
        raise RuleBroken("They have not reported yet. Wait for it, or say why it is closed without.")
    if spent is not None and spent < award.kept:
        raise RuleBroken(
            f"{pounds(award.kept - spent)} was not spent. Note that it came back first, and then close the award."
        )
    return award.to_pay
