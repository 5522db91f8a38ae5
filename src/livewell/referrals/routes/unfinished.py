"""A public form that somebody has begun: kept on the server under a random number in their browser's cookie."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

from litestar import Response

from livewell.kit import clock, cookies, drafts, web
from livewell.kit.web import Asked
from livewell.referrals import come_back
from livewell.referrals.forms.self_referral import Answers, Step

_Body = TypeVar("_Body")

KIND = "self-referral"
CODE_KIND = "self-referral-code"


@dataclass
class Unfinished:
    """What has been answered so far, and what came of it once it was sent."""

    token: str | None = None
    """The random number in the cookie; None until there is something to keep."""
    answers: Answers = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    """The slugs of the pages that were answered."""
    submission: UUID = field(default_factory=uuid4)
    code: str = ""
    """The hash of the code to come back by, when there is one."""
    sent: UUID | None = None

    @property
    def begun(self) -> bool:
        """Whether there is something to keep."""
        return bool(self.answered or self.answers)

    def answer(self, step: Step, answers: Answers, *, complete: bool) -> None:
        """Take in one page. A page that was left half way counts as not answered."""
        self.answers |= answers
        self.answered = [slug for slug in self.answered if slug != step.slug] + ([step.slug] if complete else [])


def _owner(token: str) -> str:
    return f"public:{hashlib.sha256(token.encode()).hexdigest()}"


def _data(unfinished: Unfinished) -> dict[str, object]:
    return {
        "answers": unfinished.answers,
        "answered": unfinished.answered,
        "submission": str(unfinished.submission),
        "code": unfinished.code,
        "sent": str(unfinished.sent) if unfinished.sent else None,
    }


async def find(request: Asked) -> Unfinished:
    """What this browser has begun; something empty when it has begun nothing."""
    secure = web.house(request).secure
    token = request.cookies.get(cookies.cookie_name(cookies.UNFINISHED, secure=secure))
    if token is None or not cookies.is_token(token):
        return Unfinished()
    data = await drafts.kept(_owner(token), KIND, "")
    if data is None:
        return Unfinished()
    return Unfinished(
        token,
        data["answers"],
        data["answered"],
        UUID(data["submission"]),
        data["code"],
        UUID(data["sent"]) if data["sent"] else None,
    )


async def keep(request: Asked, unfinished: Unfinished, answer: Response[_Body]) -> Response[_Body]:
    """Keep what was answered, and let the browser have the number it is kept under. Gives the answer back."""
    unfinished.token = unfinished.token or cookies.new_token()
    await drafts.keep(_owner(unfinished.token), KIND, "", _data(unfinished))
    answer.cookies.append(cookies.a_cookie(cookies.UNFINISHED, unfinished.token, secure=web.house(request).secure))
    return answer


async def keep_sent(request: Asked, unfinished: Unfinished, referral: UUID, answer: Response[_Body]) -> Response[_Body]:
    """It was sent: forget every answer, and remember only which receipt to show."""
    if unfinished.code:
        await drafts.drop(f"public:{unfinished.code}", CODE_KIND, "")
    done = Unfinished(token=unfinished.token, submission=unfinished.submission, sent=referral)
    return await keep(request, done, answer)


async def forget(request: Asked, unfinished: Unfinished, answer: Response[_Body]) -> Response[_Body]:
    """Forget everything, in the browser too."""
    if unfinished.token:
        await drafts.drop(_owner(unfinished.token), KIND, "")
    if unfinished.code:
        await drafts.drop(f"public:{unfinished.code}", CODE_KIND, "")
    answer.cookies.append(cookies.no_cookie(cookies.UNFINISHED, secure=web.house(request).secure))
    return answer


async def give_code(request: Asked, unfinished: Unfinished) -> tuple[str, datetime]:
    """A code to come back by, and until when it works. An older code stops working."""
    if unfinished.code:
        await drafts.drop(f"public:{unfinished.code}", CODE_KIND, "")
    code = come_back.new_code()
    until = clock.now() + come_back.GOOD_FOR
    unfinished.code = come_back.hashed(code, secret=web.house(request).secret)
    await drafts.keep(f"public:{unfinished.code}", CODE_KIND, "", _data(unfinished) | {"until": until.isoformat()})
    return code, until


async def by_code(request: Asked, code: str) -> Unfinished | None:
    """What was kept under a code that somebody typed, or None when there is nothing or it is too old."""
    hashed = come_back.hashed(code, secret=web.house(request).secret)
    data = await drafts.kept(f"public:{hashed}", CODE_KIND, "")
    if data is None or datetime.fromisoformat(data["until"]) < clock.now():
        return None
    return Unfinished(None, data["answers"], data["answered"], UUID(data["submission"]), hashed)
