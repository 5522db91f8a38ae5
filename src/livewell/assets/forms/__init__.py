"""What comes in from the directory's pages: a listing part by part, and a new one."""

from livewell.assets.forms.alike import there_already
from livewell.assets.forms.parts import PARTS, Part, a_part, arranged, filled, part_page_context, read_part
from livewell.assets.forms.plain import read_new

__all__ = [
    "PARTS",
    "Part",
    "a_part",
    "arranged",
    "filled",
    "part_page_context",
    "read_new",
    "read_part",
    "there_already",
]
