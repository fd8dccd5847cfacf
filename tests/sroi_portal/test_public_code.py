"""What a public repository says of itself: licence, publiccode.yml and the pages that it leads to."""

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).resolve().parent.parent.parent
#: Of the words of the licence alone, without marks and white space: nobody may change one.
WORDS_OF_THE_EUPL = "dd2c7a9b2c551824e79346070383f5dcf893960dd9d7385e7cd105bc43a09f06"
#: The categories and fields of use of the standard that stand in publiccode.yml.
CATEGORIES = {"procurement", "compliance-management", "applicant-tracking", "data-collection", "workflow-management"}
SCOPES = {"employment", "government", "local-authorities", "welfare"}
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *sorted(f"docs/{one.name}" for one in (HERE / "docs").glob("*.md")),
]


@pytest.fixture(scope="module")
def told():
    return yaml.safe_load((HERE / "publiccode.yml").read_text())


def test_the_licence_is_the_eupl_word_for_word():
    words = " ".join(re.findall(r"[\w()/]+", (HERE / "LICENSE").read_text()))
    assert hashlib.sha256(words.encode()).hexdigest() == WORDS_OF_THE_EUPL


def test_every_file_names_the_same_licence(told):
    project = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
    front_end = json.loads((HERE / "package.json").read_text())
    assert {told["legal"]["license"], project["license"], front_end["license"]} == {"EUPL-1.2"}
    assert told["softwareVersion"] == project["version"]


def test_what_the_standard_demands_is_there(told):
    mandatory = {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
        "maintenance", "localisation",
    }  # fmt: skip
    assert mandatory <= set(told)
    assert told["url"].startswith("https://")
    assert told["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert told["softwareType"] == "standalone/web"
    assert told["localisation"] == {"localisationReady": True, "availableLanguages": ["nl"]}
    assert set(told["categories"]) == CATEGORIES
    assert set(told["intendedAudience"]["scope"]) == SCOPES


def test_the_texts_have_the_length_of_the_standard(told):
    dutch = told["description"]["nl"]
    assert len(dutch["shortDescription"]) <= 150
    assert "\n" not in dutch["shortDescription"]
    assert 150 <= len(dutch["longDescription"]) <= 10_000
    assert 5 <= len(dutch["features"]) <= 20


def test_nobody_is_named_who_does_not_exist(told):
    """Contacts are roles on a domain for examples; no customers are claimed."""
    assert "usedBy" not in told
    assert "fundedBy" not in told
    assert told["maintenance"]["type"] == "internal"
    for contact in told["maintenance"]["contacts"]:
        assert contact["email"].endswith(".example")


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_leads_to_is_there(page):
    text = (HERE / page).read_text()
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        assert ((HERE / page).parent / target).exists(), f"{page} leads to {target}, which is not there"
