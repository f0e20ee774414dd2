"""Image, compose file, unit and proxies agree with each other, with the settings and with what CI runs of them."""

import configparser
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
INSTALL = (DEPLOY / "install.sh").read_text("utf-8")
WHEEL = (ROOT / ".ci" / "wheel").read_text("utf-8")
SETTINGS = {f"TLDH_{name.upper()}" for name in Settings.model_fields}
EXPOSURE = 20
"""Most points, of a hundred, that systemd may find wrong with the unit."""


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as instruction and what follows it."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in lines if line)]


def values(kind: str) -> list[str]:
    return [rest for word, rest in instructions() if word == kind]


def unit() -> dict[str, list[str]]:
    """The service's section of the unit; a name may stand more than once."""
    found: dict[str, list[str]] = {}
    text = (DEPLOY / "tro-ly-dai-hoi.service").read_text("utf-8")
    for line in text.partition("[Service]")[2].partition("[Install]")[0].splitlines():
        if "=" in line:
            found.setdefault(line.partition("=")[0], []).append(line.partition("=")[2])
    return found


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return found


def environment(text: str) -> dict[str, str]:
    return dict(re.findall(r"([A-Z_]+)=(\S+)", text))


def test_the_image_is_made_by_the_steps_that_ci_runs() -> None:
    steps = re.findall(r"deploy/install\.sh (\w+) (\S+)", " ".join(values("RUN")))
    assert [step for step, _ in steps] == ["libraries", "package", "check"]
    (prefix,) = {prefix for _, prefix in steps}
    for step, _ in steps:
        assert re.search(rf"^{step}\(\) \{{$", INSTALL, re.MULTILINE), step
    assert re.search(r"for step in package check; do.*\n.*deploy/install\.sh \"\$step\"", WHEEL)
    assert '"$bin/tro-ly-dai-hoi-start"' in WHEEL
    assert '"$bin/tro-ly-dai-hoi" health' in WHEEL
    assert f"--from=build {prefix} {prefix}" in values("COPY")
    assert environment(values("ENV")[0])["PATH"].startswith(f"{prefix}/bin:")
    assert unit()["ExecStart"] == [f"{prefix}/bin/tro-ly-dai-hoi-start"]
    assert '"$sources/deploy/start.sh" "$bin/tro-ly-dai-hoi-start"' in INSTALL


def test_the_libraries_are_those_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for words in ("'pip>=26'", "grep -o 'torch==[0-9.]*'", "--no-deps --require-hashes -r"):
        assert words in INSTALL
        assert words in makefile
    assert re.search(r"require-hashes -r \S*requirements\.lock", INSTALL)
    assert re.search(r"require-hashes -r requirements\.lock", makefile)


def test_the_image_is_of_two_stages_runs_as_nobody_and_is_watched() -> None:
    stages = values("FROM")
    assert len(stages) == 2
    (version,) = {found[1] for stage in stages if (found := re.match(r"python:(3\.\d+)-", stage))}
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert (requires, version) == (">=3.11,<3.13", "3.11")
    assert values("USER") == ["tldh"]
    assert re.search(r"useradd .*--uid [1-9]\d{4} .*tldh", " ".join(values("RUN")))
    last = [word for word, _ in instructions()]
    assert last.index("USER") < last.index("CMD")
    assert json.loads(values("HEALTHCHECK")[0].partition("CMD ")[2]) == ["tro-ly-dai-hoi", "health"]
    assert json.loads(values("CMD")[0]) == ["tro-ly-dai-hoi-start"]
    ours = environment(values("ENV")[0])
    assert {name for name in ours if name.startswith("TLDH_")} <= SETTINGS
    assert [ours["TLDH_HOME"]] == values("VOLUME")
    assert {".git", ".venv", "var", ".env", "deploy/.env"} <= set((ROOT / ".dockerignore").read_text().split())


def test_only_the_proxy_is_reached_from_outside() -> None:
    services = compose()["services"]
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    assert compose()["networks"]["inner"]["internal"] is True
    assert {name: service["networks"] for name, service in services.items()} == {
        "app": ["inner"],
        "db": ["inner"],
        "proxy": ["inner", "outer"],
    }
    app = services["app"]
    assert app["build"] == {"context": "..", "dockerfile": "deploy/Dockerfile"}
    assert app["read_only"] is True
    assert app["cap_drop"] == ["ALL"]
    assert all("no-new-privileges:true" in service["security_opt"] for service in services.values())
    assert app["depends_on"]["db"]["condition"] == "service_healthy"
    assert "pg_isready" in services["db"]["healthcheck"]["test"][1]
    assert [f"data:{values('VOLUME')[0]}"] == app["volumes"]


def test_the_compose_file_sets_settings_that_exist_and_holds_no_secret() -> None:
    services = compose()["services"]
    assert {name for name in services["app"]["environment"] if name.startswith("TLDH_")} <= SETTINGS
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    secrets = re.findall(r"PASSWORD: (\S+)|://\w+:([^@]+)@", text)
    assert {found for pair in secrets for found in pair if found} == {"${DB_PASSWORD:?}"}
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (DEPLOY / "example.env").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) == set(example)
    assert example["DB_PASSWORD"] == ""


def test_the_backups_client_is_of_the_databases_release() -> None:
    """pg_dump refuses a server newer than itself; Debian 13 (trixie) has PostgreSQL 17."""
    assert values("FROM")[1].endswith("-trixie")
    assert compose()["services"]["db"]["image"] == "postgres:17-trixie"
    assert "postgresql-client" in " ".join(values("RUN"))


def test_the_unit_keeps_the_data_in_one_folder_and_gives_away_nothing_else() -> None:
    section = unit()
    given = environment(" ".join(section["Environment"]))
    assert {name for name in given if name.startswith("TLDH_")} <= SETTINGS
    assert given["TLDH_HOME"] == f"/var/lib/{section['StateDirectory'][0]}" == section["WorkingDirectory"][0]
    assert section["User"] != ["root"]
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "ProtectKernelModules"):
        assert section[name] == ["yes"], name
    assert section["ProtectSystem"] == ["strict"]
    assert section["CapabilityBoundingSet"] == [""]
    configparser.ConfigParser(strict=False, interpolation=None).read_string(
        (DEPLOY / "tro-ly-dai-hoi.service").read_text("utf-8")
    )


@pytest.fixture
def program(request: pytest.FixtureRequest) -> str:
    found = shutil.which(request.param) or shutil.which(request.param, path="/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{request.param} is not installed")
    return str(found)


def run(*line: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run(line, capture_output=True, text=True, env=path | variables, check=False)


@pytest.mark.heavy
@pytest.mark.parametrize("program", ["systemd-analyze"], indirect=True)
def test_systemd_reads_the_unit_and_finds_little_to_reproach(program: str, tmp_path: Path) -> None:
    text = (DEPLOY / "tro-ly-dai-hoi.service").read_text("utf-8")
    copy = tmp_path / "tro-ly-dai-hoi.service"
    copy.write_text(text.replace(unit()["ExecStart"][0], "/bin/true"))  # it looks whether the program is there
    verified = run(program, "verify", copy)
    if "Failed to" in verified.stderr and "manager" in verified.stderr:
        pytest.skip(f"systemd-analyze cannot work here: {verified.stderr}")
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
    judged = run(program, "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", copy)
    assert judged.returncode == 0, judged.stdout[-200:]


@pytest.mark.heavy
@pytest.mark.parametrize("program", ["caddy"], indirect=True)
def test_caddy_reads_its_file(program: str, tmp_path: Path) -> None:
    line = (program, "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile")
    done = run(*line, SITE="tro-ly.example", HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr


@pytest.mark.heavy
@pytest.mark.parametrize("script", ["install.sh", "start.sh"])
def test_the_scripts_are_read_by_their_shells_and_may_be_run(script: str) -> None:
    path = DEPLOY / script
    shell = path.read_text("utf-8").partition("\n")[0].rpartition("/")[2].split()[-1]
    assert run(f"/bin/{shell}", "-n", path).returncode == 0
    assert path.stat().st_mode & 0o111 == 0o111


@pytest.mark.heavy
def test_an_unknown_step_does_nothing(tmp_path: Path) -> None:
    done = run(DEPLOY / "install.sh", "distclean", tmp_path / "x")
    assert (done.returncode, done.stderr) == (2, "unknown step: distclean\n")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(("name", "host"), [("Caddyfile", "app"), ("nginx.conf", "127.0.0.1")])
def test_a_proxy_sends_the_api_to_its_own_processes_and_else_to_the_one_that_serves_all(name: str, host: str) -> None:
    settings = Settings(_env_file=None)
    text = re.sub(r"\{\$\w+:([\w.:]+)\}", r"\1", (DEPLOY / name).read_text("utf-8"))
    ports = re.findall(rf"{re.escape(host)}:(\d+)", text)
    assert ports.count(str(settings.api())) == 1
    assert ports.count(str(settings.port)) == 2
    first = f"{host}:{settings.api()}"
    if name == "Caddyfile":
        (api,) = re.findall(r"handle /api/\* \{\s+reverse_proxy ([^{]+) \{\s+lb_policy first", text)
        assert api.split() == [first, f"{host}:{settings.port}"]
    else:
        assert re.search(rf"server {first};\s+server {host}:{settings.port} backup;", text)
        assert re.search(r"location /api/ \{\s+proxy_pass http://tro_ly_dai_hoi_api;", text)


@pytest.mark.parametrize(
    ("name", "buffers"), [("Caddyfile", "flush_interval -1"), ("nginx.conf", "proxy_buffering off")]
)
def test_a_proxy_hands_on_each_claim_at_once_and_logs_no_question(name: str, buffers: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    assert buffers in text
    assert "Strict-Transport-Security" in text
    if name == "nginx.conf":
        form = re.search(r"log_format tro_ly '([^']*)'", text)
        assert form is not None
        assert not {"$request", "$request_uri", "$args", "$http_referer"} & set(form[1].split())
        assert re.search(r"error_log \S+ crit;", text)
        assert "proxy_set_header Host $host" in text
        assert "proxy_set_header Upgrade" in text
    else:
        assert re.search(r"^\{\s+(#.*\s+)?log \{\s+format filter", text, re.MULTILINE), "of all logs, errors too"
        assert 'request>uri regexp "[?].*" ""' in text
