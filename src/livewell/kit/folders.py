"""Where the files beside the code are: pages, pictures and words."""

from pathlib import Path


def folder(name: str) -> Path:
    """Find `static`, `templates` or `locale`: inside the package when Live Well came as a wheel, else at the root of the tree."""
    package = Path(__file__).resolve().parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent.parent / name
