"""Everything an operator can set, read once from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path
