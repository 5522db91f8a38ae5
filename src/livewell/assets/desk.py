"""What waits about listings for the team: a list, one of it, and a decision. Claims, comments and reports are decided so."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

Context = dict[str, Any]
Read = TypeVar("Read")


@dataclass(frozen=True)
class Desk(Generic[Read]):
    """
    One kind of thing to decide. `path` is its list, `room` and `word` name its routes and templates.

    `listed` is told whether those decided are wanted; `one` raises `NotFound`; `read` gives None when the form has to be
    put right; `decide` raises `RuleBroken` when somebody decided already, or it is not what was read (`version`).
    """

    path: str
    room: str
    word: str
    listed: Callable[[bool], Awaitable[Context]]
    one: Callable[[UUID], Awaitable[Context]]
    read: Callable[[Form], Read | None]
    decide: Callable[[UUID, Read, int | None, Member], Awaitable[None]]
    said: str

    async def page(self, request: Asked, key: UUID, form: Form) -> Response[str]:
        """One of them beside what the listing says, with its form."""
        context = {**await self.one(key), "form": form}
        template = f"{self.room}/{self.word}.html"
        return web.page(request, template, context, status_code=200 if form.ok else 422)

    def handlers(self) -> list[HTTPRouteHandler]:
        """The routes of the list, of one, and of the decision."""
        room, word, may = self.room, self.word, Permission.EDIT_LISTINGS

        @get(self.path, permission=may, name=f"{room}.{word}s")
        async def everything(request: Asked) -> Response[str]:
            """Everything that waits; with ?show=decided, what became of the others."""
            decided = request.query_params.get("show") == "decided"
            context = {**await self.listed(decided), "decided": decided}
            return web.page(request, f"{room}/{word}s.html", context)

        @get(self.path + "/{key:uuid}", permission=may, name=f"{room}.{word}")
        async def one(request: Asked, key: FromPath[UUID]) -> Response[str]:
            """One of them."""
            return await self.page(request, key, Form.blank())

        @post(self.path + "/{key:uuid}", permission=may, name=f"{room}.decide_{word}")
        async def decide(request: Asked, key: FromPath[UUID]) -> Response[Any]:
            """Decide it."""
            form = Form(await request.form())
            read = self.read(form)
            if read is None:
                return await self.page(request, key, form)
            await self.decide(key, read, form.version, web.member(request))
            return web.go(self.path, said=self.said)

        return [everything, one, decide]
