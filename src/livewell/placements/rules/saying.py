"""How time that was given is said."""

_HOUR = 60


def say_minutes(minutes: int) -> str:
    """Minutes in words: 45 minutes, 1 hour, 2 hours 30 minutes, 1,204 hours."""
    hours, rest = divmod(minutes, _HOUR)
    parts = []
    if hours:
        parts.append("1 hour" if hours == 1 else f"{hours:,} hours")
    if rest or not hours:
        parts.append("1 minute" if rest == 1 else f"{rest} minutes")
    return " ".join(parts)
