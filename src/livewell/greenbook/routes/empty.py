"""/green-book.pdf: the empty book, for anybody who would like one."""

from litestar import Response, get
from litestar.params import FromQuery

from livewell.greenbook import letters
from livewell.greenbook.rules import FIRST_NAME, Size
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.web import PUBLIC


@get("/green-book.pdf", permission=PUBLIC, name="greenbook.empty_book")
async def empty_book(size: FromQuery[str] = "a5") -> Response[bytes]:
    """The leaves of the book with nobody's words on them."""
    if size not in set(Size):
        raise NotFound
    return await web.pdf(letters.book_as_html(Size(size), version=FIRST_NAME), filename=f"green-book-{size}.pdf")


HANDLERS = [empty_book]
