"""
Charts drawn on the server, each with the rows of the table that goes beneath it.

`bits.figure(title, chart.svg, chart.head, chart.rows)` shows one. The sentence in its title says what a reader
who cannot see it would want to know; the table holds every number.
"""

from livewell.kit.charts.chart import Band, Chart, percent, say_number
from livewell.kit.charts.lengths import attainment, bars, funnel, goals
from livewell.kit.charts.scores import line

__all__ = ["Band", "Chart", "attainment", "bars", "funnel", "goals", "line", "percent", "say_number"]
