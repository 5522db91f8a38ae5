"""What a browser does with a form: open the page, keep its hidden fields, send it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

Typed = Mapping[str, str | Sequence[str]]


@dataclass
class FormOnPage:
    """One form as a page holds it: where it goes, and what it sends when nobody touches it."""

    action: str
    method: str
    data: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[FormOnPage] = []
        self.open: FormOnPage | None = None
        self.select: str | None = None
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: text or "" for name, text in attrs}
        if tag == "form":
            action = urlsplit(urljoin(self.address, given.get("action") or self.address))
            where = action.path + (f"?{action.query}" if action.query else "")
            self.open = FormOnPage(where, given.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is not None and tag == "input":
            self._input(given)
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and self.select and "selected" in given:
            self._keep(self.select, given.get("value", ""))
        elif tag == "textarea":
            self.textarea = given.get("name")
            if self.textarea:
                self._keep(self.textarea, "")

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        sent_when_chosen = kind in {"checkbox", "radio"}
        if "name" in given and kind not in {"submit", "button"} and (not sent_when_chosen or "checked" in given):
            self._keep(given["name"], given.get("value", "on" if sent_when_chosen else ""))

    def _keep(self, name: str, text: str) -> None:
        if self.open is not None:
            self.open.data.setdefault(name, []).append(text)

    def handle_data(self, data: str) -> None:
        if self.textarea and self.open is not None:
            self.open.data[self.textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None


def forms_in(page: httpx.Response) -> list[FormOnPage]:
    """Every form on a page, in order."""
    reader = _Forms(str(page.url))
    reader.feed(page.text)
    return reader.forms


def form_to(page: httpx.Response, url: str) -> FormOnPage:
    """The form on a page that posts to `url`; fails the test when the page has none."""
    assert page.status_code in {200, 422}, f"{page.url} answers {page.status_code}"
    posting = [form for form in forms_in(page) if form.method == "post"]
    for form in posting:
        if urlsplit(form.action).path == urlsplit(url).path:
            return form
    raise AssertionError(f"{page.url} has no form that posts to {url}, only to {[form.action for form in posting]}")


async def post(
    client: httpx.AsyncClient, url: str, data: Typed | None = None, *, page: str | None = None, **more: Any
) -> httpx.Response:
    """
    Open the page a form is on (`page`, else `url` itself), fill it in with `data`, and send it to `url`.

    What `data` does not name is sent as the page has it: the token, the submission number, the version, and everything
    prefilled. A name that `data` maps to [] is left out.
    """
    form = form_to(await client.get(page or url), url)
    whole: dict[str, Any] = {**form.data, **(data or {})}
    return await client.post(url, data={name: text for name, text in whole.items() if text != []}, **more)
