"""What an operator can set, and what is refused."""

import ast
import stat
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from livewell import settings as module
from livewell.settings import Settings, SettingsWrong, read, variable

SECRET = "x" * 32


def test_nothing_needs_setting():
    told = read({})
    assert told == Settings()
    assert (told.address, told.secure) == ("http://127.0.0.1:8000", False)


def test_everything_can_be_set():
    told = read(
        {
            "LIVEWELL_DATA_DIR": "/srv/livewell",
            "LIVEWELL_DATABASE_URL": "postgresql://db/livewell",
            "LIVEWELL_SECRET_KEY": SECRET,
            "PORT": "8001",
            "LIVEWELL_PUBLIC_URL": "https://livewell.example/",
            "LIVEWELL_OTHER_HOSTS": "Old.example, www.livewell.example",
            "LIVEWELL_DEMO": "yes",
            "LIVEWELL_REQUEST_SECONDS": "2.5",
            "UNRELATED": "kept out",
        }
    )
    assert told.data_dir == Path("/srv/livewell")
    assert (told.port, told.demo, told.request_seconds) == (8001, True, 2.5)
    assert (told.address, told.secure) == ("https://livewell.example", True)
    assert told.hosts == {"livewell.example", "old.example", "www.livewell.example"}
    assert told.needed_secret_key() == SECRET


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "eighty"),
        ("LIVEWELL_DEMO", "perhaps"),
        ("LIVEWELL_SECRET_KEY", "short"),
        ("LIVEWELL_DATABASE_URL", "sqlite:///x"),
        ("LIVEWELL_SMTP_SECURITY", "hope"),
        ("LIVEWELL_LOG_FORMAT", "xml"),
        ("LIVEWELL_PUBLIC_URL", "livewell.example"),
        ("LIVEWELL_DATABSE_URL", "postgresql://misspelt"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name, text):
    with pytest.raises(SettingsWrong, match=name):
        read({name: text})


def test_no_secret_has_a_default(tmp_path):
    assert Settings().secret_key is None
    assert Settings().smtp_password is None
    with pytest.raises(SettingsWrong, match="LIVEWELL_SECRET_KEY"):
        Settings(database_url="postgresql://db/x").needed_secret_key()


def test_the_own_key_is_made_once_and_private(tmp_path):
    told = Settings(data_dir=tmp_path / "var")
    key = told.needed_secret_key()
    assert len(key) >= 32
    assert told.needed_secret_key() == key
    assert stat.S_IMODE((tmp_path / "var" / "secret.key").stat().st_mode) == 0o600
    assert Settings(data_dir=tmp_path / "other").needed_secret_key() != key


def test_every_field_has_a_sentence_beneath_it():
    tree = ast.parse(Path(module.__file__).read_text())
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    said = {
        one.target.id
        for one, after in pairwise(body)
        if isinstance(one, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }
    assert said == {field.name for field in fields(Settings)}
    assert len({variable(name) for name in said}) == len(said)
