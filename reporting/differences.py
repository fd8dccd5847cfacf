"""What a new version of a report changes: every figure that is not what it was.

Pure. Works on the documents, so that a version made by an older schema can still be compared.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reporting.snapshot import Change

_ABOUT_THE_VERSION = frozenset({"schema_version", "version", "made_at", "sha256", "changes"})
_NAMING_KEYS = ("reference", "authority", "code", "on", "partner")


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the changes from one version to the next, by path; what is about the version itself is left out."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return tuple(
        Change(path, old.get(path), new.get(path)) for path in sorted(old | new) if old.get(path) != new.get(path)
    )


def _leaves(document: Mapping[str, Any]) -> Iterator[tuple[str, str | int | None]]:
    for key, value in document.items():
        if key not in _ABOUT_THE_VERSION:
            yield from _walk(key, value)


def _walk(path: str, value: Any) -> Iterator[tuple[str, str | int | None]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _walk(f"{path}.{key}", below)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for position, below in enumerate(value, start=1):
            yield from _walk(f"{path}[{_name(below, position)}]", below)
    else:
        yield path, value


def _name(item: Any, position: int) -> str:
    if isinstance(item, Mapping):
        for key in _NAMING_KEYS:
            if key in item:
                return str(item[key])
    return str(position)
