"""What a scribe of the demo keeps in hand while writing one person's rows."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from livewell.connections.tables import Connection
from livewell.demo.cast import Cast, Player
from livewell.demo.ledger import Ledger
from livewell.demo.planned import PlannedReferral, Step
from livewell.journeys.tables import Journey, StageChange
from livewell.linkwork.tables import Introduction
from livewell.measures import pam
from livewell.measures.tables import Score
from livewell.referrals.tables import Referral
from livewell.sessions.tables import Session


@dataclass
class Track:
    """What has been written for one referral so far, by the words the plan uses."""

    referral: dict[str, Any] = field(default_factory=dict)
    journey: dict[str, Any] | None = None
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    connections: dict[str, dict[str, Any]] = field(default_factory=dict)
    goals: dict[str, UUID] = field(default_factory=dict)
    introduction: dict[str, Any] | None = None


class Scribe:
    """Adds rows to a ledger. Rows that later steps change are kept back in a track and put away at the end."""

    def __init__(self, ledger: Ledger, cast: Cast, assets: dict[str, list[UUID]]) -> None:
        self.ledger, self.cast, self.assets = ledger, cast, assets
        self.chance = Random(0)
        self.until = datetime.max.replace(tzinfo=UTC)
        """The instant before which this scribe writes: what people do later is done through the actions."""

    def coach(self, referral: PlannedReferral) -> Player:
        """The health coach of the person's area."""
        return self.cast.coaches[referral.person.area]

    def link_worker(self, referral: PlannedReferral) -> Player:
        """One of the two link workers of the person's area, the same one every time."""
        team = self.cast.link_workers[referral.person.area]
        return team[referral.number % len(team)]

    def _put_away(self, referral: PlannedReferral, track: Track) -> None:
        if track.journey:
            self.ledger.add(Journey, **track.journey)
        self.ledger.add(Referral, **track.referral)
        for session in track.sessions.values():
            self.ledger.add(Session, **session)
        for connection in track.connections.values():
            self.ledger.add(Connection, **connection)
        if track.introduction:
            self.ledger.add(Introduction, **track.introduction)
        referral.made |= {key: session["id"] for key, session in track.sessions.items()}
        referral.made |= {key: connection["id"] for key, connection in track.connections.items()}
        referral.made |= track.goals
        if track.introduction:
            referral.made["introduction"] = track.introduction["id"]

    def _stage(self, step: Step, track: Track, old: str, new: str, by: Player, why: str = "") -> None:
        journey = self._journey(track)
        journey["stage"] = new
        self.ledger.add(
            StageChange,
            journey=journey["id"],
            from_stage=old,
            to_stage=new,
            changed_at=step.at,
            changed_by=by.id,
            why=why,
        )

    def _journey(self, track: Track) -> dict[str, Any]:
        if track.journey is None:
            raise ValueError("A step of a journey came before its acceptance.")
        return track.journey

    def _worker_now(self, step: Step, track: Track) -> Player:
        return self.link_worker(step.of) if self._journey(track)["stage"] == "link_work" else self.coach(step.of)

    def _score(self, step: Step, track: Track, by: Player, sequence: int, score: float | None) -> None:
        shared = {
            "person": step.of.person.id,
            "journey": self._journey(track)["id"],
            "instrument": "pam",
            "taken_at": step.at,
            "taken_by": by.id,
            "sequence": sequence,
        }
        if score is None:
            self.ledger.add(Score, not_done="declined", not_done_why="Would rather talk", **shared)
        else:
            exact = Decimal(str(score))
            self.ledger.add(Score, score=exact, level=pam.level(exact), cuts=pam.CURRENT.version, **shared)
