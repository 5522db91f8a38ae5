"""Receipts that come in with a form and go out again, and reference letters on paper."""

from litestar import Response
from litestar.datastructures import FormMultiDict, UploadFile

from livewell.kit import web
from livewell.kit.dates import london_day
from livewell.placements import letters
from livewell.placements.queries.caring import Reference
from livewell.placements.rules.saying import say_minutes

_ENDINGS = {"application/pdf": "pdf", "image/webp": "webp"}


async def sent_file(sent: FormMultiDict) -> bytes:
    """The bytes of the receipt in a form; none when there is no file."""
    files = [one for one in sent.getall("receipt", []) if isinstance(one, UploadFile)]
    return await files[0].read() if files else b""


def receipt_answer(data: bytes, media_type: str) -> Response[bytes]:
    """A receipt to keep: it opens in no page of ours."""
    headers = {
        "content-disposition": f'attachment; filename="receipt.{_ENDINGS[media_type]}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "no-store",
    }
    return Response(data, media_type=media_type, headers=headers)


async def reference_pdf(found: Reference) -> Response[bytes]:
    """A reference letter."""
    return await web.pdf(
        letters.reference_letter(
            name=found.name,
            words=found.words,
            hours=say_minutes(found.minutes) if found.minutes else "",
            since=found.since,
            written_on=london_day(found.given_at),
            written_by=found.given_by,
        ),
        filename="reference.pdf",
    )
