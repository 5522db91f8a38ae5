"""What may be asked of the community map, what an answer says, and in which order: pure functions."""

from livewell.finding.rules.asked import Asked as Asked
from livewell.finding.rules.asked import Part as Part
from livewell.finding.rules.asked import Sort as Sort
from livewell.finding.rules.asked import When as When
