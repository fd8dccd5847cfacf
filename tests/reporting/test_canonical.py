"""What the documents say about the SHA-256 of a report can be done, by the letter."""

import re
import subprocess
from pathlib import Path

from reporting.pipeline import render_json
from tests.reporting.snapshots import snapshot

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def test_the_documented_command_gives_the_printed_digest(tmp_path: Path) -> None:
    document = snapshot(manager_text="Eén ‘regel’,\nmet € 1,00 en \\u00e9.").to_json_dict()
    (tmp_path / "report.json").write_bytes(render_json(document))
    (command,) = re.findall(r"^python3 .*hashlib.*< report\.json$", OPERATIONS.read_text(), re.MULTILINE)

    printed = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True
    ).stdout

    assert printed.strip() == document["sha256"]
