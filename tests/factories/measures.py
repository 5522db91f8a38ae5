"""Scores for tests, taken on the day asked for; and licence packs whose wording and table are plainly SYNTHETIC."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from livewell.coaching import actions
from livewell.kit import clock
from livewell.measures import actions as measures
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.staff.rules import Member


async def a_pam(journey: UUID, by: Member, score: str = "52.9", at: datetime | None = None) -> UUID:
    """A patient activation score, now or at a moment gone by."""
    with clock.at(at or clock.now().astimezone(UTC)):
        return await actions.record_pam(journey, score=Decimal(score), by=by)


def a_pack_file(instrument: str = "pam", **changes: Any) -> dict[str, Any]:
    """A licence pack as a holder might bring one. Its wording and its table are SYNTHETIC: a straight line, no scale."""
    found = INSTRUMENTS[instrument]
    low, high = (sum(getattr(item.scale, end) for item in found.items) for end in ("lowest", "highest"))
    pack: dict[str, Any] = {
        "instrument": instrument,
        "pack_version": "SYNTHETIC 1",
        "holder": "Fictional Health Partnership",
        "reference": "SYNTHETIC-001",
        "contexts": ["clinical", "research"],
        "starts_on": "2026-01-01",
        "ends_on": "2099-12-31",
        "stem": "SYNTHETIC stem",
        "items": [
            {"id": item.id, "words": f"SYNTHETIC statement {number}"} for number, item in enumerate(found.items, 1)
        ],
        "scale": [
            {"value": option.value, "words": f"SYNTHETIC answer {option.value}"}
            for option in found.items[0].scale.options
        ],
    }
    if instrument.startswith("pam"):
        pack["table"] = {str(raw): round(100 * (raw - low) / (high - low), 1) for raw in range(low, high + 1)}
        pack["cuts"] = [40.0, 60.0, 80.0]
        pack["minimum_answered"] = len(found.items) - 3
    return {name: value for name, value in {**pack, **changes}.items() if value is not ...}


def as_file(pack: dict[str, Any]) -> bytes:
    """The pack as the file that is sent."""
    return json.dumps(pack).encode()


async def a_pack(by: Member, instrument: str = "pam", **changes: Any) -> UUID:
    """A licence pack that is loaded; `changes` are of its file."""
    return await measures.load_pack(
        as_file(a_pack_file(instrument, **changes)), attestation="SYNTHETIC", submission=uuid4(), by=by
    )
