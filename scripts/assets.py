"""
Fills static/vendor with other people's front-end files, ready to serve, and does nothing when they are there already.

Run by `make assets`. The files come from package.json and package-lock.json (`npm ci --ignore-scripts`, checked by npm against the
sha512 in the lock file). What is changed on the way, and why:

- nhsuk-frontend's two `@font-face` rules load Frutiger from a server of the NHS: the font is licensed for NHS hosts and the request would tell a third party who
  reads what. Both go, and Arial, the second font of the NHS identity, takes its place (https://www.england.nhs.uk/nhsidentity/identity-guidelines/fonts/).
- The NHS logo, favicons and share image are trade marks and stay behind: only the pictures that the style sheet names are taken.
- Addresses of pictures become relative and every file name carries a hash of its content, so that browsers may keep it for ever.
- Leaflet's style sheet loses a rule for Internet Explorer 8, and its pictures get hashed names like the others; the map's files are asked for
  by static/map.js alone, when somebody wants the map that moves.
- Source maps are dropped, a right-to-left copy of the style sheet is made, and manifest.json lists names with their sha384 for subresource integrity.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NHSUK = Path("nhsuk-frontend/dist/nhsuk")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
LEAFLET = Path("leaflet/dist")
# What is served, and what is built into it: each licence asks to be handed on.
SERVED = (
    "nhsuk-frontend",
    "htmx.org",
    "leaflet",
    "supercluster",
    "kdbush",
    "pmtiles",
    "fflate",
    "protomaps-leaflet",
    "@protomaps/basemaps",
    "@mapbox/point-geometry",
    "@mapbox/vector-tile",
    "color2k",
    "pbf",
    "potpack",
    "rbush",
    "quickselect",
)
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")


class CannotBuild(Exception):
    """The files cannot be made; the message is a sentence for the person at the terminal."""


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"assets: {text}", flush=True)


def clean_css(css: str) -> str:
    """
    Give nhsuk-frontend's style sheet without Frutiger, absolute addresses or source map.

    The counts are asserted: a new version that moves things must be looked at, not shipped.
    """
    css, faces = FONT_FACE.subn("", css)
    css, families = re.subn(r"Frutiger W01,\s*arial", "arial", css)
    css, pictures = re.subn(r"url\(/assets/images/", "url(images/", css)
    css = SOURCE_MAP.sub("", css).rstrip() + "\n"
    if (faces, families, pictures) != (2, 1, 12):
        raise CannotBuild(
            f"nhsuk-frontend has changed (fonts {faces}, families {families}, pictures {pictures}): read scripts/assets.py before going on."
        )
    if "frutiger" in css.lower() or re.search(r"url\((?!images/|[\"']?data:)", css):
        raise CannotBuild("The style sheet still asks for something that we do not serve.")
    return css


def clean_leaflet(css: str) -> str:
    """Give Leaflet's style sheet without what only Internet Explorer 8 reads; its pictures are counted, as above."""
    css, old = re.subn(r"\s*behavior: url\(#default#VML\);", "", css)
    pictures = re.findall(r"url\((images/[a-z0-9-]+\.png)\)", css)
    if (old, len(pictures)) != (1, 3) or css.count("url(") != len(pictures):
        raise CannotBuild(
            f"leaflet has changed (old rules {old}, pictures {len(pictures)}): read scripts/assets.py before going on."
        )
    return css.replace("\r\n", "\n")


def with_pictures(css: str, source: Path, files: dict[str, bytes]) -> str:
    """Add the pictures that a style sheet names to `files`, and give it with their hashed names."""
    for name in sorted(set(re.findall(r"url\((images/[^)]+)\)", css))):
        files[name] = (source / name).read_bytes()
        css = css.replace(f"url({name})", f"url({hashed_name(name, files[name])})")
    return css


def clean_script(script: str) -> str:
    """Give a script without its source map comment."""
    return SOURCE_MAP.sub("", script).rstrip() + "\n"


def hashed_name(name: str, content: bytes) -> str:
    """Give `images/arrow.svg` as `images/arrow.1a2b3c4d5e.svg`: the ten figures change with the content."""
    path = Path(name)
    return str(path.with_name(f"{path.stem}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"))


def integrity(content: bytes) -> str:
    """Give the sha384 that a browser checks (https://www.w3.org/TR/SRI/)."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def fingerprint(root: Path) -> str:
    """Tell what the output depends on: the lock file and this script."""
    parts = (root / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(parts).hexdigest()


def is_fresh(root: Path) -> bool:
    """Tell whether static/vendor was made from this lock file by this script and is all there, unchanged."""
    vendor = root / "static/vendor"
    try:
        manifest = json.loads((vendor / "manifest.json").read_text())
        files = manifest["files"].values()
        return manifest["made_from"] == fingerprint(root) and all(
            integrity((vendor / one["file"]).read_bytes()) == one["integrity"] for one in files
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def modules_are_fresh(root: Path) -> bool:
    """Tell whether node_modules holds what the lock file says (npm keeps its own copy of the lock there)."""
    try:
        wanted = json.loads((root / "package-lock.json").read_text())["packages"]
        held = json.loads((root / "node_modules/.package-lock.json").read_text())["packages"]
    except (OSError, ValueError, KeyError):
        return False
    return all(
        held.get(name, {}).get("integrity") == package["integrity"] and (root / name / "package.json").exists()
        for name, package in wanted.items()
        if name
    )


def fetch_modules(root: Path) -> None:
    """Run `npm ci --ignore-scripts`, saying that it is still busy every few seconds."""
    npm = shutil.which("npm")
    if npm is None:
        raise CannotBuild(
            "npm is missing, and the front-end files come by npm. Install it (on Debian or Ubuntu: apt-get install npm) and run this again."
        )
    say("fetching the front-end packages of package-lock.json (npm ci)")
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
            cwd=root,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        while True:
            try:
                answer = process.wait(timeout=5)
                break
            except subprocess.TimeoutExpired:
                say(f"still fetching ({time.monotonic() - started:.0f} s)")
        if answer != 0:
            output.seek(0)
            raise CannotBuild(f"npm ci did not succeed:\n{output.read().strip()}")


def right_to_left(root: Path, css: str) -> str:
    """Give the style sheet mirrored for Arabic, Urdu and other scripts that run from right to left."""
    program = root / "node_modules/rtlcss/bin/rtlcss.js"
    node = shutil.which("node")
    if node is None:
        raise CannotBuild("node is missing; it comes with npm (on Debian or Ubuntu: apt-get install npm).")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "ltr.css"), Path(folder, "rtl.css")
        source.write_text(css)
        subprocess.run(
            [node, str(program), "--silent", str(source), str(target)], check=True, capture_output=True, timeout=120
        )
        return target.read_text()


def licences(root: Path) -> str:
    """List what is served, with version and licence, as their licences ask."""
    lines = ["Files in this folder are other people's work, changed as scripts/assets.py of Live Well says.", ""]
    for name in SERVED:
        about = json.loads((root / "node_modules" / name / "package.json").read_text())
        lines += [f"{name} {about['version']}: {about['license']}, {about.get('homepage', '')}".rstrip(", ")]
        for own in sorted((root / "node_modules" / name).glob("LICEN[CS]E*")):
            lines += ["", own.read_text().strip(), ""]
    return "\n".join(lines) + "\n"


def gather(root: Path) -> dict[str, bytes]:
    """Read and clean every file that is served, by its plain name, pictures first."""
    modules = root / "node_modules"
    files: dict[str, bytes] = {}
    css = with_pictures(
        clean_css((modules / NHSUK / "nhsuk-frontend.min.css").read_text()), modules / NHSUK / "assets", files
    )
    leaflet = with_pictures(clean_leaflet((modules / LEAFLET / "leaflet.css").read_text()), modules / LEAFLET, files)
    say("making the right-to-left style sheet")
    files["nhsuk-frontend.css"] = css.encode()
    files["nhsuk-frontend.rtl.css"] = right_to_left(root, css).encode()
    files["nhsuk-frontend.js"] = clean_script((modules / NHSUK / "nhsuk-frontend.min.js").read_text()).encode()
    files["htmx.js"] = clean_script((modules / "htmx.org/dist/htmx.min.js").read_text()).encode()
    files["leaflet.css"] = leaflet.encode()
    for name, script in (
        ("leaflet", "leaflet/dist/leaflet.js"),
        ("supercluster", "supercluster/dist/supercluster.min.js"),
        ("pmtiles", "pmtiles/dist/pmtiles.js"),
        ("protomaps-leaflet", "protomaps-leaflet/dist/protomaps-leaflet.js"),
    ):
        files[f"{name}.js"] = clean_script((modules / script).read_text()).encode()
    return files


def build(root: Path) -> Path:
    """Make static/vendor from node_modules and give its folder. The old folder stays until the new one is whole."""
    files = gather(root)
    vendor = root / "static/vendor"
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    listed = {}
    for name, content in files.items():
        served = hashed_name(name, content)
        (fresh / served).parent.mkdir(parents=True, exist_ok=True)
        (fresh / served).write_bytes(content)
        listed[name] = {"file": served, "integrity": integrity(content)}
    (fresh / "LICENCES.txt").write_text(licences(root))
    (fresh / "manifest.json").write_text(json.dumps({"made_from": fingerprint(root), "files": listed}, indent=1) + "\n")
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return vendor


def main(root: Path = ROOT) -> int:
    """Make sure that static/vendor is right; 0 when it is, 1 with one sentence when it cannot be."""
    if is_fresh(root):
        say("up to date")
        return 0
    try:
        if not modules_are_fresh(root):
            fetch_modules(root)
        vendor = build(root)
    except CannotBuild as problem:
        say(str(problem))
        return 1
    say(f"{sum(1 for _ in vendor.rglob('*') if _.is_file())} files in {vendor.relative_to(root)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
