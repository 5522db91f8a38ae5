"""What people filled in: well-being and loneliness twice, groups once, worry once, and one that waits at home."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.demo.spaces import AtHome
from livewell.kit import clock
from livewell.measures.rules.taking import How as Taken
from livewell.questionnaires import actions as questionnaires
from livewell.questionnaires.rules import How

BEFORE: dict[str, dict[str, int]] = {
    "ons4": {"satisfied": 4, "worthwhile": 3, "happy": 4, "anxious": 7},
    "loneliness": {"companionship": 3, "left_out": 2, "isolated": 3, "lonely": 4},
    "groups": {"groups": 0, "new_groups": 0, "belonging": 2},
}
NOW: dict[str, dict[str, int]] = {
    "ons4": {"satisfied": 7, "worthwhile": 7, "happy": 6, "anxious": 4},
    "loneliness": {"companionship": 2, "left_out": 1, "isolated": 2, "lonely": 3},
    "groups": {"groups": 2, "new_groups": 2, "belonging": 5},
}
WORRY = dict.fromkeys(("nervous", "control", "worrying", "relaxing"), 1) | {"restless": 0, "irritable": 1, "afraid": 1}
FOR_WORDS = "To see together how things are going. Leave out what you do not want to answer."


async def fill_in(here: Neighbourhood, one: AtHome) -> None:
    """Everything of the person whose space has most in it; the groups are asked for and wait at home."""
    for number, instrument in enumerate(("ons4", "loneliness")):
        await _answered(here, one, instrument, BEFORE[instrument], at=one.early())
        how = How.TOGETHER if instrument == "ons4" else How.SPACE
        await _answered(here, one, instrument, NOW[instrument], at=ago(2, 10 + number), how=how)
    await _answered(here, one, "gad7", WORRY, at=one.early())
    await wait_for(here, one)


async def wait_for(here: Neighbourhood, one: AtHome, instrument: str = "groups") -> None:
    """Asked yesterday, to be filled in at home within a week."""
    with clock.at(ago(1, 16)):
        await questionnaires.ask(
            one.journey,
            instrument=instrument,
            how=How.SPACE,
            words=FOR_WORDS,
            due_on=clock.today() + timedelta(days=8),
            submission=here.new_id(),
            by=one.worker,
        )


async def fill_in_some(here: Neighbourhood, one: AtHome, number: int) -> None:
    """One measure of somebody else: before, and for most of them again; a few have one that waits."""
    instrument = ("ons4", "loneliness", "ons4", "groups")[number % 4]
    shift = number % 3 - 1
    before = {item: _within(instrument, item, said + shift) for item, said in BEFORE[instrument].items()}
    await _answered(here, one, instrument, before, at=one.early())
    if number % 4 != 3:
        again = {item: _within(instrument, item, said - shift) for item, said in NOW[instrument].items()}
        await _answered(here, one, instrument, again, at=ago(1 + number % 3, 14))
    elif number % 8 == 3:
        await wait_for(here, one, "ons4")


def _within(instrument: str, item: str, said: int) -> int:
    lowest, highest = (0, 10) if instrument == "ons4" else (0, 7) if instrument == "groups" else (1, 3)
    if item == "lonely":
        highest = 5
    if item == "belonging":
        lowest = 1
    return max(lowest, min(highest, said))


async def _answered(
    here: Neighbourhood,
    one: AtHome,
    instrument: str,
    answers: Mapping[str, int],
    *,
    at: datetime,
    how: How = How.TOGETHER,
) -> None:
    by = one.coach if at == one.early() else one.worker
    with clock.at(at):
        asked = await questionnaires.ask(one.journey, instrument=instrument, how=how, submission=here.new_id(), by=by)
    at_home = how is How.SPACE
    with clock.at(at + timedelta(minutes=9)):
        await questionnaires.answer(
            asked,
            journey=one.journey,
            answers=answers,
            how=Taken.SELF if at_home else Taken.TOGETHER,
            seconds=95.0,
            submission=here.new_id(),
            by=one.me if at_home else by,
        )
