"""Loading a licence pack whole or not at all, and taking it out of use."""

import hashlib
from uuid import UUID, uuid4

import msgspec

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.pack_reading import PackUnreadable, read
from livewell.measures.tables import LicencePack

_KIND = "measures.pack"


async def load_pack(content: bytes, *, attestation: str, submission: UUID, by: Actor) -> UUID:
    """
    Keep a licence pack with who said that it may be used here; gives its id.

    PackUnreadable says everything that is wrong with the file, and then nothing is kept. RuleBroken when the same file
    is in use already, when nobody attests it, or when `by` does not work here.
    """
    if by.staff_id is None or not attestation.strip():
        raise RuleBroken("Somebody who works here has to say that the licence covers this.")
    pack = read(content, INSTRUMENTS)
    if pack.ends_on is not None and pack.ends_on < clock.today():
        raise PackUnreadable([f"The licence ended on {say_day(pack.ends_on)}."])
    file_hash = hashlib.sha256(content).hexdigest()
    async with transaction():
        if (before := await once.already_done(submission, _KIND)) is not None:
            return UUID(before)
        if await value("SELECT 1 FROM licence_pack WHERE file_hash = $1 AND withdrawn_at IS NULL", file_hash):
            raise RuleBroken("This file is loaded already.")
        kept = LicencePack(
            id=uuid4(),
            instrument=pack.instrument,
            pack_version=pack.version,
            holder=pack.holder,
            reference=pack.reference,
            contexts=list(pack.contexts),
            starts_on=pack.starts_on,
            ends_on=pack.ends_on,
            content=msgspec.json.encode(pack.as_json()).decode(),
            file_hash=file_hash,
            attestation=attestation.strip(),
            attested_by=by.staff_id,
            attested_at=clock.now(),
        )
        await kept.save()
        await news.tell("pack.loaded", subject=kept.id, by=by, instrument=pack.instrument, file_hash=file_hash)
        await once.remember(submission, _KIND, str(kept.id))
    return kept.id


async def withdraw_pack(pack_id: UUID, *, why: str, by: Actor) -> None:
    """
    Take a pack out of use: its questions are not shown any more, scores made with it stay as they are.

    NotFound when there is none; RuleBroken without a reason, or when it was withdrawn before.
    """
    if not why.strip():
        raise RuleBroken("Say why the licence pack is withdrawn.")
    async with transaction():
        pack = await LicencePack.objects().where(LicencePack.id == pack_id).lock_rows("UPDATE").first()
        if pack is None:
            raise NotFound
        if pack.withdrawn_at:
            raise RuleBroken("This licence pack was withdrawn already.")
        pack.withdrawn_at, pack.withdrawn_by, pack.withdrawn_why = clock.now(), by.staff_id, why.strip()
        await pack.save()
        await news.tell("pack.withdrawn", subject=pack.id, by=by, instrument=pack.instrument)
