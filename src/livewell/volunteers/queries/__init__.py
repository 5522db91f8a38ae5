"""Volunteers as pages and other rooms see them. What somebody may see is part of each query."""

from livewell.volunteers.queries.disclosures import disclosure, may_read, who_may_be_named
from livewell.volunteers.queries.interest import volunteer_interest
from livewell.volunteers.queries.one import VolunteerSeen, named, volunteer
from livewell.volunteers.queries.pipeline import desk
from livewell.volunteers.queries.ready import needs_of, readiness, readiness_in, ready_for_wishes, shown_by
from livewell.volunteers.queries.roles import RoleSeen, all_roles, open_roles, pins, role, role_at
from livewell.volunteers.queries.seen import Whole
from livewell.volunteers.queries.training import (
    cohort,
    cohort_report,
    cohorts,
    cohorts_counted,
    cohorts_to_come,
    could_join,
)
from livewell.volunteers.queries.whole import asked_about, mine, reference, whole

__all__ = [
    "RoleSeen",
    "VolunteerSeen",
    "Whole",
    "all_roles",
    "asked_about",
    "cohort",
    "cohort_report",
    "cohorts",
    "cohorts_counted",
    "cohorts_to_come",
    "could_join",
    "desk",
    "disclosure",
    "may_read",
    "mine",
    "named",
    "needs_of",
    "open_roles",
    "pins",
    "readiness",
    "readiness_in",
    "ready_for_wishes",
    "reference",
    "role",
    "role_at",
    "shown_by",
    "volunteer",
    "volunteer_interest",
    "who_may_be_named",
    "whole",
]
