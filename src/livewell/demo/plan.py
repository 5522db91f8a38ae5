"""
Thirteen months of a fictional Rushcliffe as a plan: who is referred, and every step that follows.

The plan knows no database. `history` writes the older steps as rows, `recent` walks the newer ones through the same
actions the web uses, so the last weeks of the demo are exactly what the product does.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from livewell.demo import names, words
from livewell.demo.planned import (
    ARRIVED_TODAY,
    DAYS,
    Home,
    PlannedPerson,
    PlannedReferral,
    Size,
    nhs_number,
    working_hour,
)
from livewell.demo.steps import first_session_held, steps_of
from livewell.kit.clock import LONDON


def _people(homes: list[Home], chance: Random, today: date) -> Iterator[PlannedPerson]:
    practices: dict[str, list[int]] = {}
    for index, (_, area, _) in enumerate(names.PRACTICES):
        practices.setdefault(area, []).append(index)
    seen: set[tuple[str, str]] = set()
    number = 0
    while True:
        first, family = chance.choice(names.FIRST_NAMES), chance.choice(names.FAMILY_NAMES)
        if (first, family) in seen and len(seen) < len(names.FIRST_NAMES) * len(names.FAMILY_NAMES) // 2:
            continue
        seen.add((first, family))
        home = chance.choice(homes)
        age_days = int(min(max(chance.gauss(66, 14), 19), 97) * 365.25)
        yield PlannedPerson(
            number=number,
            first_name=first,
            family_name=family,
            born_on=today - timedelta(days=age_days),
            phone=f"07700 900{number % 1000:03d}",
            postcode=home.postcode,
            address=f"{chance.randrange(1, 90)} {chance.choice(names.STREETS)}",
            area=home.area,
            practice=chance.choice(practices[home.area]),
            nhs_number=nhs_number(number) if chance.random() < 0.93 else None,
            access_needs=chance.sample(
                ("step_free", "transport", "company", "hearing", "large_print", "quiet"),
                k=chance.choice((0, 0, 0, 1, 1, 2)),
            ),
        )
        number += 1


def _came_by(chance: Random) -> tuple[str, str]:
    """Who referred, and on which pathway: mostly practices, as in the first thirteen months of such a service."""
    draw = chance.random()
    if draw < 0.5:
        return "gp", "consultation"
    if draw < 0.66:
        return "nurse", "annual_check"
    if draw < 0.72:
        return "gp", "registry"
    if draw < 0.88:
        return "self", "other"
    return chance.choice(
        (
            ("family", "other"),
            ("social_services", "other"),
            ("voluntary_sector", "other"),
            ("community_facility", "other"),
        )
    )


def make_plan(size: Size, *, homes: list[Home], now: datetime, seed: int = 1) -> list[PlannedReferral]:
    """The whole plan, in the order of receipt. The same size, homes, day and seed give the same plan."""
    chance = Random(seed)
    today = now.astimezone(LONDON).date()
    people = _people(homes, chance, today)
    referrals: list[PlannedReferral] = []
    planned = size.referrals - ARRIVED_TODAY
    for number in range(planned):
        days_ago = DAYS - DAYS * number / planned
        received = working_hour(today - timedelta(days=int(days_ago)), chance)
        if received >= now:
            received = now - timedelta(hours=1 + number % 5)
        who, pathway = _came_by(chance)
        need, reason = chance.choice(words.REASONS)
        more = chance.sample(("lonely", "inactive", "long_term_condition", "emotional"), k=chance.choice((0, 1, 1, 2)))
        referrals.append(
            PlannedReferral(
                number=number,
                person=next(people),
                received_at=received,
                referrer_type=who,
                pathway=pathway,
                needs=list(dict.fromkeys([need, *more])),
                reason=reason,
                urgent=chance.random() < 0.03,
                outcome="supported",
            )
        )
    _decide_outcomes(referrals, size, now, chance)
    return referrals


def _decide_outcomes(referrals: list[PlannedReferral], size: Size, now: datetime, chance: Random) -> None:
    """Give exactly `size.supported` referrals a first coach session that has been held; the rest end otherwise."""
    for referral in referrals:
        referral.steps = steps_of(referral, now, Random(referral.number))
    spare = sum(first_session_held(referral) for referral in referrals) - size.supported
    settled = [one for one in referrals if first_session_held(one) and one.received_at < now - timedelta(days=45)]
    if spare < 0 or spare > len(settled):
        raise ValueError("The plan cannot reach the number of people supported; check the sizes.")
    for referral in chance.sample(settled, k=spare):
        referral.outcome = chance.choices(("declined", "unreached", "not_now"), weights=(35, 45, 20))[0]
        referral.steps = steps_of(referral, now, Random(referral.number))
