"""What the portal itself knows of a block by its code: how it is found, what evidence it needs, and why.

For a tariff whose blocks come without it: a new region, or a package without those columns.
"""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def shipped_guidance() -> dict[str, dict[str, Any]]:
    """By code of a block: ``evidence``, ``explanation``, and for a person's block ``situation``."""
    text = resources.files("tenders").joinpath("shipped", "guidance.json").read_text(encoding="utf-8")
    blocks: dict[str, dict[str, Any]] = json.loads(text)["blocks"]
    return blocks
