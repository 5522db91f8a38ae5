"""Who may do what: one page, default deny. `docs/permissions.md` is generated from here."""

import sys
from enum import StrEnum

from livewell.staff.rules import ROLE_LABELS, Role


class Permission(StrEnum):
    """One thing a route may ask for. The sentence beside it goes into docs/permissions.md."""

    OWN_ACCOUNT = "account:own"
    MANAGE_STAFF = "staff:manage"
    MANAGE_PLACES = "places:manage"
    CHANGE_SETTINGS = "settings:change"
    MANAGE_MEASURES = "measures:manage"

    REFER = "referrals:send"
    SEE_OWN_REFERRALS = "referrals:own"
    TRIAGE = "referrals:triage"

    SEE_CASELOAD = "journeys:caseload"
    WORK_WITH_PEOPLE = "journeys:work"
    COACH = "coaching:coach"
    REASSIGN = "journeys:reassign"
    CORRECT_IDENTITY = "people:identity"
    SEARCH_PEOPLE = "people:search"
    SEE_OPENINGS = "people:openings"

    RAISE_SAFETY = "safety:raise"
    HANDLE_SAFETY = "safety:handle"
    MANAGE_PATHWAYS = "pathways:manage"
    REFLECT = "reflections:keep"

    EDIT_LISTINGS = "assets:edit"
    EDIT_OWN_LISTINGS = "assets:edit-own"
    KEEP_GATHERINGS = "gatherings:keep"
    SEE_COVERAGE = "assets:coverage"

    READ_STORIES = "stories:read"
    READ_STAFF_LIBRARY = "library:read-staff"
    EDIT_LIBRARY = "library:edit"

    SEE_MESSAGES = "messages:see"
    SEE_OVERVIEW = "reports:overview"
    SEE_FIGURES = "reports:figures"

    SEE_TOGETHER = "together:see"
    SEE_WHO = "together:who"
    WORK_ON_GAPS = "gaps:work"
    SUPPORT_GROUPS = "groups:support"
    WRITE_UPDATES = "updates:write"
    READ_UPDATES = "updates:read"
    RUN_FORUM = "forum:run"
    STEER = "forum:steer"
    RUN_FUND = "fund:run"
    KEEP_GIFTS = "gifts:keep"
    ARRANGE_LEARNING = "learning:arrange"
    KEEP_INTERESTS = "interests:keep"

    SEE_VOLUNTEERS = "volunteers:see"
    RUN_VOLUNTEERING = "volunteers:run"
    ASK_FOR_VOLUNTEERS = "volunteers:ask"
    READ_DISCLOSURES = "volunteers:disclosures"
    KEEP_APART = "volunteers:keep-apart"
    SETTLE_CONCERNS = "volunteers:concerns"


P = Permission

SENTENCES: dict[Permission, str] = {
    P.OWN_ACCOUNT: "Change their own password, second factor and sign-ins.",
    P.MANAGE_STAFF: "Add people who sign in, change their role, and end their access.",
    P.MANAGE_PLACES: "Change areas and practices.",
    P.CHANGE_SETTINGS: "Change the service's settings, and write new versions of the Green Book with the forum.",
    P.MANAGE_MEASURES: "Choose which measures are used, who is on duty for them, and load licence packs.",
    P.REFER: "Send a professional referral.",
    P.SEE_OWN_REFERRALS: "See what became of the referrals their practice sent, and what its people share of their Green Book.",
    P.TRIAGE: "Decide on referrals of their area: accept, ask, decline.",
    P.SEE_CASELOAD: "See the caseload that is theirs to see.",
    P.WORK_WITH_PEOPLE: "Record sessions, contacts, connections and endings for people they work with.",
    P.COACH: "Write assessments and introduce people to link workers.",
    P.REASSIGN: "Give a journey to another coach or link worker.",
    P.CORRECT_IDENTITY: "Put the name, date of birth or NHS number of somebody right, with the reason.",
    P.SEARCH_PEOPLE: "Search for a person, among those they may see.",
    P.SEE_OPENINGS: "See who opened whose record.",
    P.RAISE_SAFETY: "Raise a safety matter.",
    P.HANDLE_SAFETY: "Acknowledge, work on and close safety matters of those they may see.",
    P.MANAGE_PATHWAYS: "Write pathways for difficult situations, have them approved, and take them out of use.",
    P.REFLECT: "Look back at their own sessions in private, and read what a colleague shares with them.",
    P.EDIT_LISTINGS: "Add and change listings in the community directory.",
    P.EDIT_OWN_LISTINGS: "Change the listings of their own organisation.",
    P.KEEP_GATHERINGS: "Keep the register and the figures of groups whose listings they may change.",
    P.SEE_COVERAGE: "See how well the community is known, ward by ward, and what there is twice.",
    P.READ_STORIES: "Read the stories people gave, without whose they are, and let them go as far as they may.",
    P.READ_STAFF_LIBRARY: "Read what the library keeps for staff.",
    P.EDIT_LIBRARY: "Read, change, publish and withdraw what is given to the library; nobody publishes alone what they wrote.",
    P.SEE_MESSAGES: "See messages that could not be sent, and send them again.",
    P.SEE_OVERVIEW: "See the service as a whole: counts, waits, undelivered messages.",
    P.SEE_FIGURES: "See figures without any person in them, small numbers hidden.",
    P.SEE_TOGETHER: "See the work with the community: gaps, groups, the forum, the fund, courses and what came of them; no person's record.",
    P.SEE_WHO: "Read in the work with the community who of the forum keeps something going, leads it or brought it, and who gave a gift.",
    P.WORK_ON_GAPS: "Read what people said is missing, join what is the same, work on it and settle it.",
    P.SUPPORT_GROUPS: "Help new groups to begin and to last: their list, stages, leads, programme and hours.",
    P.WRITE_UPDATES: "Write their own weekly update.",
    P.READ_UPDATES: "Read everybody's weekly updates.",
    P.RUN_FORUM: "Serve the forum: members, meetings, agenda, minutes, votes and approvals.",
    P.STEER: "See and keep milestones, risks to the project and the plans of teams.",
    P.RUN_FUND: "Keep the small fund: pots, panels, decisions, payments and reports.",
    P.KEEP_GIFTS: "Note what is given to the work that is not money, and what it is worth.",
    P.ARRANGE_LEARNING: "Arrange courses: what there is, when, who comes, and what is asked for.",
    P.KEEP_INTERESTS: "Keep their own interests, and see who knows about what.",
    P.SEE_VOLUNTEERS: "See volunteers by name and stage, whether they are ready, and where they help.",
    P.RUN_VOLUNTEERING: "See who would like to volunteer and agreed to be contacted about it; bring volunteers in, check and train them, match them, keep their rota, costs and supervision.",
    P.ASK_FOR_VOLUNTEERS: "Ask for a befriender for somebody they work with, and answer what is suggested.",
    P.READ_DISCLOSURES: "Read what a certificate disclosed, when they are named for it.",
    P.KEEP_APART: "Say, with the reason, that a volunteer and a person are never to be matched.",
    P.SETTLE_CONCERNS: "Read what was said about a volunteer, take it on, stop what they help with, and close it.",
}

EVERYBODY = frozenset({P.OWN_ACCOUNT})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PRACTICE_REFERRER: EVERYBODY | {P.REFER, P.SEE_OWN_REFERRALS},
    Role.HEALTH_COACH: EVERYBODY
    | {
        P.REFER,
        P.TRIAGE,
        P.SEE_CASELOAD,
        P.WORK_WITH_PEOPLE,
        P.COACH,
        P.REASSIGN,
        P.CORRECT_IDENTITY,
        P.SEARCH_PEOPLE,
        P.RAISE_SAFETY,
        P.HANDLE_SAFETY,
        P.REFLECT,
        P.EDIT_LISTINGS,
        P.KEEP_GATHERINGS,
        P.SEE_COVERAGE,
        P.READ_STAFF_LIBRARY,
        P.EDIT_LIBRARY,
        P.READ_STORIES,
        P.SEE_TOGETHER,
        P.SEE_WHO,
        P.WORK_ON_GAPS,
        P.SUPPORT_GROUPS,
        P.KEEP_GIFTS,
        P.WRITE_UPDATES,
        P.READ_UPDATES,
        P.ARRANGE_LEARNING,
        P.KEEP_INTERESTS,
        P.SEE_VOLUNTEERS,
        P.ASK_FOR_VOLUNTEERS,
        P.KEEP_APART,
    },
    Role.LINK_WORKER: EVERYBODY
    | {
        P.REFER,
        P.SEE_CASELOAD,
        P.WORK_WITH_PEOPLE,
        P.SEARCH_PEOPLE,
        P.RAISE_SAFETY,
        P.REFLECT,
        P.EDIT_LISTINGS,
        P.KEEP_GATHERINGS,
        P.SEE_COVERAGE,
        P.READ_STAFF_LIBRARY,
        P.EDIT_LIBRARY,
        P.READ_STORIES,
        P.SEE_TOGETHER,
        P.SEE_WHO,
        P.WORK_ON_GAPS,
        P.SUPPORT_GROUPS,
        P.KEEP_GIFTS,
        P.WRITE_UPDATES,
        P.ARRANGE_LEARNING,
        P.KEEP_INTERESTS,
        P.SEE_VOLUNTEERS,
        P.ASK_FOR_VOLUNTEERS,
        P.KEEP_APART,
    },
    Role.MANAGER: EVERYBODY
    | {
        P.MANAGE_STAFF,
        P.MANAGE_PLACES,
        P.CHANGE_SETTINGS,
        P.MANAGE_MEASURES,
        P.REFER,
        P.TRIAGE,
        P.SEE_CASELOAD,
        P.WORK_WITH_PEOPLE,
        P.REASSIGN,
        P.CORRECT_IDENTITY,
        P.SEARCH_PEOPLE,
        P.SEE_OPENINGS,
        P.RAISE_SAFETY,
        P.HANDLE_SAFETY,
        P.MANAGE_PATHWAYS,
        P.REFLECT,
        P.EDIT_LISTINGS,
        P.KEEP_GATHERINGS,
        P.SEE_COVERAGE,
        P.READ_STAFF_LIBRARY,
        P.EDIT_LIBRARY,
        P.READ_STORIES,
        P.SEE_MESSAGES,
        P.SEE_OVERVIEW,
        P.SEE_FIGURES,
        P.SEE_TOGETHER,
        P.SEE_WHO,
        P.WORK_ON_GAPS,
        P.SUPPORT_GROUPS,
        P.READ_UPDATES,
        P.RUN_FORUM,
        P.STEER,
        P.RUN_FUND,
        P.KEEP_GIFTS,
        P.ARRANGE_LEARNING,
        P.KEEP_INTERESTS,
        P.SEE_VOLUNTEERS,
        P.ASK_FOR_VOLUNTEERS,
        P.READ_DISCLOSURES,
        P.KEEP_APART,
        P.SETTLE_CONCERNS,
    },
    Role.ORGANISATION_EDITOR: EVERYBODY | {P.EDIT_OWN_LISTINGS, P.KEEP_GATHERINGS},
    Role.VOLUNTEER_COORDINATOR: EVERYBODY
    | {
        P.READ_STAFF_LIBRARY,
        P.SEE_TOGETHER,
        P.SEE_WHO,
        P.KEEP_INTERESTS,
        P.SEE_VOLUNTEERS,
        P.RUN_VOLUNTEERING,
        P.READ_DISCLOSURES,
        P.SETTLE_CONCERNS,
    },
    Role.FORUM_FACILITATOR: EVERYBODY
    | {
        P.READ_STAFF_LIBRARY,
        P.SEE_TOGETHER,
        P.SEE_WHO,
        P.WORK_ON_GAPS,
        P.RUN_FORUM,
        P.STEER,
        P.RUN_FUND,
        P.KEEP_GIFTS,
        P.KEEP_INTERESTS,
    },
    Role.EVALUATOR: EVERYBODY | {P.SEE_FIGURES, P.SEE_COVERAGE, P.SEE_TOGETHER},
    Role.ADMINISTRATOR: EVERYBODY | {P.MANAGE_STAFF, P.MANAGE_PLACES, P.MANAGE_MEASURES},
}

OPENS_RECORDS: frozenset[Permission] = frozenset(
    {
        P.REFER,
        P.RAISE_SAFETY,
        P.SEE_MESSAGES,
        P.SEE_OWN_REFERRALS,
        P.TRIAGE,
        P.SEE_CASELOAD,
        P.WORK_WITH_PEOPLE,
        P.COACH,
        P.REASSIGN,
        P.CORRECT_IDENTITY,
        P.SEARCH_PEOPLE,
        P.SEE_OPENINGS,
        P.HANDLE_SAFETY,
        P.REFLECT,
        P.ARRANGE_LEARNING,
        P.SEE_VOLUNTEERS,
        P.RUN_VOLUNTEERING,
        P.ASK_FOR_VOLUNTEERS,
        P.READ_DISCLOSURES,
        P.KEEP_APART,
        P.SETTLE_CONCERNS,
    }
)
"""Whoever holds one of these must have a second factor set up (outside the demo)."""


ANYBODY = (
    "Read the stories that people gave for everybody.",
    "Refer themself, or somebody else who agrees, and come back to a referral they began.",
    "Answer a letter of invitation with its code and their date of birth.",
    "Answer, once and without signing in, the questions behind a link that was sent to their own email address.",
    "Find something near by in the community directory.",
    "Keep a list of places in their own browser, print it, and have it sent to an address that is not kept.",
    "Print the page or a flyer of a listing, put its times into a calendar, and read the collections that are shown.",
    "Say what is missing near them or add their voice to others', for the team to read before anybody else.",
    "Say how a group or place of the directory was, for the team to read before anybody else.",
    "Say that they run something in the directory; and, by a link sent to their address, keep their own listings right.",
    "Print an empty Green Book, and read which measures there are, how they are scored and what a change means.",
    "Read and print what the library keeps for everybody, say whether it was helpful, and give something to it.",
    "Ask the small fund for money, come back to what they wrote, answer questions about it, withdraw it, and report.",
    "See where volunteers are looked for and whom to ring, apply, and answer for somebody who named them.",
    "Come to their own pages as a volunteer, by a link sent to their address: see where they are, change it, take it along, be forgotten.",
    "Look through what there is to learn, ask for a place and give it back by the link in a message, and say what they would like to learn.",
    "Read what the forum decided, ask to join it, suggest something to speak about, and answer an invitation by its link.",
    "Come to their own pages as a member of the forum, by a link sent to their address: meetings, actions, offers, hours, leaving.",
    "Read what the coproduction forum stands for, and how that changed.",
    "Read what is on at community cafés, and keep it in a calendar.",
    "See where to get help now.",
)
"""What a person of the place may do: a resident needs no account, and none of this opens a record."""


AT_HOME = (
    "Come in by a link in an email, by a code in a text, or by a printed code with their date of birth; without a password.",
    "Read what happens next and with whom, their sessions and what was agreed there; never what a worker noted for the team.",
    "Ask for a session to be moved or called off, and read the answer.",
    "Tick their own steps, and say how far they are with their own goals.",
    "Say that they went somewhere and how it was, and put places of their own choice into their plan.",
    "Write in their Green Book, decide page by page who may read it, and delete it.",
    "Answer questions they were asked, and read what their own answers came to.",
    "Write to their team, and read what it writes to them.",
    "Book courses, say what came of them, keep a plan to learn that their worker reads when they say so, and say what they would like to learn.",
    "Give a story, say how far it may go, and take it back.",
    "Say yes or no to a befriender who is suggested to them, by first name, without a reason.",
    "Change how they are reached and what they need; say yes or no to each kind of sharing.",
    "See what was shared with whom and who looked at their record, and take a copy of it with them.",
    "End every visit to their space, on every device.",
)
"""What a person may do in their own space: with what is theirs, and with nothing of anybody else."""


def as_document() -> str:
    """The text of docs/permissions.md."""
    lines = [
        "# Who may do what",
        "",
        "Written by `python -m livewell.staff.permissions > docs/permissions.md` from `src/livewell/staff/permissions.py`;",
        "a test compares the two. What is not granted here is refused. A role opens a kind of page; which records it finds",
        "there is decided again in each room: a record that is not yours to see answers as if it were not there.",
        "",
    ]
    lines += [
        "## Anybody: a person of the place, without signing in",
        "",
        *(f"- {sentence}" for sentence in ANYBODY),
        "",
        "## A person in their own space",
        "",
        "Open to whoever has or had a journey with Live Well. It is no account: no page of the staff opens with it, and no",
        "sign-in of the staff opens theirs. Every other person's record answers as if it were not there.",
        "",
        *(f"- {sentence}" for sentence in AT_HOME),
        "",
    ]
    for role in Role:
        lines += [f"## {ROLE_LABELS[role]}", ""]
        lines += [f"- {SENTENCES[permission]}" for permission in Permission if permission in GRANTS[role]]
        lines.append("")
    lines += [
        "## Every permission",
        "",
        "| Permission | What it allows | Second step needed | Roles |",
        "| --- | --- | --- | --- |",
    ]
    for permission in Permission:
        roles = ", ".join(ROLE_LABELS[role].lower() for role in Role if permission in GRANTS[role])
        second = "yes" if permission in OPENS_RECORDS else "no"
        lines.append(f"| `{permission.value}` | {SENTENCES[permission]} | {second} | {roles} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_document())
