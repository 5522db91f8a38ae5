"""Which instruments this site may use now: switched on, wording there, and somebody on duty where one is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.errors import NotFound
from livewell.measures import pam
from livewell.measures.rules.instruments import Algorithm, Instrument
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.pack_reading import read
from livewell.measures.rules.packs import Pack
from livewell.measures.rules.scoring import Calibration
from livewell.measures.rules.taking import MadeWith
from livewell.staff.permissions import GRANTS, Permission
from livewell.staff.rules import Role


@dataclass(frozen=True)
class Duty:
    """What a site does when an answer asks for it, and who is on duty."""

    contact: UUID
    name: str
    pathway: str


@dataclass(frozen=True)
class PackInUse:
    """A licence pack that holds today."""

    id: UUID
    pack: Pack
    file_hash: str


@dataclass(frozen=True)
class Usable:
    """An instrument as this site may use it today. `instrument` has the wording, from its pack where it needs one."""

    instrument: Instrument
    on: bool
    """Switched on, with its pathway and duty contact where it needs them."""
    can_ask: bool
    """Its questions may be shown and answered."""
    can_enter_score: bool
    """A score from elsewhere may be written down."""
    why_not: str
    """Why its questions may not be asked, in one sentence; empty when they may."""
    pack: PackInUse | None
    duty: Duty | None
    chosen_on: bool
    """What the site chose, or the instrument's own habit where nobody did."""
    pathway: str
    """What the site wrote down for its safety rule."""
    chosen_version: int
    """Of the site's choice, 0 when nobody chose yet."""

    @property
    def calibration(self) -> Calibration | None:
        """Table and cut-points that a new score is read with; None when the instrument has its own."""
        if self.instrument.scoring.algorithm is not Algorithm.EXTERNAL:
            return None
        return (self.pack.pack.calibration() if self.pack else None) or pam.calibration(pam.CURRENT)

    @property
    def table_hash(self) -> str:
        """SHA-256 of the conversion table that a new score is made with; empty without one."""
        calibration = self.calibration
        return calibration.table_hash if calibration else self.instrument.scoring.table_hash

    @property
    def algorithm(self) -> str:
        """How answers are scored here now, with its version."""
        return f"{self.instrument.scoring.algorithm}-{self.instrument.scoring.version}"

    @property
    def made_with(self) -> MadeWith:
        """What answers that are scored now are scored with."""
        calibration = self.calibration
        return MadeWith(self.algorithm, calibration.cuts if calibration else "", self.table_hash)


async def usable(instrument_id: str) -> Usable:
    """One instrument. NotFound when there is none of this id."""
    if instrument_id not in INSTRUMENTS:
        raise NotFound
    return (await all_usable(only=instrument_id))[instrument_id]


async def all_usable(*, only: str | None = None) -> dict[str, Usable]:
    """Every instrument by its id, as the site may use it now: in two questions to the database."""
    choices = {
        row["instrument"]: row
        for row in await db.rows(
            """
            SELECT c.instrument, c."on", c.pathway, c.version, u.id AS duty, u.name, u.active
              FROM instrument_choice c LEFT JOIN staff_user u ON u.id = c.duty_contact
             WHERE $1::text IS NULL OR c.instrument = $1
            """,
            only,
        )
    }
    packs = await packs_in_use(clock.today(), only=only)
    wanted = INSTRUMENTS if only is None else {only: INSTRUMENTS[only]}
    return {name: _usable(one, choices.get(name), packs.get(name)) for name, one in wanted.items()}


def _usable(instrument: Instrument, choice: Mapping[str, Any] | None, pack: PackInUse | None) -> Usable:
    on = bool(choice["on"]) if choice else instrument.on
    duty = None
    why = "" if on else f"{instrument.name} is switched off here."
    if choice and choice["duty"] and choice["active"] and choice["pathway"]:
        duty = Duty(choice["duty"], choice["name"], choice["pathway"])
    if on and instrument.needs_duty_contact and duty is None:
        on = False
        why = f"{instrument.name} needs the site’s pathway and somebody on duty before it may be used."
    worded = instrument
    if pack is not None:
        worded = instrument.worded(pack.pack.stem, pack.pack.words, pack.pack.anchors)
    if on and not worded.has_words:
        why = f"The questions of {instrument.name} need a licence pack that holds today."
    return Usable(
        instrument=worded,
        on=on,
        can_ask=on and worded.has_words,
        can_enter_score=on and instrument.takes_score,
        why_not=why,
        pack=pack,
        duty=duty,
        chosen_on=bool(choice["on"]) if choice else instrument.on,
        pathway=choice["pathway"] if choice else "",
        chosen_version=choice["version"] if choice else 0,
    )


async def packs_in_use(today: date, *, only: str | None = None) -> dict[str, PackInUse]:
    """The newest pack of each instrument that holds today, by instrument."""
    found = await db.rows(
        """
        SELECT DISTINCT ON (instrument) id, instrument, content, file_hash FROM licence_pack
         WHERE withdrawn_at IS NULL AND starts_on <= $1 AND (ends_on IS NULL OR ends_on >= $1)
           AND ($2::text IS NULL OR instrument = $2)
         ORDER BY instrument, attested_at DESC, starts_on DESC
        """,
        today,
        only,
    )
    return {
        row["instrument"]: PackInUse(row["id"], pack_of(row["content"]), row["file_hash"])
        for row in found
        if row["instrument"] in INSTRUMENTS
    }


def pack_of(content: str) -> Pack:
    """The pack as it was kept."""
    return read(content.encode(), INSTRUMENTS)


async def duty(instrument_id: str) -> Duty | None:
    """The pathway and who is on duty; None when the site named none, or they work here no more."""
    return (await usable(instrument_id)).duty


async def for_duty() -> list[tuple[str, str]]:
    """Who may be on duty: those who work here now and handle safety matters, as (id, name)."""
    roles = [role.value for role in Role if Permission.HANDLE_SAFETY in GRANTS[role]]
    return [
        (str(one["id"]), one["name"])
        for one in await db.rows(
            "SELECT id, name FROM staff_user WHERE active AND role = ANY($1) ORDER BY name, id", roles
        )
    ]
