"""What waits in each part of the work together, counted in one statement, for whoever asks."""

from dataclasses import dataclass

from livewell.kit import clock
from livewell.kit.db import row
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

P = Permission


@dataclass(frozen=True)
class Waits:
    """One thing that waits: how many, and the words for one and for more."""

    count: int
    one: str
    more: str

    @property
    def words(self) -> str:
        """1 gap to read, 3 gaps to read."""
        return f"{self.count} {self.one if self.count == 1 else self.more}"


@dataclass(frozen=True)
class Part:
    """A card of the hub: where it leads, what it is, what waits there, and what there is."""

    title: str
    href: str
    about: str
    waits: tuple[Waits, ...] = ()
    there: tuple[Waits, ...] = ()

    @property
    def anything_waits(self) -> bool:
        """Whether somebody should look."""
        return bool(self.waits)


_COUNTS = """
    SELECT
        (SELECT count(*) FROM gap WHERE state = 'waiting' AND joined_to IS NULL)
            + (SELECT count(*) FROM gap_voice v JOIN gap g ON g.id = v.gap
               WHERE v.read_at IS NULL AND g.state IN ('open', 'taken_up')) AS gaps_to_read,
        (SELECT count(*) FROM gap WHERE state IN ('open', 'taken_up') AND joined_to IS NULL) AS gaps_open,
        (SELECT count(*) FROM group_alert t JOIN community_group g ON g.id = t.community_group
         WHERE t.settled_at IS NULL) AS signs,
        (SELECT count(*) FROM group_alert t JOIN community_group g ON g.id = t.community_group
         WHERE t.settled_at IS NULL AND g.supporter = $1) AS my_signs,
        (SELECT count(*) FROM community_group WHERE stage IN ('supported', 'independent')) AS groups_running,
        (SELECT count(*) FROM outreach_lead WHERE settled_on IS NULL) AS promises,
        (SELECT count(*) FROM community_group WHERE kind = 'cafe' AND stage IN ('supported', 'independent')) AS cafes,
        (SELECT count(*) FROM programme_entry e JOIN community_group g ON g.id = e.community_group
         WHERE g.kind = 'cafe' AND e.cancelled_why = '' AND e.happens_on BETWEEN $2 AND $2 + 6) AS cafe_entries,
        (SELECT count(*) FROM forum_member WHERE state = 'asked') AS forum_asked,
        (SELECT count(*) FROM agenda_item WHERE state = 'waiting') AS items_waiting,
        (SELECT count(*) FROM forum_action WHERE state = 'open' AND due_on < $2) AS actions_late,
        (SELECT count(*) FROM forum_member WHERE state = 'member') AS members,
        (SELECT count(*) FROM challenge WHERE state IN ('discussed', 'developed', 'testing', 'amended')) AS challenges,
        (SELECT count(*) FROM forum_vote WHERE closed_at IS NULL AND opens_at <= $3 AND closes_at > $3) AS votes,
        (SELECT count(*) FROM milestone WHERE state = 'open' AND due_on < $2) AS milestones_late,
        (SELECT count(*) FROM project_risk WHERE state = 'open') AS risks,
        (SELECT count(*) FROM fund_application WHERE state = 'sent') AS applications,
        (SELECT count(*) FROM fund_report WHERE read_at IS NULL) AS reports,
        (SELECT count(*) FROM fund_pot WHERE closed_at IS NULL AND opens_on <= $2 AND closes_on >= $2) AS pots,
        (SELECT count(*) FROM gift_in_kind WHERE struck_at IS NULL) AS gifts,
        (SELECT count(*) FROM nomination WHERE state = 'waiting') AS nominations,
        (SELECT count(*) FROM booking WHERE state = 'waiting') AS bookings,
        (SELECT count(*) FROM course_run WHERE state = 'open') AS runs,
        (SELECT count(*) FROM volunteer WHERE stage IN ('interested', 'applied') AND forgotten_at IS NULL) AS volunteers_new,
        (SELECT count(*) FROM shift WHERE state = 'open' AND starts_at > $3 AND starts_at < $3 + interval '7 days')
            AS shifts_open,
        (SELECT count(*) FROM volunteer WHERE stage IN ('ready', 'active')) AS volunteers_ready,
        (SELECT count(*) FROM befriender_asked WHERE state = 'open') AS befrienders,
        (SELECT count(*) FROM weekly_update WHERE staff_user = $1 AND state = 'begun') AS my_weeks,
        (SELECT count(*) FROM weekly_update WHERE state = 'sent' AND week > $2::date - 14) AS weeks_sent,
        (SELECT count(*) FROM story WHERE state = 'given') AS stories,
        (SELECT count(*) FROM library_item WHERE state IN ('submitted', 'in_review')) AS library
"""


async def parts(member: Member) -> list[Part]:
    """The parts of the work together that `member` may open, each with what waits there for them."""
    n = await row(_COUNTS, member.id, clock.today(), clock.now())
    assert n is not None  # A row of counts is always there.

    def waits(name: str, one: str, more: str) -> tuple[Waits, ...]:
        return (Waits(n[name], one, more),) if n[name] else ()

    every: list[tuple[Permission, Part]] = [
        (
            P.SEE_TOGETHER,
            Part(
                "What is missing",
                "/gaps",
                "Gaps that people named, and what comes of them.",
                waits("gaps_to_read", "thing to read", "things to read") if P.WORK_ON_GAPS in member.can else (),
                waits("gaps_open", "gap that is open", "gaps that are open"),
            ),
        ),
        (
            P.SEE_TOGETHER,
            Part("From gap to group", "/threads", "Each gap with all that came of it, link by link."),
        ),
        (
            P.SEE_TOGETHER,
            Part(
                "Groups",
                "/groups",
                "New groups and cafés, from the idea until they run by themselves.",
                (*waits("my_signs", "sign about a group of yours", "signs about groups of yours"),)
                if n["my_signs"]
                else waits("signs", "sign about a group", "signs about groups")
                if P.SUPPORT_GROUPS in member.can
                else (),
                waits("groups_running", "group that runs", "groups that run"),
            ),
        ),
        (
            P.SEE_TOGETHER,
            Part(
                "Where we were met",
                "/outreach",
                "Events we went to, and what was promised there.",
                waits("promises", "thing to follow", "things to follow") if P.SUPPORT_GROUPS in member.can else (),
            ),
        ),
        (
            P.SEE_TOGETHER,
            Part(
                "Cafés",
                "/cafes",
                "What is on at community cafés, as everybody reads it.",
                (),
                (*waits("cafes", "café", "cafés"), *waits("cafe_entries", "thing on this week", "things on this week")),
            ),
        ),
        (
            P.RUN_FORUM,
            Part(
                "The forum",
                "/forum/desk",
                "Members, meetings, decisions and who does what.",
                (
                    *waits("forum_asked", "person who asks to join", "people who ask to join"),
                    *waits("items_waiting", "item that waits for a meeting", "items that wait for a meeting"),
                    *waits("actions_late", "action that is late", "actions that are late"),
                ),
                waits("members", "member", "members"),
            ),
        ),
        (
            P.SEE_TOGETHER,
            Part(
                "The forum in public",
                "/forum",
                "What everybody reads: when it meets, and what was decided.",
            ),
        ),
        (
            P.SEE_TOGETHER,
            Part(
                "Challenges",
                "/forum/challenges",
                "Ideas on their way: evidence, options, a test, and what was learned.",
                waits("votes", "vote that is open", "votes that are open") if P.RUN_FORUM in member.can else (),
                waits("challenges", "challenge at work", "challenges at work"),
            ),
        ),
        (
            P.STEER,
            Part(
                "Steering",
                "/forum/steering",
                "Milestones, and what stands in the way, each with somebody who looks after it.",
                waits("milestones_late", "milestone that is late", "milestones that are late"),
                waits("risks", "thing that stands in the way", "things that stand in the way"),
            ),
        ),
        (
            P.SEE_TOGETHER,
            Part(
                "Plans of teams",
                "/team-plans",
                "What each area has, finds, and does first, with those who use the service.",
            ),
        ),
        (
            P.RUN_FUND,
            Part(
                "The small fund",
                "/fund/desk",
                "Pots, applications, decisions and what was done with the money.",
                (
                    *waits("applications", "application to look at", "applications to look at"),
                    *waits("reports", "report to read", "reports to read"),
                ),
                waits("pots", "pot that is open", "pots that are open"),
            ),
        ),
        (
            P.SEE_TOGETHER,
            Part(
                "Gifts in kind",
                "/gifts",
                "Rooms, time and things that others gave, and what they are worth.",
                (),
                waits("gifts", "gift", "gifts"),
            ),
        ),
        (
            P.SEE_TOGETHER,
            Part(
                "Learning",
                "/learning/desk",
                "Courses of ours and of others, who comes, and what people would like to learn.",
                (
                    *waits("nominations", "wish to read", "wishes to read"),
                    *waits("bookings", "person on a waiting list", "people on waiting lists"),
                )
                if P.ARRANGE_LEARNING in member.can
                else (),
                waits("runs", "course to book", "courses to book"),
            ),
        ),
        (
            P.SEE_VOLUNTEERS,
            Part(
                "Volunteers",
                "/volunteers",
                "Who gives their time, and where they are on their way.",
                (
                    *waits("volunteers_new", "person to welcome", "people to welcome"),
                    *waits("befrienders", "person who would like company", "people who would like company"),
                    *waits(
                        "shifts_open",
                        "time in the next week that nobody took",
                        "times in the next week that nobody took",
                    ),
                )
                if P.RUN_VOLUNTEERING in member.can
                else (),
                waits("volunteers_ready", "volunteer who is ready", "volunteers who are ready"),
            ),
        ),
        (
            P.WRITE_UPDATES,
            Part(
                "My week",
                "/weeks",
                "One short update a week, mostly written for you.",
                waits("my_weeks", "update of yours that is begun", "updates of yours that are begun"),
            ),
        ),
        (
            P.READ_UPDATES,
            Part(
                "Everybody’s weeks",
                "/weeks/team",
                "What link workers did for the community, and little miracles.",
                (),
                waits("weeks_sent", "update in the last two weeks", "updates in the last two weeks"),
            ),
        ),
        (P.KEEP_INTERESTS, Part("Who knows about what", "/interests", "Interests of colleagues, and whom to ask.")),
        (
            P.READ_STORIES,
            Part(
                "Stories",
                "/team-stories",
                "What people tell, as far as they let it go.",
                waits("stories", "story to read", "stories to read"),
            ),
        ),
        (
            P.READ_STAFF_LIBRARY,
            Part(
                "Library",
                "/library",
                "Guides, lists and tips for everybody.",
                waits("library", "item to look at", "items to look at") if P.EDIT_LIBRARY in member.can else (),
            ),
        ),
    ]
    return [part for permission, part in every if permission in member.can]
