"""What is served from other people's packages: no font we may not use, nobody else asked, nothing of the NHS's marks, names that change with the content."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from livewell.kit import static

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static/vendor"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assets", ROOT / "scripts/assets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


assets = load()


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Path]:
    """A tree of its own with the same packages, to build and break."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "static").mkdir()
    return tmp_path


def served() -> list[Path]:
    return [path for path in VENDOR.rglob("*") if path.suffix in (".css", ".js", ".svg")]


def test_nothing_served_asks_another_host() -> None:
    assert len(served()) == 13
    for path in served():
        text = path.read_text()
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", text), path
        assert not re.search(r"(import\s*\(|from\s*)[\"']https?://", text), path
        assert "@import" not in text, path
        assert "sourceMappingURL" not in text, path
        assert "frutiger" not in text.lower(), path
        assert "assets.nhs.uk" not in text, path


def test_every_picture_the_style_sheets_name_is_there() -> None:
    for sheet in VENDOR.glob("*.css"):
        named = set(re.findall(r"url\((images/[^)]+)\)", sheet.read_text()))
        assert len(named) == (3 if sheet.name.startswith("leaflet") else 4)
        for picture in named:
            assert (VENDOR / picture).is_file(), picture


def test_no_mark_of_the_nhs_is_served() -> None:
    names = {path.name for path in VENDOR.rglob("*")}
    assert not [name for name in names if re.search(r"favicon|opengraph|icon-(180|192|512|mask)", name)]
    # The lozenge's outline begins like this in nhsuk-frontend's header macro.
    for path in [*served(), *(ROOT / "templates").rglob("*.html"), *(ROOT / "static").glob("*.*")]:
        assert "M200 0v80H0V0h200" not in path.read_text(), path


def test_the_manifest_names_each_file_with_its_own_hash() -> None:
    listed = json.loads((VENDOR / "manifest.json").read_text())["files"]
    assert {"nhsuk-frontend.css", "nhsuk-frontend.rtl.css", "nhsuk-frontend.js", "htmx.js"} <= set(listed)
    assert {"leaflet.css", "leaflet.js", "supercluster.js", "pmtiles.js", "protomaps-leaflet.js"} <= set(listed)
    for name, entry in listed.items():
        content = (VENDOR / entry["file"]).read_bytes()
        assert entry["integrity"] == assets.integrity(content)
        assert entry["file"] == assets.hashed_name(name, content)
        assert static.integrity(name) == entry["integrity"]


def test_right_to_left_is_the_mirror_of_left_to_right() -> None:
    left = next(VENDOR.glob("nhsuk-frontend.[0-9a-f]*.css")).read_text()
    right = next(VENDOR.glob("nhsuk-frontend.rtl.*.css")).read_text()
    assert "margin-left:-12px" in left or "padding-left" in left
    assert left != right
    assert left.count("padding-left:16px") == right.count("padding-right:16px")


def test_a_new_version_that_moves_the_fonts_is_refused() -> None:
    css = (ROOT / "node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css").read_text()
    assert "Frutiger" not in assets.clean_css(css)
    with pytest.raises(assets.CannotBuild, match="has changed"):
        assets.clean_css(css.replace("@font-face{", "@font-face {", 1))
    with pytest.raises(assets.CannotBuild, match="do not serve"):
        assets.clean_css(css + "p{background:url(https://elsewhere.example/x.png)}")


def test_a_new_version_of_leaflet_that_moves_its_pictures_is_refused() -> None:
    css = (ROOT / "node_modules/leaflet/dist/leaflet.css").read_text()
    assert "VML" not in assets.clean_leaflet(css).partition("behavior")[2]
    with pytest.raises(assets.CannotBuild, match="leaflet has changed"):
        assets.clean_leaflet(css + ".a{background:url(images/other.png)}")
    with pytest.raises(assets.CannotBuild, match="leaflet has changed"):
        assets.clean_leaflet(css + ".a{background:url(https://elsewhere.example/x.png)}")


def test_every_licence_is_handed_on() -> None:
    said = (VENDOR / "LICENCES.txt").read_text()
    for name in assets.SERVED:
        assert f"\n{name} " in said, name
    assert said.count("Permission ") >= 8


def test_it_builds_and_then_has_nothing_to_do(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert assets.main(tree) == 0
    made = {path.relative_to(tree): path.read_bytes() for path in (tree / "static/vendor").rglob("*") if path.is_file()}
    assert "files in static/vendor" in capsys.readouterr().out

    assert assets.main(tree) == 0
    assert "up to date" in capsys.readouterr().out
    assert made == {
        path.relative_to(tree): path.read_bytes() for path in (tree / "static/vendor").rglob("*") if path.is_file()
    }


def test_a_changed_file_is_made_again(tree: Path) -> None:
    assert assets.main(tree) == 0
    sheet = next((tree / "static/vendor").glob("nhsuk-frontend.[0-9a-f]*.css"))
    sheet.write_text("p{}")
    assert not assets.is_fresh(tree)

    assert assets.main(tree) == 0
    assert assets.is_fresh(tree)
    assert len(sheet.read_text()) > 100_000


def test_a_changed_lock_file_is_fetched_again(tree: Path) -> None:
    assert assets.modules_are_fresh(tree)
    lock = json.loads((tree / "package-lock.json").read_text())
    lock["packages"]["node_modules/htmx.org"]["integrity"] = "sha512-other"
    (tree / "package-lock.json").write_text(json.dumps(lock))
    assert not assets.modules_are_fresh(tree)


def test_without_npm_it_says_what_to_install(tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/assets.py", tmp_path / "scripts/assets.py")
    ran = subprocess.run(
        [sys.executable, str(tmp_path / "scripts/assets.py")],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert "npm is missing" in ran.stdout
    assert "apt-get install npm" in ran.stdout
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "static/vendor").exists()


def test_the_lock_file_has_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    for name, package in lock["packages"].items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name
    assert (ROOT / ".npmrc").read_text() == "omit-lockfile-registry-resolved=true\n"
    about = json.loads((ROOT / "package.json").read_text())
    for versions in (about["dependencies"], about["devDependencies"]):
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values()), versions


def test_the_design_system_and_its_macros_are_a_pair() -> None:
    """nhsuk-frontend-jinja 0.10.2 is made for nhsuk-frontend 10.6.1 (the table in its README)."""
    import importlib.metadata

    about = json.loads((ROOT / "package.json").read_text())
    assert (about["dependencies"]["nhsuk-frontend"], importlib.metadata.version("nhsuk-frontend-jinja")) == (
        "10.6.1",
        "0.10.2",
    )
