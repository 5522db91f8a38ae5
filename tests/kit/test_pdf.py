"""PDFs are tagged for screen readers, made from the page alone, and a machine without pango says what it needs."""

import base64
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from livewell.kit import pdf
from livewell.kit.charts import bars
from livewell.kit.errors import NotSetUp

CHART = bars("Needs", [("Isolated", 640), ("Inactive", 411)])
PAGE = """<!doctype html><html lang="en-GB"><head><title>About Mr Fictional</title><style>h1 {{ color: #005eb8 }}</style></head>
<body><h1>What is asked of the practice</h1><p>Nothing is needed from you.</p>
<table><tr><th scope="col">Goal</th></tr><tr><td>Walk to the shop</td></tr></table>{}</body></html>"""


async def test_a_page_becomes_a_tagged_document() -> None:
    reader = PdfReader(BytesIO(await pdf.make_pdf(PAGE.format(CHART.svg))))
    assert reader.metadata.title == "About Mr Fictional"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    text = reader.pages[0].extract_text()
    for words in ("Nothing is needed from you.", "Walk to the shop", "640"):
        assert words in text
    tags = found(root["/StructTreeRoot"])
    assert {"/H1", "/P", "/Table", "/TH", "/Figure"} <= {tag for tag, _ in tags}
    assert ("/Figure", "Needs: Isolated, 640; Inactive, 411.") in tags


def found(node, depth: int = 0) -> list[tuple[str, str]]:
    """Every tag in the structure tree with its alternative text."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for child in node for tag in found(child, depth + 1)]
    if not isinstance(node, dict) or depth > 40:
        return []
    own = [(node["/S"], str(node.get("/Alt", "")))] if "/S" in node else []
    return own + (found(node["/K"], depth + 1) if "/K" in node else [])


async def test_nothing_is_asked_of_the_network_or_the_disk(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="20"><text y="15">SECRET</text></svg>')
    inside = base64.b64encode(secret.read_text().replace("SECRET", "INSIDE").encode()).decode()
    url = f"http://127.0.0.1:{server.server_port}"
    page = PAGE.format(
        f'<img alt="a" src="{url}/pixel.png"><link rel="stylesheet" href="{url}/s.css"><style>@import "{url}/t.css";'
        f"@font-face {{ font-family: x; src: url({url}/f.woff) }} p {{ background: url({url}/b.png); font-family: x }}"
        f'</style><img alt="b" src="file://{secret}"><img alt="c" src="/{secret}">'
        f'<img alt="d" src="data:image/svg+xml;base64,{inside}">'
    )
    made = PdfReader(BytesIO(await pdf.make_pdf(page)))
    server.shutdown()
    server.server_close()
    assert asked == []
    text = "".join(one.extract_text() for one in made.pages)
    assert "SECRET" not in text
    assert "INSIDE" in text
    assert "Nothing is needed from you." in text


async def test_a_machine_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "available", lambda: False)
    with pytest.raises(NotSetUp, match="apt-get install libpango"):
        await pdf.make_pdf(PAGE.format(""))


@pytest.mark.parametrize(("code", "there"), [(0, True), (1, False)])
def test_available_is_what_a_process_of_its_own_could_load(
    code: int, *, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf.available.cache_clear()
    monkeypatch.setattr(pdf.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], code))
    assert pdf.available() is there
    monkeypatch.undo()
    pdf.available.cache_clear()
    assert pdf.available() is True


def test_nothing_of_it_is_loaded_here() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys; import livewell.kit.pdf; print('weasyprint' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"
