"""Money and measures are `Decimal`: no app names `float` or writes a float down. Ruff cannot see this, so it is read here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent.parent
APPS = ("exchange", "reporting", "placements", "tenders", "organisations")


def floats_in(source: str) -> Iterator[int]:
    """The lines on which a float is named or written."""
    for node in ast.walk(ast.parse(source)):
        named = isinstance(node, ast.Name) and node.id == "float"
        written = isinstance(node, ast.Constant) and isinstance(node.value, float)
        if named or written:
            yield node.lineno


@pytest.mark.parametrize("app", APPS)
def test_no_float_in_an_app(app):
    found = [
        f"{file.relative_to(HERE)}:{line}"
        for file in sorted((HERE / app).rglob("*.py"))
        for line in floats_in(file.read_text())
    ]
    assert found == []


@pytest.mark.parametrize("source", ["float('1')", "x: float = y", "rate = 0.5", "f(1e3)"])
def test_a_float_is_seen(source):
    assert list(floats_in(source)) == [1]
