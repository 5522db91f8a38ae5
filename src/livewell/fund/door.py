"""The door of those who ask the fund: by a link in a message to their own applications."""

from livewell.fund.queries import lists
from livewell.kit import cookies
from livewell.kit.guest_door import GuestDoor
from livewell.kit.guests import GuestKind

APPLICANT = GuestKind(name="fund", known=lists.known, called=lists.called)

APPLICANT_DOOR = GuestDoor(
    kind=APPLICANT,
    prefix="/fund/mine",
    cookie=cookies.APPLICANT,
    pages="your application to the small fund",
    home="/fund/mine",
    otherwise="If somebody of the team wrote it down for you, ring them: they tell you where it stands.",
    menu=(("My applications", "/fund/mine"), ("About the fund", "/fund")),
)
