"""Volunteers as pages and other rooms see them. What somebody may see is part of each query."""

from livewell.volunteers.queries.one import VolunteerSeen, named, volunteer
from livewell.volunteers.queries.ready import needs_of, readiness, readiness_in, shown_by

__all__ = ["VolunteerSeen", "named", "needs_of", "readiness", "readiness_in", "shown_by", "volunteer"]
