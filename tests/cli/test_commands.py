"""The command: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tallybook.cli import commands
from tests.conftest import REVENUE

if TYPE_CHECKING:
    from click.testing import Result

RAW = {
    "raw/telecoms.txt": "BEIJING, January 20, 2022 - Revenue of telecommunications business reached 1.47 trillion yuan "
    "in 2021, an increase of 8% year-on-year.",
    "raw/broken.txt.gz": "no gzip",
}


def call(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(commands, arguments, input=stdin)


@pytest.fixture(scope="module")
def store(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one release, made by the command."""
    folder = tmp_path_factory.mktemp("cli")
    for name, text in RAW.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    result = call("run", str(folder / "raw"), "--store", str(folder / "data"))
    assert result.exit_code == 0, result.output
    assert "Released: " in result.stdout
    assert "read: 2 sources, 1 new or changed" in result.stderr
    return folder / "data"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_help_answers_without_loading_anything_heavy() -> None:
    heavy = (
        "prefect",
        "great_expectations",
        "duckdb",
        "pandas",
        "pyarrow",
        "pydantic",
        "rich",
        "flows",
        "tallybook.engine",
    )
    program = (
        "import sys; from tallybook.cli import commands; commands(['--help'], standalone_mode=False);"
        f"print('loaded', [name for name in {heavy} if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.endswith("loaded []\n")
    assert all(name in answer.stdout for name in ("run", "inspect", "explain", "status", "sql", "rejects"))


def test_the_module_is_the_command() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tallybook", "--version"], capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("tallybook 0.")


def test_inspect_shows_observations_and_numbers() -> None:
    result = call("inspect", "--text", REVENUE)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split()[:4] == ["value", "unit", "indicator", "measure"]
    assert lines[1].split()[:2] == ["1470000000000", "CNY"]
    assert "1.47 trillion yuan · 8% · 4.4 percentage points" in result.stdout


def test_inspect_shows_ranges_and_bounds_as_stated() -> None:
    result = call("inspect", "--text", "Output rose 4 to 6 percent. Profit exceeded 8 billion.")
    assert "4 to 6" in result.stdout
    assert "> 8000000000" in result.stdout


def test_inspect_gives_programs_every_column() -> None:
    found = json.loads(call("inspect", "-", "--json", "--published-on", "2022-01-20", stdin=REVENUE).stdout)
    assert [number["value_exact"] for number in found["numbers"]] == ["1470000000000", "8", "4.4"]
    assert found["observations"][1]["direction"] == "up"


def test_inspect_reads_files_as_a_run_does(store: Path) -> None:
    raw = store.parent / "raw"
    assert "1470000000000" in call("inspect", str(raw / "telecoms.txt")).stdout
    refused = call("inspect", str(raw / "broken.txt.gz"))
    assert refused.exit_code == 1
    assert "bad_archive" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("inspect",), "give one of FILE"),
        (("inspect", "no-such-file.txt"), "there is no file no-such-file.txt"),
        (("inspect", "--text", "x 1", "--published-on", "soon"), "'soon' does not match"),
        (("run", "no-such-folder"), "'no-such-folder' does not exist"),
        (("run",), "there is no raw"),
        (("run", ".", "--config", "none.toml"), "there is no settings file none.toml"),
        (("run", ".", "--workers", "-1"), "-1"),
        (("serve",), "give at least one of --cron"),
        (("serve", "--every", "90"), "'90' is no time span: give a number and its unit"),
        (("serve", "--cron", "0 6 * * *", "--timezone", "Vienna"), "there is no time zone 'Vienna'"),
        (("sql",), "Missing argument 'QUERY'"),
        (("unknown",), "No such command"),
    ],
)
def test_usage_errors_say_what_is_wrong(arguments: tuple[str, ...], message: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_misspelt_variable_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYBOOK_STOER", "x")
    result = call("run", ".")
    assert result.exit_code == 2
    assert "did you mean TALLYBOOK_STORE?" in result.stderr


@pytest.mark.parametrize("command", [("sql", "SELECT 1"), ("rejects",), ("status",)])
def test_without_a_store_commands_say_how_to_make_one(command: tuple[str, ...]) -> None:
    result = call(*command, "--store", "nowhere")
    assert result.exit_code == 1
    assert "tallybook run" in result.stderr
    assert "Traceback" not in result.output


def test_text_without_numbers_and_input_that_is_no_text_fail() -> None:
    assert call("inspect", "--text", "Nothing to count here.").exit_code == 1
    result = call("inspect", "-", stdin=b"\xff\xfe\x00")
    assert result.exit_code == 1
    assert "not UTF-8" in result.stderr


def test_a_second_run_says_that_nothing_is_new(store: Path) -> None:
    result = call("run", str(store.parent / "raw"), "--store", str(store))
    assert result.exit_code == 0
    assert "Nothing new" in result.stdout


def test_run_gives_programs_its_outcome(store: Path) -> None:
    result = call("run", str(store.parent / "raw"), "--store", str(store), "--json")
    outcome = json.loads(result.stdout)
    assert (outcome["status"], outcome["sources"], outcome["contents"]["documents"]) == ("unchanged", 2, 1)
    assert outcome["contents"]["rejects"] == {"bad_archive": 1}


def test_replay_reads_again_and_releases_only_what_is_new(store: Path) -> None:
    result = call("replay", str(store.parent / "raw"), "--store", str(store), "--all")
    assert result.exit_code == 0, result.output
    assert "replay: 1 documents to read again" in result.stderr
    assert "1 new or changed" in result.stderr
    assert "Nothing new" in result.stdout


def test_replay_needs_a_store_and_a_clear_choice(tmp_path: Path) -> None:
    both = call("replay", ".", "--all", "--reason", "empty")
    assert both.exit_code == 2
    assert "exclude each other" in both.stderr
    (tmp_path / "texts").mkdir()
    nowhere = call("replay", "texts", "--store", "nowhere")
    assert nowhere.exit_code == 1
    assert "tallybook run" in nowhere.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_blocked_release_exits_with_3(prefect_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.flows.test_pipeline import fail_the_audit

    Path("raw").mkdir()
    Path("raw/a.txt").write_text(REVENUE, encoding="utf-8")
    fail_the_audit(monkeypatch)
    result = call("run")
    assert result.exit_code == 3
    assert "made to fail" in result.stdout
    assert "The audit stopped the release" in result.stdout
    status = call("status")
    assert "There is no release yet." in status.stdout
    assert "blocked" in status.stdout


def test_a_failed_run_exits_with_1_and_a_sentence(prefect_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tallybook.publishing.stage", fail)
    Path("raw").mkdir()
    Path("raw/a.txt").write_text(REVENUE, encoding="utf-8")
    result = call("run")
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert "Traceback" not in result.output


def test_sql_answers_in_three_shapes(store: Path) -> None:
    query = "SELECT value_exact, unit FROM observations ORDER BY start LIMIT 1"
    assert call("sql", query, "--store", str(store)).stdout.split() == ["value_exact", "unit", "1470000000000", "CNY"]
    assert (
        call("sql", "-", "--csv", "--store", str(store), stdin=query).stdout == "value_exact,unit\n1470000000000,CNY\n"
    )
    rows = json.loads(call("sql", query, "--json", "--store", str(store)).stdout)
    assert rows == [{"value_exact": "1470000000000", "unit": "CNY"}]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT valu FROM observations", "value"),
        ("SELEC 1", "syntax error"),
        ("DELETE FROM observations", "read-only"),
        ("CREATE TABLE mine (x INTEGER)", "read-only"),
        ("FROM read_text('/etc/hostname')", "disabled"),
        ("COPY numbers TO 'mine.csv'", "disabled"),
        ("ATTACH 'mine.duckdb'", "disabled"),
        ("SET enable_external_access = true", "running"),
        ("LOAD httpfs", "disabled"),
    ],
)
def test_sql_that_cannot_be_answered_is_told_in_a_sentence(store: Path, query: str, message: str) -> None:
    result = call("sql", query, "--store", str(store))
    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_rejects_are_listed_by_reason(store: Path) -> None:
    result = call("rejects", "--store", str(store))
    assert result.stdout.splitlines()[1].split()[:2] == ["bad_archive", "read"]
    assert json.loads(call("rejects", "--json", "--store", str(store)).stdout)[0]["reason"] == "bad_archive"


def test_status_shows_the_release_and_the_runs(store: Path) -> None:
    result = call("status", "--store", str(store))
    assert "1 documents" in result.stdout
    assert "released" in result.stdout
    state = json.loads(call("status", "--json", "--store", str(store)).stdout)
    assert state["release"]["documents"] == 1
    assert state["runs"][-1]["status"] == "released"
    assert set(state["runs"][-1]["stage_seconds"]) == {"read", "extract", "load", "audit", "publish"}
    assert state["at_work"] is None
    assert state["release"]["refused"] == {"bad_archive": 1}
    assert "rejected: bad_archive 1" in result.stdout


def test_status_while_a_run_is_at_work(store: Path) -> None:
    hold = "import sys; from pathlib import Path; from tallybook.warehouse import Warehouse\n"
    hold += "warehouse = Warehouse.open(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    result = call("status", "--store", str(store))
    holder.communicate("")
    assert result.exit_code == 0
    assert "A run is at work: " in result.stdout


def test_explain_names_the_rules() -> None:
    result = call("explain", REVENUE)
    assert result.exit_code == 0
    assert "quantity.percent" in result.stdout


def test_explain_gives_programs_rules_and_causes() -> None:
    (first, *_) = json.loads(call("explain", REVENUE, "--json").stdout)
    assert (first["number"]["value_exact"], first["observation"]["measure"]) == ("1470000000000", "level")
    assert first["number"]["rule"] in first["rules"]
    assert {"field", "value", "rule", "words"} == set(first["causes"][0])


def test_explain_takes_files_too(store: Path) -> None:
    assert "1.47 trillion yuan" in call("explain", str(store.parent / "raw" / "telecoms.txt")).stdout
    assert "1.47 trillion yuan" in call("explain", "-", stdin=REVENUE).stdout


def test_a_pipe_gets_one_line_per_row_however_many_columns(store: Path) -> None:
    answer = call("sql", "SELECT * FROM observations", "--store", str(store)).stdout.splitlines()
    rows = json.loads(call("sql", "SELECT * FROM observations", "--json", "--store", str(store)).stdout)
    assert len(answer) == len(rows) + 1
    assert "Revenue of telecommunications business reached" in answer[1]


def test_a_terminal_gets_blocks_where_columns_have_no_room(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tallybook.cli import terminal

    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    columns = [f"column {number}" for number in range(11)]
    terminal.print_table(columns, [range(11), [None] * 11])
    blocks = capsys.readouterr().out.strip().split("\n\n")
    assert blocks[0].splitlines()[0] == "column 0   0"
    assert blocks[1].splitlines() == columns
    terminal.print_table(columns[:2], [["a", "words " * 30]])
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_a_reader_that_has_seen_enough_is_no_failure(store: Path) -> None:
    program = f"tallybook sql 'FROM range(100000)' --csv --store '{store}' | head -1"
    tool = Path(sys.executable).parent
    answer = subprocess.run(["bash", "-c", f"PATH={tool}:$PATH; {program}"], capture_output=True, text=True, check=True)
    assert (answer.stdout, answer.stderr) == ("range\n", "")
