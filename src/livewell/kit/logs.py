"""What is written to the log, and how: never a name, a number, an address or anything a person said."""

import logging
import sys
import traceback

import structlog

from livewell.kit.errors import NotFound, NotSetUp, RuleBroken

WITHOUT_VALUES = (NotFound, NotSetUp, RuleBroken, OSError)
"""Errors whose words are ours or the machine's. The words of others (a database's above all) can hold a person's data."""


def configure(style: str = "text") -> None:
    """Log to standard error: one line for each event, in UTC; `json` for machines."""
    last: structlog.types.Processor = structlog.processors.JSONRenderer()
    if style != "json":
        last = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries that use the standard logger speak only of trouble.
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s", force=True
    )


def in_short(error: BaseException) -> str:
    """An error in one line that is safe to keep: its kind, where it came from, and its words when they are ours."""
    kind = type(error).__name__
    if isinstance(error, WITHOUT_VALUES):
        words = (str(error).splitlines() or [""])[0]
        return f"{kind}: {words}"[:500] if words else kind
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return kind
    where = frames[-1].filename.rsplit("/src/", 1)[-1].rsplit("/site-packages/", 1)[-1]
    return f"{kind} at {where}:{frames[-1].lineno}"
