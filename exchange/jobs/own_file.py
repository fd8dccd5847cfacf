"""Everything the portal holds about one candidate, for that candidate: to read (PDF), for a machine (JSON), and the files.

What belongs to it says the registry of data kinds, so that a new table is in it by itself: of his file and of those that
were merged into it, as erasing does. Made as the member who asked: row security decides what is in it, as it does on his
screen. Who looked is told in full, whatever that member may read of the log (exchange 0012).
"""

import datetime as dt
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import IO, Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.access import candidates_of
from candidates.file.shown import Pairs, about_registration, answered, wishes
from candidates.keeping.terms import rows_of_person
from candidates.models import Assessment, Candidate, CandidateDocument, DocumentContent
from exchange.jobs.list_rows import Made
from exchange.models import BulkJob
from organisations import data_kinds
from organisations.data_kinds import Kind, Subject, Table
from organisations.notation import dutch_number
from organisations.templatetags.formatting import date_nl, moment_nl
from organisations.tenancy import Acting
from reporting.render.own_file import render_own_file

#: Kinds of fields that say something about the person; keys and digests do not.
_TOLD = (Kind.IDENTITY, Kind.WORDS, Kind.FACT, Kind.DAY, Kind.MOMENT)

Section = dict[str, Any]


def write_own_file(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the archive; gives no name where the candidate is not there for who asked."""
    candidate = candidates_of(acting).filter(pk=job.query, region_id=job.region_id).first()
    if candidate is None:
        return Made("")
    files = rows_of_person([candidate.pk])
    sections = [one for table in _tables() if (one := _section(table, files))]
    sections.append(_openings(candidate))
    content = {
        "number": candidate.reference,
        "region": job.region.name,
        "made_at": timezone.localtime(at).isoformat(),
        "sections": sections,
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("uw-gegevens.pdf", render_own_file(content))
        archive.writestr("uw-gegevens.json", json.dumps(content, ensure_ascii=False, indent=1))
        for name, data in _documents(files):
            archive.writestr(f"documenten/{name}", data)
    return Made(f"dossier-{candidate.reference}-{timezone.localdate(at):%Y-%m-%d}.zip", [candidate.pk])


def _tables() -> Iterator[Table]:
    """Tables about candidates, the file itself and the identity first, as they were registered."""
    for table in data_kinds.tables():
        if table.of == Subject.CANDIDATE and not table.apart:
            yield table


def _section(table: Table, candidate_ids: Sequence[uuid.UUID]) -> Section | None:
    model = apps.get_model(table.model)
    about = model._meta  # noqa: SLF001 - the public way to a model's fields and names
    of_person = Q()
    for path in table.path.split():
        of_person |= Q(**{f"{path}__in": candidate_ids})
    fields = [about.get_field(name) for name in table.fields(*_TOLD)]
    told = [one for one in fields if is_told(one)]
    rows = []
    # Also what lists leave out, as an enrolment that was entered by mistake.
    for row in model._base_manager.filter(of_person).order_by("pk"):  # noqa: SLF001 - the public way to every row
        say = _SAID.get(table.model)
        values = dict(say(row)) if say else {_label(one): _value(row, one) for one in told}
        known = {label: value for label, value in values.items() if value != ""}
        if known:
            rows.append(known)
    if not rows:
        return None
    return {"title": _capital(about.verbose_name if len(rows) == 1 else about.verbose_name_plural), "rows": rows}


def _registration(candidate: Candidate) -> Pairs:
    calls = [(_label(candidate._meta.get_field("call_by")), _value(candidate, candidate._meta.get_field("call_by")))]  # noqa: SLF001 - the public way to a model's fields
    return [*about_registration(candidate), (_("Stand"), candidate.get_state_display()), *calls]


def _answers(assessment: Assessment) -> Pairs:
    done = [(_("Soort"), assessment.get_kind_display()), (_("Gedaan op"), date_nl(assessment.done_on))]
    return done + [(one.question, one.answer) for _title, rows in answered(assessment, None) for one in rows]


#: Tables whose codes read as the screens put them.
_SAID: dict[str, Callable[[Any], Pairs]] = {
    "candidates.Candidate": _registration,
    "candidates.CandidateProfile": wishes,
    "candidates.Assessment": _answers,
}


def is_told(field: Any) -> bool:
    """What has a name on screen; how the portal finds somebody again is no more than the same once more."""
    return "verbose_name" in field.deconstruct()[3] and not isinstance(field, models.BinaryField)


def _openings(candidate: Candidate) -> Section:
    """Who looked, by organisation: whose employee it was is no business of this file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, organisation, reason FROM exchange_openings_of(%s)", [candidate.pk])
        rows = cursor.fetchall()
    return {
        "title": _("Wie uw gegevens zag"),
        "rows": [
            {_("Wanneer"): moment_nl(at), _("Organisatie"): organisation, _("Waarvoor"): reason}
            for at, organisation, reason in rows
        ],
    }


def _documents(candidate_ids: Sequence[uuid.UUID]) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    usable = CandidateDocument.objects.filter(candidate_id__in=candidate_ids).usable()
    for content in DocumentContent.objects.filter(document__in=usable).order_by("pk"):
        name, number = content.name, 1
        while name.casefold() in taken:
            number += 1
            stem = PurePath(content.name)
            name = f"{stem.stem} ({number}){stem.suffix}"
        taken.add(name.casefold())
        yield name, bytes(content.data or b"")


def _label(field: Any) -> str:
    return _capital(field.verbose_name)


def _capital(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


def _value(row: Any, field: Any) -> str:
    value = getattr(row, field.attname)
    if value in (None, "", [], {}):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return _written(value)


def _written(value: Any) -> str:
    match value:
        case bool():
            words = _("ja") if value else _("nee")
        case dt.datetime():
            words = moment_nl(value)
        case dt.date():
            words = date_nl(value)
        case Decimal():
            words = dutch_number(value)
        case list() | tuple():
            words = ", ".join(_written(one) for one in value)
        case dict():
            words = "; ".join(f"{key}: {_written(said)}" for key, said in value.items())
        case _:
            words = str(value)
    return words
