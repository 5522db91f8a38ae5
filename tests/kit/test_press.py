"""The process in which PDFs are laid out: it is begun again, given up in time, knows no secrets, and does a part once."""

import os
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from livewell.kit import pdf
from livewell.kit.errors import NotSetUp
from livewell.kit.press import MOST_MEMORY, Made, Press, PressFailed

LINE = "<p>One more line of a page.</p>"


def page(body: str, lang: str = "en-GB") -> str:
    return f'<!doctype html><html lang="{lang}"><head><title>A page</title></head><body>{body}</body></html>'


def texts(data: bytes) -> list[str]:
    return [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(data)).pages]


def order(*parts: str | list[str], style: str = "", back: str = "") -> dict:
    return {"parts": list(parts), "style": style, "back": back}


@pytest.fixture
def press():
    one = Press()
    yield one
    one.close()


NUMBERED = '@page { @bottom-left { content: "Page " counter(page) " of " counter(pages); } }'
NEXT = '<p style="break-before: page">Next</p>'


def test_each_part_counts_its_own_pages(press):
    made = press.make(order(page("One"), page(f"Two{NEXT}"), style=NUMBERED), seconds=30)
    assert made.pages == 3
    assert [text.split("Page ")[1] for text in texts(made.data)] == ["1 of 1", "1 of 2", "2 of 2"]


def test_the_first_way_that_fits_is_taken_else_the_last(press):
    long, short, longest = page(f"Long{NEXT}"), page("Short"), page(f"Longest{NEXT}{NEXT}")
    made = press.make(order([long, short], [longest, long]), seconds=30)
    assert texts(made.data) == ["Short", "Long", "Next"]


def test_a_back_follows_an_odd_number_of_pages(press):
    made = press.make(order(page("One"), page(f"Two{NEXT}"), page("Three"), back=page("Back")), seconds=30)
    assert texts(made.data) == ["One", "Back", "Two", "Next", "Three", "Back"]


def test_the_same_part_many_times_is_laid_out_once_and_tagged_every_time(press):
    part = page(f"<h1>A leaf</h1>{LINE * 30}")
    made = press.make(order(*[part] * 40), seconds=60)
    root = PdfReader(BytesIO(made.data)).trailer["/Root"]
    assert len(root["/StructTreeRoot"]["/K"][0]["/K"]) >= 40
    # Forty copies share their letters: far less than forty times the size of one.
    assert len(made.data) < 20 * len(press.make(order(part), seconds=30).data)


def test_a_child_that_somebody_ended_is_begun_again(press):
    press.make(order(page("One")), seconds=30)
    first = press.number
    os.kill(first, signal.SIGKILL)
    assert texts(press.make(order(page("Two")), seconds=30).data) == ["Two"]
    assert press.number not in {None, first}


def test_what_takes_too_long_is_given_up_and_the_next_is_made(press):
    with pytest.raises(PressFailed, match="too long"):
        press.make(order(page(LINE * 100_000)), seconds=2)
    assert press.number is None
    assert texts(press.make(order(page("Next")), seconds=30).data) == ["Next"]


def test_what_is_too_large_is_given_up_with_a_sentence(press, monkeypatch):
    # What Python does at its limit, without filling two gigabytes to see it.
    full = "import livewell.kit.press as press\ndef full(order): raise MemoryError\npress._answer = full\npress._main()"

    def begin(**_):
        return subprocess.Popen(
            [sys.executable, "-c", full], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    monkeypatch.setattr("livewell.kit.press._begin", begin)
    with pytest.raises(PressFailed, match="Choose fewer pages"):
        press.make(order(page("One")), seconds=60)


def test_a_child_that_cannot_live_is_not_begun_for_ever(press, monkeypatch):
    begun = []

    def begin(**_):
        begun.append(1)
        return subprocess.Popen(["true"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr("livewell.kit.press._begin", begin)
    with pytest.raises(PressFailed, match="Choose fewer pages"):
        press.make(order(page("One")), seconds=60)
    assert len(begun) == 2


def test_the_child_knows_no_secrets_and_says_what_it_uses(press, monkeypatch):
    monkeypatch.setenv("LIVEWELL_SECRET_KEY", "canary-of-the-environment")
    monkeypatch.setenv("PGPASSWORD", "canary-of-the-environment")
    made = press.make(order(page("One")), seconds=30)
    assert b"canary-of-the-environment" not in Path(f"/proc/{press.number}/environ").read_bytes()
    assert 30 * 2**20 < made.peak < 400 * 2**20
    limits = Path(f"/proc/{press.number}/limits").read_text()
    assert str(MOST_MEMORY) in next(line for line in limits.splitlines() if line.startswith("Max address space"))


@pytest.mark.parametrize(("patient", "nice"), [(False, 0), (True, 10)])
def test_a_patient_one_lets_others_go_first(*, patient, nice):
    one = Press(patient=patient)
    one.make(order(page("One")), seconds=30)
    assert os.getpriority(os.PRIO_PROCESS, one.number) == os.getpriority(os.PRIO_PROCESS, 0) + nice
    one.close()


def test_the_child_goes_when_its_master_does(press):
    press.make(order(page("One")), seconds=30)
    child = press._child
    child.stdin.close()
    assert child.wait(timeout=10) == 0


def test_an_order_that_is_none_is_a_bug_and_says_no_words_of_the_page(press):
    with pytest.raises(RuntimeError, match="KeyError") as wrong:
        press.make({"parts": [page("SECRET WORDS")]}, seconds=30)
    assert "SECRET" not in str(wrong.value)


async def test_letters_without_a_font_are_known_before_they_are_printed():
    assert await pdf.without_a_font("plain words") == ""
    assert await pdf.without_a_font("Zażółć gęślą jaźń, Ŵ ŵ Ŷ ŷ, “é” – ✓") == ""
    # A private letter has no font anywhere; joiners and marks of direction need none.
    assert await pdf.without_a_font("a\ue123b\u200d\u200f\ufe0f") == "\ue123"


async def test_nothing_to_print_and_nothing_to_print_with(monkeypatch):
    with pytest.raises(ValueError, match="nothing"):
        await pdf.make_pdf_of([])
    monkeypatch.setattr(pdf, "available", lambda: False)
    with pytest.raises(NotSetUp, match="apt-get"):
        await pdf.without_a_font("ŵ")
    with pytest.raises(NotSetUp, match="apt-get"):
        await pdf.make_pdf_of([page("One")])


def test_languages_that_cannot_be_printed_here_are_named(monkeypatch):
    def lacks(order, **_):
        return Made(b"", 0, 0, "".join(one for one in order["letters"] if "\u0600" <= one < "\u0700"))

    monkeypatch.setattr(pdf.DESK.press, "make", lacks)
    assert pdf.languages_without_letters() == ["Urdu"]
    monkeypatch.setattr(pdf.DESK.press, "make", lambda *_, **__: Made(b"", 0, 0))
    assert pdf.languages_without_letters() == []
