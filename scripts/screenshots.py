"""Takes the pictures of the README from a demonstration: scripts/screenshots.py http://127.0.0.1:8000 var/demo/mail."""

import re
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from livewell.demo.cast import PASSWORD

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
DESK = {"width": 1120, "height": 860}
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 860}
GP = "helen.marlpool@willowbank-surgery.example"
COACH = "tom.ravensdale@livewell.example"
LINK_WORKER = "asha.larkspur@livewell.example"
EDITOR = "anne.widmerpole@walkers.example"
MANAGER = "ruth.castlegate@livewell.example"
FACILITATOR = "grace.holmefield@forum.example"
COORDINATOR = "owen.merryweather@volunteering.example"
COLOURS = 128
"""Enough for pages, and a third of the bytes."""
PATIENCE = 60
"""Seconds until a link that was asked for has come."""


def signed_in(browser: Browser, address: str, email: str, size: dict[str, int] = DESK) -> Page:
    """A page in which somebody of the demonstration has signed in."""
    page = browser.new_page(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{address}/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    return page


def at_home(browser: Browser, address: str, reads: str = "", size: dict[str, int] = PHONE) -> Page:
    """A page in which somebody of the demonstration is in their own space; `reads` as it stands on their door."""
    page = browser.new_page(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{address}/demo")
    page.get_by_role("button", name=re.compile(f"Come in as .*{reads}")).first.click()
    return page


def take_own_spaces(browser: Browser, address: str) -> None:
    """What people see in their own space."""
    person = at_home(browser, address)
    take(person, "own-space", tall=1000)
    person.goto(f"{address}/my/goals")
    take(person, "own-goals", tall=1000)
    polish = at_home(browser, address, "Polish")
    take(polish, "own-space-in-polish", tall=1000)
    desk = at_home(browser, address, size=WIDE)
    desk.goto(f"{address}/my/green-book")
    take(desk, "green-book", tall=1000)
    desk.goto(f"{address}/my/questions")
    desk.get_by_role("link", name=re.compile("Personal wellbeing")).click()
    take(desk, "own-measure", tall=1000)


def by_link(browser: Browser, address: str, mail: Path, door: str, email: str) -> Page:
    """A page on a phone in which a guest came in by the link of an e-mail, which the demonstration laid in `mail`."""
    page = browser.new_page(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    asked_at = time.time() - 1
    page.goto(f"{address}{door}/link")
    page.fill("input[name=email]", email)
    page.click("main button[type=submit]")
    while time.time() < asked_at + PATIENCE:
        for letter in sorted(mail.glob("*.eml"), key=lambda one: one.stat().st_mtime, reverse=True)[:20]:
            body = message_from_bytes(letter.read_bytes(), policy=policy.default).get_body(("plain",))
            found = re.search(re.escape(door) + r"/link/[\w-]+", body.get_content() if body else "")
            if found and letter.stat().st_mtime >= asked_at:
                page.goto(f"{address}{found.group()}")
                page.click("main button[type=submit]")
                return page
        time.sleep(1)
    raise SystemExit(f"No link for {email} came to {mail}.")


def take_the_community(browser: Browser, address: str, mail: Path) -> None:
    """What a place makes together: gaps, the forum, groups, the fund, volunteers."""
    manager = signed_in(browser, address, MANAGER, WIDE)
    manager.goto(f"{address}/gaps")
    manager.get_by_role("heading", name="Ward by ward").evaluate("one => one.scrollIntoView()")
    take(manager, "gap-map", tall=735)
    manager.goto(f"{address}/threads")
    manager.get_by_role("link", name=re.compile("gentle walk")).click()
    take(manager, "thread", tall=1500)
    manager.goto(f"{address}/fund/desk")
    manager.get_by_role("link", name="The first pot").click()
    take(manager, "fund", tall=1000)
    facilitator = signed_in(browser, address, FACILITATOR, WIDE)
    facilitator.goto(f"{address}/forum/desk")
    take(facilitator, "forum-desk", tall=1100)
    coordinator = signed_in(browser, address, COORDINATOR, WIDE)
    coordinator.goto(f"{address}/volunteers")
    take(coordinator, "volunteers", tall=1100)
    coordinator.goto(f"{address}/volunteers?stage=active")
    coordinator.locator("main table a").first.click()
    email = re.search(r"[\w.+-]+@letterbox\.example", coordinator.inner_text("main"))
    if not email:
        raise SystemExit("The first volunteer who is active has no e-mail address.")
    rota = by_link(browser, address, mail, "/volunteer/me", email.group())
    rota.goto(f"{address}/volunteer/me/rota")
    take(rota, "rota-on-a-phone", tall=1000)


def take(page: Page, name: str, *, tall: int | None = None) -> None:
    """Save what is on the page; `tall` shows that many pixels of it."""
    if tall:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": tall})  # type: ignore[index]
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main(address: str, mail: Path) -> None:
    """Take them all; `mail` is the folder in which the demonstration lays its e-mails."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        visitor = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
        visitor.goto(address)
        take(visitor, "front-page")
        visitor.goto(f"{address}/community?q=walk&postcode=NG2+5")
        take(visitor, "directory")
        visitor.click("#results h3 a, #results h2 a")
        take(visitor, "listing", tall=1250)
        on_the_way = browser.new_page(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
        on_the_way.goto(f"{address}/community?q=walk&postcode=NG2+5&within=5&day=3")
        take(on_the_way, "found-on-a-phone", tall=1100)
        on_the_way = signed_in(browser, address, EDITOR, PHONE)
        on_the_way.goto(f"{address}/my-listings")
        take(on_the_way, "own-listings")
        gp = signed_in(browser, address, GP)
        gp.goto(f"{address}/refer/professional")
        take(gp, "referral", tall=1180)
        gp.goto(f"{address}/my-referrals?show=practice")
        take(gp, "my-referrals", tall=1000)
        coach = signed_in(browser, address, COACH)
        coach.get_by_role("search").evaluate("one => one.scrollIntoView()")
        take(coach, "caseload", tall=1100)
        coach.locator("table a[href*='/journeys/']").nth(3).click()
        take(coach, "person", tall=1250)
        phone = signed_in(browser, address, LINK_WORKER, PHONE)
        take(phone, "caseload-on-a-phone")
        desk = signed_in(browser, address, LINK_WORKER)
        desk.goto(f"{address}/directory/changes")
        desk.click("main a[href*='/directory/changes/']")
        take(desk, "change", tall=1000)
        desk.goto(f"{address}/directory/coverage")
        take(desk, "coverage", tall=1000)
        manager = signed_in(browser, address, MANAGER)
        manager.goto(f"{address}/overview")
        manager.get_by_role("heading", name=re.compile("How far referrals came")).first.scroll_into_view_if_needed()
        take(manager, "overview")
        take_own_spaces(browser, address)
        take_the_community(browser, address, mail)
        browser.close()


if __name__ == "__main__":
    asked = dict(enumerate(sys.argv))
    main(asked.get(1, "http://127.0.0.1:8000"), Path(asked.get(2, "var/demo/mail")))
