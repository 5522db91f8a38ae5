"""From a gap to a group that stands by itself: each link of the chain on one page, and the work together at a glance."""
