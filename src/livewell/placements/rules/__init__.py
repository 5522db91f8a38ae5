"""The words and rules of volunteers at work: asked for, matched, on the rota, looked after and thanked."""

from uuid import UUID


def code_of(record: UUID) -> str:
    """What a request, a placement or a shift is called where no name may stand: V-3F9A2C."""
    return f"V-{record.hex[:6].upper()}"
