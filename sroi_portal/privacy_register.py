"""The tables of docs/privacy.md, made from the code: what is kept of whom, what erasing does with it, and for how long.

`python -m sroi_portal.privacy_register` writes them into the page, between its marks; a test fails when the page says
something else than the code (`organisations.data_kinds`, every app's `personal_data.py`, the terms of each chore).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.db import models

PAGE = Path(__file__).resolve().parent.parent / "docs" / "privacy.md"
BEGIN, END = "<!-- made from the code: {name} -->", "<!-- end of {name} -->"
_SUBJECTS = {
    "candidate": "Who looks for work",
    "deployed": "Who works on a contract",
    "colleague": "Who works with the portal, or is named as a contact",
}


def tables() -> dict[str, str]:
    """The text between the marks, by the name in them."""
    made = {subject: "\n".join(_register(subject)) for subject in _SUBJECTS}
    return {**made, "terms": "\n".join(_terms()), "counts": "\n".join(_counts())}


def page_with(text: str) -> str:
    """The page with its tables made anew; raises ValueError where a mark is missing."""
    for name, table in tables().items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, _, rest = text.partition(begin)
        _old, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"{PAGE.name} has no place for {name}: {begin} … {end}")
        text = f"{before}{begin}\n\n{table}\n\n{end}{after}"
    return text


def _register(subject: str) -> Iterator[str]:
    from organisations.data_kinds import Kind, Subject, Table  # noqa: PLC0415 -- Django is set up first
    from organisations.data_kinds import tables as classified  # noqa: PLC0415

    def fields(table: Table, *kinds: Kind) -> str:
        return ", ".join(f"`{name}`" for name in table.fields(*kinds))

    if subject == "colleague":
        yield "| table | holds |"
        yield "|---|---|"
        for table in sorted(classified(), key=lambda one: one.model):
            if names := fields(table, Kind.COLLEAGUE):
                yield f"| {_named(table.model)} | {names} |"
        return
    yield "| table | says who it is, or in words | files and copies | facts | days | when the term is over |"
    yield "|---|---|---|---|---|---|"
    for table in sorted(classified(), key=lambda one: one.model):
        if table.of != Subject(subject) or table.apart:
            continue
        words = fields(table, Kind.IDENTITY, Kind.WORDS)
        files, facts, days = fields(table, Kind.CONTENT), fields(table, Kind.FACT), fields(table, Kind.DAY)
        if words or files or facts or days:
            cells = (
                _named(table.model),
                words,
                files,
                facts,
                days,
                _when_over(table.gone, words or files, days, table.part),
            )
            yield f"| {' | '.join(cells)} |"


def _when_over(gone: bool, emptied: str, days: str, part: str) -> str:  # noqa: FBT001 -- as the table says it
    if gone:
        done = "rows removed"
    else:
        done = ", ".join(
            what
            for what, holds in (
                ("emptied", emptied),
                ("days to the month", days),
                ("facts stay", not emptied and not days),
            )
            if holds
        )
    return done if part == "person" else f"{done} (with {part})"


def _named(label: str) -> str:
    model = apps.get_model(label)
    return f"`{label}` {model._meta.verbose_name}"  # noqa: SLF001 -- Django documents it


def _terms() -> Iterator[str]:
    yield "| what | how long | who decides | in the code |"
    yield "|---|---|---|---|"
    yield from _terms_of_region()
    for what, days, where in _fixed_terms():
        yield f"| {what} | {days} | fixed | `{where}` |"


def _terms_of_region() -> Iterator[str]:
    from organisations.models import RetentionPolicy  # noqa: PLC0415 -- models
    from tenders.models import RegionPolicy  # noqa: PLC0415

    def term(policy: type[models.Model], name: str, what: str, unit: str, bounds: str = "") -> str:
        field = policy._meta.get_field(name)  # noqa: SLF001 -- as above
        limits = {type(one).__name__: one.limit_value for one in getattr(field, "validators", [])}
        least, most = limits.get("MinValueValidator"), limits.get("MaxValueValidator")
        between = f", {least} to {most}" if bounds else ""
        return f"| {what} | {field.default} {unit} unless decided otherwise{between} | the region | `{policy.__name__}.{name}` |"  # type: ignore[union-attr]

    yield term(RetentionPolicy, "candidate_months", "a candidate, after the last thing that happened", "months", "yes")
    yield term(RetentionPolicy, "file_months", "contact, intake, diagnosis and tasks of a candidate", "months", "yes")
    yield term(RetentionPolicy, "document_months", "CV and other documents of a candidate", "months", "yes")
    yield term(RetentionPolicy, "deployed_months", "who worked on a contract, after its settlement", "months", "yes")
    yield term(RetentionPolicy, "warn_days", "announced before it goes", "days", "yes")
    yield term(RegionPolicy, "evidence_days", "files of evidence, after the settlement of the contract", "days")


def _fixed_terms() -> Iterator[tuple[str, str, str]]:
    from organisations.retention import LONGEST_KEPT  # noqa: PLC0415 -- Django is set up first
    from sroi_portal.kept import fixed_terms  # noqa: PLC0415

    for one in fixed_terms():
        term = one.term if one.days is None else f"{one.days} days"
        yield one.what, f"at most {term}" if one.term is LONGEST_KEPT else str(term), one.where


def _counts() -> Iterator[str]:
    from organisations.data_kinds import Kind  # noqa: PLC0415 -- Django is set up first
    from organisations.data_kinds import tables as classified  # noqa: PLC0415

    of_somebody = [table for table in classified() if table.of is not None]
    emptied = sum(len(table.fields(Kind.IDENTITY, Kind.WORDS, Kind.CONTENT)) for table in of_somebody)
    yield (
        f"{sum(1 for _table in classified())} tables are classified field by field; {len(of_somebody)} of them lead to a person, "
        f"{sum(table.gone for table in of_somebody)} lose their rows when that person goes, and {emptied} fields are emptied."
    )


def main() -> int:
    django.setup()
    PAGE.write_text(page_with(PAGE.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
