"""The fictional place and the people who work in it: areas, practices, staff and their sign-ins."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from livewell.demo import names
from livewell.demo.ledger import Ledger
from livewell.places.tables import Area, Practice
from livewell.staff.rules import Role
from livewell.staff.tables import StaffUser

PASSWORD = "rushcliffe-is-fictional"  # noqa: S105  Printed on the screen by `make demo`; these accounts exist nowhere else.


@dataclass(frozen=True)
class Player:
    """A member of staff in the demo."""

    id: UUID
    name: str
    job_title: str
    email: str


@dataclass
class Cast:
    """Everybody and every place that the plan needs, by the words it uses."""

    areas: dict[str, UUID] = field(default_factory=dict)
    practices: list[UUID] = field(default_factory=list)
    practice_names: list[str] = field(default_factory=list)
    referrers: list[list[Player]] = field(default_factory=list)
    """By practice, in the order of names.PRACTICES: GPs first, the nurse last."""
    coaches: dict[str, Player] = field(default_factory=dict)
    link_workers: dict[str, list[Player]] = field(default_factory=dict)
    others: dict[Role, Player] = field(default_factory=dict)


def _email(name: str, where: str) -> str:
    plain = name.lower().removeprefix("dr ").replace("'", "").replace("-", "").replace(" ", ".")
    return f"{plain}@{where}.example"


def make_cast(ledger: Ledger, *, opened_at: datetime, password_hash: str, organisation: UUID) -> Cast:
    """Add areas, practices and staff to the ledger."""
    cast = Cast()
    for position, (name, ring) in enumerate(names.AREAS.items()):
        boundary = {"type": "Polygon", "coordinates": [[list(corner) for corner in ring]]}
        cast.areas[name] = ledger.add(Area, name=name, boundary=boundary, position=position)

    def hire(name: str, job_title: str, role: Role, where: str, **more: UUID) -> Player:
        email = _email(name, where)
        staff_id = ledger.add(
            StaffUser,
            email=email,
            name=name,
            job_title=job_title,
            role=role,
            phone=f"01632 960{len(cast.practice_names) * 7 % 900 + 100}",
            password_hash=password_hash,
            created_at=opened_at,
            **more,
        )
        return Player(id=staff_id, name=name, job_title=job_title, email=email)

    gps = iter(names.GP_FAMILY_NAMES)
    for number, (practice_name, area, _) in enumerate(names.PRACTICES):
        where = practice_name.lower().replace(" ", "-")
        practice = ledger.add(
            Practice,
            name=practice_name,
            ods_code=f"ZZ{9000 + number}",
            area=cast.areas[area],
            reply_email=f"referrals@{where}.example",
            phone=f"01632 960{number + 10:03d}",
        )
        cast.practices.append(practice)
        cast.practice_names.append(practice_name)
        team = [
            hire(f"Dr {letter} {next(gps)}", "GP", Role.PRACTICE_REFERRER, where, practice=practice)
            for letter in ("Helen", "Samuel")
        ]
        team.append(hire(names.NURSE_NAMES[number], "Practice nurse", Role.PRACTICE_REFERRER, where, practice=practice))
        cast.referrers.append(team)
    for name, area in names.COACHES:
        cast.coaches[area] = hire(name, "Health coach", Role.HEALTH_COACH, "livewell", area=cast.areas[area])
    for name, area in names.LINK_WORKERS:
        cast.link_workers.setdefault(area, []).append(
            hire(name, "Link worker", Role.LINK_WORKER, "livewell", area=cast.areas[area])
        )
    cast.others = {
        Role.MANAGER: hire("Ruth Castlegate", "Service manager", Role.MANAGER, "livewell"),
        Role.VOLUNTEER_COORDINATOR: hire(
            "Owen Merryweather", "Volunteer coordinator", Role.VOLUNTEER_COORDINATOR, "volunteering"
        ),
        Role.FORUM_FACILITATOR: hire("Grace Holmefield", "Forum facilitator", Role.FORUM_FACILITATOR, "forum"),
        Role.EVALUATOR: hire("Dr Ines Thorotonby", "Evaluator", Role.EVALUATOR, "university"),
        Role.ADMINISTRATOR: hire("Sam Normanside", "Administrator", Role.ADMINISTRATOR, "livewell"),
        Role.ORGANISATION_EDITOR: hire(
            "Anne Widmerpole", "Walking group lead", Role.ORGANISATION_EDITOR, "walkers", organisation=organisation
        ),
    }
    return cast
