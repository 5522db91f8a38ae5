"""What comes in by each door, read into the one command behind them all."""

from livewell.referrals.forms.command import ReceiveReferral

__all__ = ["ReceiveReferral"]
