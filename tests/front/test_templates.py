"""The environment: strict, escaping everything, and speaking of days, numbers and places as people do."""

from datetime import UTC, date, datetime, time

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from livewell.kit import clock, templates


def shown(source: str, **names: object) -> str:
    return templates.environment().from_string(source).render(**names)


def test_a_name_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        shown("{{ nobody }}")
    with pytest.raises(UndefinedError):
        shown("{{ person.nickname }}", person={"name": "Edith"})


def test_everything_is_escaped_in_files_of_any_name() -> None:
    assert shown("{{ words }}", words="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"
    assert templates.environment().autoescape is True


@pytest.mark.parametrize(
    ("source", "value", "said"),
    [
        ("{{ value | day }}", date(2026, 11, 21), "21 November 2026"),
        ("{{ value | weekday }}", date(2026, 11, 21), "Saturday 21 November 2026"),
        ("{{ value | instant }}", datetime(2026, 7, 21, 13, 30, tzinfo=UTC), "21 July 2026 at 2:30pm"),
        ("{{ value | time }}", datetime(2026, 7, 21, 13, 30, tzinfo=UTC), "2:30pm"),
        ("{{ value | time }}", time(9), "9am"),
        ("{{ value | nhs_number }}", "9990000018", "999 000 0018"),
        ("{{ value | paragraphs }}", "one\r\ntwo\n\n\n<three>", "<p>one<br>two</p><p>&lt;three&gt;</p>"),
        ("{{ value | paragraphs }}", "  \n", ""),
    ],
)
def test_values_are_said_as_people_say_them(source: str, value: object, said: str) -> None:
    assert shown(source, value=value) == said


def test_miles_are_said_as_the_map_says_them() -> None:
    from livewell.kit.geo import say_distance

    assert shown("{{ 2.4 | miles }}") == say_distance(2.4)


def test_an_age_is_of_today_unless_a_day_is_given() -> None:
    with clock.at(datetime(2026, 3, 30, 12, tzinfo=UTC)):
        assert shown("{{ born | age }}", born=date(1948, 3, 31)) == "77"
        assert shown("{{ born | age(day) }}", born=date(1948, 3, 31), day=date(2026, 3, 31)) == "78"


def test_the_nhs_macros_are_at_hand_and_lenient_only_among_themselves() -> None:
    assert "nhsuk-inset-text" in shown("{{ nhsuk.insetText({'text': '<b>'}) }}")
    assert "&lt;b&gt;" in shown("{{ nhsuk.insetText({'text': '<b>'}) }}")
    assert "<i>1</i>" in shown("{% call nhsuk.insetText() %}<i>{{ 1 }}</i>{% endcall %}")
    with pytest.raises(UndefinedError):
        shown("{{ nhsuk.noSuchThing({}) }}")


def test_every_macro_of_the_design_system_is_found() -> None:
    macros = templates.NhsMacros()
    for name in (
        "button",
        "dateInput",
        "table",
        "summaryList",
        "taskList",
        "warningCallout",
        "notificationBanner",
        "passwordInput",
        "characterCount",
    ):
        assert isinstance(getattr(macros, name)({"items": []}), Markup)


def test_a_form_carries_the_token_of_its_page_and_of_no_other() -> None:
    page = {
        "csrf_token": "one<two",
        "user": None,
        "status": 404,
        "heading": "h",
        "sentence": "s",
        "reference": None,
        "theirs": {},
        "yours": {},
    }
    assert "one<two" not in templates.render("errors/sorry.html", page)
    token = templates.CSRF_TOKEN.set('a"b')
    try:
        assert shown("{{ csrf_field() }}") == '<input type="hidden" name="csrf" value="a&#34;b">'
    finally:
        templates.CSRF_TOKEN.reset(token)
    with pytest.raises(LookupError):
        shown("{{ csrf_field() }}")


def test_a_piece_of_a_page_is_the_block_of_that_page() -> None:
    context = {
        "csrf_token": "t",
        "status": 404,
        "heading": "Gone & away",
        "sentence": "s",
        "reference": None,
        "theirs": {},
        "yours": {},
    }
    piece = templates.render_block("errors/sorry.html", "title", context)

    assert piece == "Gone &amp; away"
    assert f"<title>{piece} – Live Well</title>" in templates.render("errors/sorry.html", context)


def test_a_page_of_many_fields_is_drawn_quickly() -> None:
    """Forty fields; nhsuk-frontend's own macros take 40 ms for them. The bound is loose: it is there to catch ten times slower."""
    import time as stopwatch  # What this process does is counted, not what the machine does beside it.

    from livewell.kit.forms import Form

    template = templates.environment().from_string(
        '{% import "components/fields.html" as fields %}{% for n in range(40) %}{{ fields.text(form, "f" ~ n, "Label", hint="Hint") }}{% endfor %}'
    )
    form = Form({f"f{n}": "typed" for n in range(40)})
    template.render(form=form)
    began = stopwatch.process_time()
    template.render(form=form)
    assert stopwatch.process_time() - began < 0.04


def test_a_machine_without_a_writable_tmp_still_shows_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room() -> None:
        raise RuntimeError

    monkeypatch.setattr(templates, "FileSystemBytecodeCache", no_room)
    assert templates.bytecode() is None
    assert templates.environment.__wrapped__().from_string("{{ 1 + 1 }}").render() == "2"
