"""The shape of production as far as files can tell: every setting has its place, and nobody reaches what he need not."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((HERE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {"web", "worker", "worker-pdf", "beat", "migrate"}
#: Read by the settings and given by the image, or only to the one that may have it, or left to who runs it otherwise.
ELSEWHERE = {"VAR_DIR", "MEDIA_ROOT", "DATABASE_OWNER_URL", "DATABASE_APP_ROLE"}


def read_by_settings() -> set[str]:
    """The names of all variables of the environment that production settings look at."""
    found = set()
    for name in ("base", "production"):
        for node in ast.walk(ast.parse((HERE / f"sroi_portal/settings/{name}.py").read_text())):
            if isinstance(node, ast.Call | ast.Subscript):
                text = ast.unparse(node)
                found |= set(re.findall(r"(?:environ\.get\(|environ\[|required\()'([A-Z_]+)'", text))
    return found | {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL"}


def test_the_settings_are_read_at_all():
    assert {"SECRET_KEY", "EMAIL_PORT", "CLAMAV_ADDRESS", "LOG_FORMAT"} <= read_by_settings()


@pytest.mark.parametrize("service", sorted(OURS))
def test_every_variable_of_the_settings_reaches_the_process(service):
    assert read_by_settings() - ELSEWHERE <= SERVICES[service]["environment"].keys()


def test_every_variable_is_explained():
    told = (HERE / "docs/operations.md").read_text()
    in_compose = set(re.findall(r"\$\{([A-Z_]+)", (HERE / "docker-compose.yml").read_text()))
    assert not {name for name in read_by_settings() | in_compose if f"`{name}`" not in told}


def test_the_owners_password_is_for_migrating_alone():
    for name, service in SERVICES.items():
        knows = any("OWNER" in one for one in service.get("environment", {}))
        assert knows == (name in {"migrate", "postgres"}), name


def test_the_proxy_reaches_web_alone_and_nobody_else_is_reached():
    assert {name for name, one in SERVICES.items() if "ports" in one} == {"proxy"}
    assert SERVICES["proxy"]["networks"] == ["front"]
    assert {name for name, one in SERVICES.items() if "front" in one["networks"]} == {"proxy", "web"}
    assert COMPOSE["networks"]["data"]["internal"] is True
    for name in ("postgres", "redis", "migrate"):
        assert SERVICES[name]["networks"] == ["data"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_bound(name):
    service = SERVICES[name]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]
    assert service["mem_limit"]
    assert service["logging"]["options"]["max-size"]
    # The server of the database writes where its image says.
    assert service.get("read_only") is True or name == "postgres"
    if name not in OURS:
        assert re.search(r":\d+\.\d+", service["image"]), "an image by its version"


def test_images_of_the_build_have_a_version():
    lines = (HERE / "Dockerfile").read_text().splitlines()
    assert all(re.match(r"FROM [a-z]+:\d+\.\d+\.\d+-", line) for line in lines if line.startswith("FROM"))
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]


def test_no_secret_is_built_into_the_image():
    ignored = (HERE / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", "certificates", "tests"} <= set(ignored)
    kept_out = (HERE / ".gitignore").read_text().splitlines()
    assert {"/.env", "/certificates/"} <= set(kept_out)


def pins(lock: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (HERE / lock).read_text(), re.MULTILINE)
    return dict(found)


def test_the_image_holds_what_the_portal_runs_with_and_no_tools_of_tests():
    """``requirements-runtime.txt`` is made anew with the command in its second line, as ``requirements.txt`` is."""
    runtime, everything = pins("requirements-runtime.txt"), pins("requirements.txt")
    assert not {name: pin for name, pin in runtime.items() if everything.get(name) != pin}
    project = tomllib.loads((HERE / "pyproject.toml").read_text())

    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[\[<>=!~ ]", one)[0] for one in wanted}

    assert names(project["project"]["dependencies"]) <= runtime.keys()
    assert not {"pytest", "playwright", "mypy", "ruff"} & runtime.keys()


def test_beat_runs_once():
    """Two of them would start each day twice."""
    assert [name for name, one in SERVICES.items() if " beat" in one.get("command", "")] == ["beat"]
    assert "deploy" not in SERVICES["beat"]
