"""The Dockerfile: built where an engine answers, and read closely everywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

HOUSE = Path(__file__).parents[1]
DOCKERFILE = (HOUSE / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
LINES = [line for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]
STAGES = re.split(r"^FROM ", "\n".join(LINES), flags=re.MULTILINE)[1:]


def engine_answers() -> bool:
    docker = shutil.which("docker")
    return docker is not None and subprocess.run([docker, "version"], capture_output=True).returncode == 0


def instructions(kind: str, text: str = DOCKERFILE) -> list[str]:
    return re.findall(rf"^{kind} (.*)$", text, re.MULTILINE)


def in_git(*paths: str) -> list[str]:
    return subprocess.run(["git", "ls-files", *paths], cwd=HOUSE, capture_output=True, text=True).stdout.split()


def test_every_base_has_a_version_and_the_last_stage_builds_nothing() -> None:
    bases = [stage.split()[0] for stage in STAGES]
    assert set(bases) == {"python:3.11-slim"}
    assert not re.search(r"\b(apt-get|pip|gcc|curl)\b", STAGES[-1])


def test_what_is_installed_is_locked_and_runs_for_a_user_without_rights() -> None:
    installs = re.findall(r"pip install ([^&\n]*)", DOCKERFILE)
    locked = [line for line in installs if "--requirement" in line]
    assert [re.search(r"--requirement (\S+)", line)[1] for line in locked] == [  # type: ignore[index]
        "requirements.lock",
        "requirements-compile.lock",
    ]
    assert all("--require-hashes" in line and "--no-deps" in line for line in locked)
    assert [line.strip() for line in installs if line not in locked] == ["--no-deps --editable ."]
    assert instructions("USER", STAGES[-1])[-1] == "10001"


def test_what_is_copied_is_in_git_and_goes_to_the_engine() -> None:
    sent = set(re.findall(r"^!(\S+)$", (HOUSE / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    copied = [line.split()[:-1] for line in instructions("COPY") if not line.startswith("--from")]
    names = {name for sources in copied for name in sources}
    if not (HOUSE / ".git").exists():
        pytest.skip("no checkout: git cannot say which files there are")
    assert [name for name in sorted(names) if not in_git(name)] == []
    assert names == sent


def test_compose_and_work_pool_use_the_image_as_it_is_made() -> None:
    compose = yaml.safe_load((HOUSE / "docker-compose.yaml").read_text(encoding="utf-8"))
    deployments = yaml.safe_load((HOUSE / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    (pooled,) = [one for one in deployments if one["work_pool"]["name"] == "tallybook-docker"]
    images = {service["image"] for service in compose["services"].values()}
    assert images == {pooled["work_pool"]["job_variables"]["image"]}
    places = {mount.split(":")[1] for mount in pooled["work_pool"]["job_variables"]["volumes"]}
    assert places == {"/raw", "/data"}
    assert "VOLUME /data" in DOCKERFILE
    server, runs = (compose["services"][name]["environment"] for name in ("server", "runs"))
    assert server["PREFECT_UI_API_URL"] == f"{runs['PREFECT_UI_URL']}/api"  # the page that a browser reaches
    assert pooled["pull"][0]["prefect.deployments.steps.set_working_directory"]["directory"] == "/opt/tallybook"


@pytest.mark.slow
@pytest.mark.skipif(not engine_answers(), reason="no Docker engine answers here: the image cannot be built")
def test_the_image_does_the_main_job_without_a_network(tmp_path: Path) -> None:
    def docker(*arguments: str) -> str:
        answer = subprocess.run(["docker", *arguments], cwd=HOUSE, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    docker("build", "--tag", "tallybook:test", ".")
    mounted = ["--volume", f"{HOUSE / 'raw'}:/raw:ro"]
    assert "Released: " in docker("run", "--rm", "--network", "none", *mounted, "tallybook:test", "tallybook", "run")
    compiled = "from tallybook.compiled import is_compiled; print(is_compiled())"
    assert docker("run", "--rm", "tallybook:test", "python", "-c", compiled).strip() == "True"
    assert docker("run", "--rm", "tallybook:test", "id", "--user").strip() == "10001"
