"""The door of the forum's members: by a link in a message to their own pages."""

from livewell.forum import queries
from livewell.kit import cookies
from livewell.kit.guest_door import GuestDoor
from livewell.kit.guests import GuestKind

MEMBER = GuestKind(name="forum_member", known=queries.known, called=queries.may_come_in)

MEMBER_DOOR = GuestDoor(
    kind=MEMBER,
    prefix="/forum/me",
    cookie=cookies.MEMBER,
    pages="your forum pages",
    home="/forum/me",
    otherwise="If you have no email address, or another one now, tell whoever runs the forum when you meet.",
    menu=(
        ("My forum", "/forum/me"),
        ("Members", "/forum/me/members"),
        ("What I bring", "/forum/me/offers"),
        ("My hours", "/forum/me/hours"),
        ("Votes", "/forum/me/votes"),
        ("The fund", "/forum/me/fund"),
    ),
)
