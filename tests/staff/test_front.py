import pytest

from livewell.kit.cookies import EVERY_COOKIE


@pytest.mark.parametrize("path", ["/", "/help-now", "/accessibility", "/privacy", "/cookies", "/sign-in"])
async def test_anybody_may_read_the_front_pages(visitor, path):
    page = await visitor.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert (await visitor.head(path)).status_code == 200


async def test_the_front_page_leads_on(visitor):
    page = (await visitor.get("/")).text
    for way in ("/refer", "/refer/someone", "/community", "/sign-in", "/help-now"):
        assert f'href="{way}"' in page


async def test_the_cookies_page_names_every_cookie(visitor):
    page = (await visitor.get("/cookies")).text
    assert all(name in page for name in EVERY_COOKIE)
