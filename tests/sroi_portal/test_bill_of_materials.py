"""The list of parts: all of both locks, in the form of CycloneDX, the same each time, and without the network."""

import json
import re
from pathlib import Path

import pytest

from sroi_portal.bill_of_materials import HERE, UnknownLicenceError, bill, licence_of, main, python_parts

#: What CycloneDX 1.6 lets stand in a list of parts and in a component, of what is used here.
TOP = {"$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies"}
COMPONENT = {"type", "bom-ref", "group", "name", "version", "scope", "hashes", "licenses", "purl", "description"}
LENGTHS = {"SHA-256": 64, "SHA-512": 128}
SERIAL = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")


@pytest.fixture(scope="module")
def parts():
    return bill()


def everything(parts):
    return [parts["metadata"]["component"], *parts["components"]]


def test_the_parts_that_the_schema_requires_are_there(parts):
    assert set(parts) == TOP
    assert (parts["bomFormat"], parts["specVersion"], parts["version"]) == ("CycloneDX", "1.6", 1)
    assert SERIAL.match(parts["serialNumber"])
    for component in everything(parts):
        assert set(component) <= COMPONENT
        assert component["type"] in {"application", "library"}
        assert component["name"]
        assert component["version"]
        assert component.get("scope", "required") in {"required", "excluded"}
        assert len(component["licenses"]) == 1
        licence = component["licenses"][0]
        assert set(licence) == {"license"} or set(licence) == {"expression"}
        for one in component.get("hashes", []):
            assert set(one) == {"alg", "content"}
            assert re.fullmatch(r"[0-9a-f]+", one["content"])
            assert len(one["content"]) == LENGTHS[one["alg"]]


def test_references_are_unique_and_lead_somewhere(parts):
    references = [component["bom-ref"] for component in everything(parts)]
    assert len(references) == len(set(references))
    assert sorted(one["ref"] for one in parts["dependencies"]) == sorted(references)
    for one in parts["dependencies"]:
        assert set(one["dependsOn"]) <= set(references)


def test_every_line_of_both_locks_is_in_it(parts):
    locked = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (HERE / "requirements.txt").read_text(), re.MULTILINE)
    npm = json.loads((HERE / "package-lock.json").read_text())["packages"]
    listed = {component["purl"] for component in parts["components"]}
    assert {f"pkg:pypi/{name}@{version}" for name, version in locked} < listed
    assert len(parts["components"]) == len(set(locked)) + len(npm) - 1
    assert all(component["hashes"] for component in parts["components"])


def test_who_asks_for_a_part_is_told(parts):
    by_reference = {one["ref"]: one["dependsOn"] for one in parts["dependencies"]}
    root = by_reference[parts["metadata"]["component"]["bom-ref"]]
    assert any(one.startswith("pkg:pypi/django@") for one in root)
    assert any(one.startswith("pkg:npm/%40utrecht/component-library-css@") for one in root)
    celery = next(one for one in by_reference if one.startswith("pkg:pypi/celery@"))
    assert any(one.startswith("pkg:pypi/kombu@") for one in by_reference[celery])


def test_what_only_develops_is_not_part_of_what_runs(parts):
    scopes = {component["name"]: component["scope"] for component in parts["components"]}
    assert [scopes[name] for name in ("django", "weasyprint", "noto-sans")] == ["required"] * 3
    assert [scopes[name] for name in ("pytest", "mypy", "pymupdf", "axe-core")] == ["excluded"] * 4


def test_nothing_that_runs_forbids_to_publish_it_under_the_eupl(parts):
    """Copyleft that the EUPL does not name as compatible would be in the way; that of a library on its own is not."""
    strict = re.compile(r"\b(AGPL|(?<!L)GPL-[23]\.0-only|SSPL|BUSL|Proprietary)")
    runs = [component for component in parts["components"] if component["scope"] == "required"]
    assert not [component["name"] for component in runs if strict.search(json.dumps(component["licenses"]))]


def test_no_registry_is_named(parts):
    hosts = re.findall(r"https?://([^/\"]+)", json.dumps(parts))
    assert set(hosts) == {"cyclonedx.org"}


def test_it_is_the_same_each_time(parts, tmp_path, capsys):
    assert bill() == parts
    assert main([str(tmp_path / "parts.json")]) == 0
    assert main([]) == 0
    assert (tmp_path / "parts.json").read_text() == capsys.readouterr().out


def test_another_lock_is_another_list(tmp_path, parts):
    for name in ("pyproject.toml", "package-lock.json"):
        (tmp_path / name).write_text((HERE / name).read_text())
    lock = (HERE / "requirements.txt").read_text()
    (tmp_path / "requirements.txt").write_text(lock.replace("celery==5", "celery==9", 1))
    assert bill(Path(tmp_path))["serialNumber"] != parts["serialNumber"]


def test_a_licence_that_nobody_looked_up_stops_it():
    with pytest.raises(UnknownLicenceError, match="package-that-is-not-there"):
        licence_of("package-that-is-not-there")
    with pytest.raises(UnknownLicenceError):
        python_parts("package-that-is-not-there==1.0 \\\n", "sroi-portal")
