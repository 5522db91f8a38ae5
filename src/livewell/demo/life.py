"""What makes the community a living one, in an order in which each thing finds what it needs."""

from livewell.demo.at_home import come_home
from livewell.demo.beginnings import begin_groups, hand_over
from livewell.demo.classroom import learn_together
from livewell.demo.collecting import look_in_vain, put_together
from livewell.demo.community import Community
from livewell.demo.crossroads import walk_it
from livewell.demo.giving import give_time
from livewell.demo.keeping import ask_for_changes, invite_somebody_to_try, keep
from livewell.demo.library import stock
from livewell.demo.meeting import meet, say_how_it_was
from livewell.demo.missing import say_what_is_missing
from livewell.demo.neighbourhood import Neighbourhood
from livewell.demo.neighbours import read_another_directory
from livewell.demo.pictures import hang_pictures
from livewell.demo.plans import look_ahead
from livewell.demo.purse import share_money
from livewell.demo.recent import Hand
from livewell.demo.round_table import sit_down_together
from livewell.demo.visiting import count_use, find_what_is_there_twice, go_and_see, hear_what_is_wrong


async def bring_to_life(community: Community, hand: Hand) -> None:
    """Do all of it through the rooms' own actions; whatever one of them refuses is an error of the demo."""
    here = Neighbourhood(hand, community)
    await go_and_see(here)
    await meet(here)
    await say_how_it_was(here)
    await hear_what_is_wrong(here)
    await keep(here)
    await ask_for_changes(here)
    await hang_pictures(here)
    await put_together(here)
    await stock(here)
    await come_home(here)
    await walk_it(here)
    await look_in_vain()
    await read_another_directory(here)
    await find_what_is_there_twice(here)
    await count_use(here)
    await invite_somebody_to_try(here)
    await work_together(here)


async def work_together(here: Neighbourhood) -> None:
    """What is made together: gaps, the forum, new groups, time, money, learning, and where it all goes."""
    missing = await say_what_is_missing(here)
    table = await sit_down_together(here, missing)
    await begin_groups(here, missing, table)
    giving = await give_time(here)
    await hand_over(here, giving)
    await share_money(here, missing, table)
    await learn_together(here, missing, table)
    await look_ahead(here, table)
