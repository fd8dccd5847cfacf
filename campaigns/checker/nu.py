"""The Nu HTML checker of the W3C, as npm carries it (32 MB, run by Java): fetched once into var/, the same bytes each time."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.documents import is_whole

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "checker"
#: Attributes of htmx are no part of HTML; what they say is looked at by the browser tests. And a list without bullets is
#: no list any more for VoiceOver, unless it says so.
MEANT = re.compile(r"Attribute “hx-[a-z-]+” not allowed|The “list” role is unnecessary for element “[uo]l”")
PAGE = "<!DOCTYPE html><html lang=nl><head><title>part</title></head><body><h1>part</h1><main>{}</main></body></html>"
#: What a part stands in, by the element it begins with.
WITHIN = {
    "tr": "<table>{}</table>",
    "tbody": "<table>{}</table>",
    "li": "<ul>{}</ul>",
    "option": "<select aria-label=x>{}</select>",
}


def checker() -> list[str]:
    """The program; npm compares it with the hash in the lock beside this file."""
    java, npm = shutil.which("java"), shutil.which("npm")
    assert java, "The HTML checker needs Java: apt-get install default-jre-headless"
    program = FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
    if not program.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(Path(__file__).parent / name, FOLDER / name)
        assert npm, "The HTML checker is fetched by npm"
        subprocess.run([npm, "ci", "--ignore-scripts", "--omit=optional"], cwd=FOLDER, check=True)
    return [java, "-Xmx512m", "-jar", str(program)]


def messages(documents: dict[str, bytes], folder: Path) -> list[str]:
    """Errors and warnings, each with the documents it stands in; the documents stay in the folder to look at."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    named = {}
    for said, content in documents.items():
        file = folder / f"{hashlib.sha256(said.encode()).hexdigest()[:16]}.html"
        named[file.name] = said
        file.write_bytes(content if is_whole(content) else _in_page(content))
    (folder / "index.json").write_text(json.dumps(named, indent=0))
    command = [*checker(), "--format", "json", "--exit-zero-always", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for one in json.loads(done.stderr)["messages"]:
        if one["type"] == "info" and one.get("subType") != "warning":
            continue
        if MEANT.search(one["message"]):
            continue
        where = named[Path(one["url"]).name]
        said = f"{one.get('subType') or one['type']}: {one['message']}"
        found.setdefault(said, []).append(f"{where}: {' '.join(one.get('extract', '').split())}")
    return [f"{said} ({len(where)}×)\n    " + "\n    ".join(where[:3]) for said, where in sorted(found.items())]


def _in_page(content: bytes) -> bytes:
    text = content.decode()
    first = re.match(r"\s*(?:<!--.*?-->\s*)*<([a-z0-9]+)", text)
    within = WITHIN.get(first[1] if first else "", "{}")
    return PAGE.format(within.format(text)).encode()
