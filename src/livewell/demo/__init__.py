"""A living, fictional Rushcliffe: the only place that may write every room's tables."""

from livewell.demo.seeding import seed

__all__ = ["seed"]
