"""Times as people live them: what can be said of them, checked, stored, read and sent to other directories."""

from livewell.assets.rules.times_checked import problems as problems
from livewell.assets.rules.times_patterns import BANK_HOLIDAYS_LABELS as BANK_HOLIDAYS_LABELS
from livewell.assets.rules.times_patterns import DAY as DAY
from livewell.assets.rules.times_patterns import REPEATS_LABELS as REPEATS_LABELS
from livewell.assets.rules.times_patterns import WEEK as WEEK
from livewell.assets.rules.times_patterns import BankHolidays as BankHolidays
from livewell.assets.rules.times_patterns import Calendar as Calendar
from livewell.assets.rules.times_patterns import Part as Part
from livewell.assets.rules.times_patterns import Pattern as Pattern
from livewell.assets.rules.times_patterns import Repeats as Repeats
from livewell.assets.rules.times_reading import read_words as read_words
from livewell.assets.rules.times_schedules import as_rrule as as_rrule
from livewell.assets.rules.times_schedules import from_schedule as from_schedule
from livewell.assets.rules.times_stored import as_json as as_json
from livewell.assets.rules.times_stored import from_json as from_json
from livewell.assets.rules.times_words import all_in_words as all_in_words
from livewell.assets.rules.times_words import in_words as in_words
from livewell.assets.rules.times_words import say_minute as say_minute
