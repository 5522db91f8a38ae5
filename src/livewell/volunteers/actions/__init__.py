"""What is done about volunteers, each one verb in one transaction."""

from livewell.volunteers.actions.gate import check_ready, say_today

__all__ = ["check_ready", "say_today"]
