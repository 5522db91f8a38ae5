"""A guest writes while their eight hours end: the page keeps their words and sends them once they came again."""

from livewell.forum import queries
from livewell.forum.door import MEMBER
from livewell.kit import cookies
from livewell.kit.db import transaction
from tests.browsing import form_to, forms_in, post
from tests.factories.forum import a_facilitator, a_member

PAGE = "/forum/me/items"
WORDS = "Lamps along the river path – “at night”\r\nand a bench 🌱"


async def comes_by_a_link(visitor, member):
    async with transaction():
        token = await MEMBER.make_link(member, holder="a@forum.example")
    await visitor.get(f"/forum/me/link/{token}")
    await post(visitor, "/forum/me/open")


def leaves_by_time(visitor):
    for cookie in [one for one in visitor.cookies.jar if one.name == cookies.MEMBER]:
        visitor.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)


async def test_their_words_stand_on_the_page_and_go_once_they_are_back(visitor):
    member = await a_member(await a_facilitator())
    await comes_by_a_link(visitor, member)
    data = {**form_to(await visitor.get(PAGE), PAGE).data, "title": "Lamps by the river", "words": WORDS}
    leaves_by_time(visitor)
    out = await visitor.post(PAGE, data=data)
    assert out.status_code == 409
    assert 'href="/forum/me/link" target="_blank"' in out.text
    assert "Lamps along the river path" in out.text
    again = next(form for form in forms_in(out) if form.action == PAGE)
    assert (await visitor.post(PAGE, data=again.data)).status_code == 409
    await comes_by_a_link(visitor, member)
    for _ in range(2):
        assert (await visitor.post(PAGE, data=again.data)).status_code == 303
    (item,) = await queries.proposed_by(member)
    assert item.title == "Lamps by the river"


async def test_nothing_is_offered_again_that_another_site_sent(visitor):
    member = await a_member(await a_facilitator())
    await comes_by_a_link(visitor, member)
    data = {**form_to(await visitor.get(PAGE), PAGE).data, "title": "Lamps by the river", "words": WORDS}
    leaves_by_time(visitor)
    answer = await visitor.post(PAGE, data=data, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "Lamps" not in answer.text
