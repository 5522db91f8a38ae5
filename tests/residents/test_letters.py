"""What reaches somebody outside their own space is in the language they like best."""

from datetime import date

import pytest

from livewell.residents import letters
from livewell.residents.letters import Mail

MAIL = Mail("dot@home.example", "https://livewell.example", "<one@livewell.example>")


@pytest.mark.parametrize(
    ("language", "subject", "code", "until"),
    [
        ("", "Your link", "Your code is 123456.", "3 November 2026"),
        ("Klingon", "Your link", "Your code is 123456.", "3 November 2026"),
        ("Polish", "Twój link", "Twój kod to 123456.", "3 listopada 2026"),
        ("Welsh", "Eich dolen", "Eich cod yw 123456.", "3 Tachwedd 2026"),
    ],
)
def test_links_codes_and_the_printed_letter(language, subject, code, until):
    mail = letters.link(MAIL, token="a-token", language=language)
    assert mail.subject == subject
    assert "https://livewell.example/my/come-in/link/a-token" in mail.text
    assert letters.text("123456", language=language).startswith(code)
    html = letters.paper_html(
        called="Dot",
        code="ABCD-EFGH",
        until=date(2026, 11, 3),
        address="https://livewell.example",
        phone="",
        language=language,
    )
    assert until in html
    assert "ABCD-EFGH" in html


def test_a_letter_from_right_to_left_says_so():
    html = letters.paper_html(
        called="Dot",
        code="ABCD-EFGH",
        until=date(2026, 11, 3),
        address="https://livewell.example",
        phone="",
        language="Urdu",
    )
    assert 'lang="ur" dir="rtl"' in html
