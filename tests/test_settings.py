from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tallybook.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults() -> None:
    settings = load_settings()
    assert settings.store == Path("data")
    assert settings.raw == (Path("raw"),)
    assert settings.processes >= 1


def test_file_beats_default_environment_beats_file_command_line_beats_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tallybook.toml").write_text('store = "from-file"\nworkers = 3\nbatch_size = 7\n', encoding="utf-8")
    monkeypatch.setenv("TALLYBOOK_STORE", "from-environment")
    monkeypatch.setenv("TALLYBOOK_WORKERS", "4")
    settings = load_settings(store=Path("from-command"), workers=None)
    assert (settings.store, settings.workers, settings.batch_size) == (Path("from-command"), 4, 7)
    assert load_settings().store == Path("from-environment")


def test_named_file(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('raw = ["a", "b"]\n', encoding="utf-8")
    assert load_settings(other).raw == (Path("a"), Path("b"))
    with pytest.raises(SettingsError, match=r"no settings file missing\.toml"):
        load_settings(Path("missing.toml"))


def test_paths_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYBOOK_RAW", "one:two")
    assert load_settings().raw == (Path("one"), Path("two"))
    assert load_settings(raw=()).raw == (Path("one"), Path("two"))


def test_unknown_keys_name_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tallybook.toml").write_text("worker = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"tallybook\.toml: 'worker': no such setting; did you mean 'workers'\?"):
        load_settings()
    (tmp_path / "tallybook.toml").unlink()
    monkeypatch.setenv("TALLYBOOK_STOER", "x")
    with pytest.raises(SettingsError, match=r"TALLYBOOK_STOER: no such setting; did you mean TALLYBOOK_STORE\?"):
        load_settings()


@pytest.mark.parametrize(
    "line", ["workers = -1", 'workers = "many"', "keep_releases = 0", 'runner = "dusk"', 'runner = "dask:host"']
)
def test_impossible_values_are_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "tallybook.toml").write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError, match=f"setting '{line.split()[0]}'"):
        load_settings()


@pytest.mark.parametrize("runner", ["local", "processes", "dask", "dask:tcp://10.0.0.1:8786", "dask:tls://[::1]:8786"])
def test_runners(runner: str) -> None:
    assert load_settings(runner=runner).runner == runner


def test_a_runner_that_cannot_be_is_told_what_can() -> None:
    with pytest.raises(SettingsError, match="give local, processes, dask, or dask: and the address of a cluster"):
        load_settings(runner="dask:8786")


def test_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "tallybook.toml").write_text("workers = = 3", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"tallybook\.toml"):
        load_settings()


@pytest.mark.parametrize(
    ("raw", "given"),
    [
        (".", {"store": "data"}),
        ("texts", {"store": "texts/a/data"}),
        ("s3://bucket", {"releases": "s3://bucket/numbers"}),
        ("s3://bucket/raw", {"releases": "s3://bucket/raw"}),
    ],
)
def test_what_a_run_writes_it_does_not_read(raw: str, given: dict[str, Any]) -> None:
    """Else each run would find something new, and make a release of it."""
    ((name, place),) = given.items()
    with pytest.raises(SettingsError, match=rf"^setting '{name}': {place} lies below 'raw'"):
        load_settings(raw=(raw,), **given)
    load_settings(raw=(raw,), store=".data", releases="s3://bucket/.numbers")
    load_settings(raw=(raw,), store="/elsewhere", releases="s3://other/numbers")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        load_settings().workers = 3


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
