"""The form that a company signed, of lines that the coordination point entered for it: no approval without one."""

import uuid
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from organisations.file_checks import FileState
from placements.choices import LineStatus
from placements.evidence.reading import CompanyLine
from placements.models import Deployment, EvidenceFile, FirstApproval, HoursStatement
from tenders.choices import EvidenceKind

#: What a verdict can still be given on.
_WAITING = (LineStatus.SUBMITTED, LineStatus.RETURNED)
#: A line, and of a person at work perhaps a month of it.
_Key = tuple[uuid.UUID | None, date | None]


class SignedForm(Enum):
    """How it stands with the form of a line that was entered for its company."""

    CHECKING = "checking"
    MISSING = "missing"
    ACCEPTED = "accepted"

    @property
    def sentence(self) -> str:
        """Why such a line cannot be approved."""
        if self == SignedForm.CHECKING:
            return _("Het ondertekende formulier wordt nog gecontroleerd. Keur de regel goed als dat klaar is.")
        return _(
            "Deze regel is namens het bedrijf ingevoerd, en er is geen ondertekend formulier dat is aangenomen. "
            "Wie de regel invoerde, voegt het formulier opnieuw toe."
        )


def signed_forms(lines: Iterable[Any]) -> dict[uuid.UUID, SignedForm]:
    """By line that was entered for its company, how it stands with its form; nothing for all others. One query.

    Such a line came with a form that another than its company sent, whatever became of that form since.
    """
    of_lines = list(lines)
    ids = {row_id for row_id, _month in map(_key_of, of_lines)}
    files = EvidenceFile.objects.filter(Q(deployment__in=ids) | Q(contribution__in=ids), kind=EvidenceKind.SIGNED_FORM)
    return signed_forms_among(of_lines, files.order_by("pk"))


def signed_forms_among(lines: Iterable[Any], files: Iterable[EvidenceFile]) -> dict[uuid.UUID, SignedForm]:
    """The same, by files that were read already: all signed forms of these lines, those that are gone too."""
    keys = {_key_of(line): line.pk for line in lines}
    return {keys[key]: state for key, state in _by_line_and_month(files).items() if key in keys}


def months_without_form(line: CompanyLine, files: Iterable[EvidenceFile]) -> list[date | None]:
    """For which of its months that still wait the form of a line is missing; None stands for the line itself.

    ``files`` are read already: all signed forms of the line, those that are gone too.
    """
    found = _by_line_and_month(files)
    missing = [month for (_line_id, month), state in found.items() if state == SignedForm.MISSING]
    if not missing:
        return []
    waiting: set[date | None] = {None} if line.status in _WAITING else set()
    if isinstance(line, Deployment):
        months = HoursStatement.objects.live().filter(deployment=line, status__in=_WAITING)
        waiting |= set(months.values_list("month", flat=True))
    return sorted(waiting.intersection(missing), key=lambda month: month or date.min)


def missing_sentence(lines: Iterable[Any]) -> str:
    """Why these lines cannot be approved for want of a form; empty when they can."""
    states = set(signed_forms(lines).values()) - {SignedForm.ACCEPTED}
    return next((one.sentence for one in (SignedForm.MISSING, SignedForm.CHECKING) if one in states), "")


def is_for_company(file: EvidenceFile) -> bool:
    """Whether this is the form of a line that was entered for its company."""
    return file.kind == EvidenceKind.SIGNED_FORM and file.organisation_id != file.contractor_id


def is_approved_by_one(file: EvidenceFile) -> bool:
    """Whether somebody approved the line of this file first, and a colleague is still to."""
    line_id = file.deployment_id or file.contribution_id
    if file.month is not None:
        months = HoursStatement.objects.live().filter(deployment=file.deployment_id, month=file.month)
        line_id = months.values_list("pk", flat=True).first()
    return line_id is not None and FirstApproval.objects.filter(line_id=line_id, withdrawn_at__isnull=True).exists()


def _by_line_and_month(files: Iterable[EvidenceFile]) -> dict[_Key, SignedForm]:
    found: dict[_Key, set[SignedForm]] = {}
    entered: set[_Key] = set()
    for file in files:
        if file.kind != EvidenceKind.SIGNED_FORM:
            continue
        key = (file.deployment_id or file.contribution_id, file.month)
        found.setdefault(key, set()).add(_standing(file))
        if is_for_company(file):
            entered.add(key)
    order = (SignedForm.ACCEPTED, SignedForm.CHECKING, SignedForm.MISSING)
    return {key: next(one for one in order if one in found[key]) for key in entered}


def _standing(file: EvidenceFile) -> SignedForm:
    if file.is_usable:
        return SignedForm.ACCEPTED
    waits = file.state == FileState.QUARANTINED and file.removed_at is None and file.expired_at is None
    return SignedForm.CHECKING if waits else SignedForm.MISSING


def _key_of(line: Any) -> _Key:
    return (line.deployment_id, line.month) if isinstance(line, HoursStatement) else (line.pk, None)
