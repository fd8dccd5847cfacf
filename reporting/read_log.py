"""Who saw personal data, whose and what for: the lines of the read log with the names that this reader may know.

A candidate stands by his number, a person at work by his pseudonyms: who reads this list learns no name from it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.access import works_with_candidates
from candidates.models import Candidate
from organisations.access import acts_for_coordination_point
from organisations.choices import Seen
from organisations.models import ReadLog
from organisations.tenancy import Acting
from placements.models import Deployment, EvidenceFile
from tenders.models import Contract


@dataclass(frozen=True, slots=True)
class Whose:
    """Of one line: whose data it was, as far as this reader may know, and the way to it."""

    name: str
    url: str = ""


def readings_of(acting: Acting) -> QuerySet[ReadLog]:
    """The lines that a member may read, the newest first.

    Row security decides; this narrows by an index that it cannot use.
    """
    rows = ReadLog.objects.select_related("user", "organisation").order_by("-at", "-pk")
    if acts_for_coordination_point(acting):
        return rows.filter(region_id__in=acting.region_ids)
    return rows.filter(organisation_id=acting.organisation_id)


def about(rows: QuerySet[ReadLog], word: str) -> QuerySet[ReadLog]:
    """Those of whom a number, a pseudonym or a reference starts with the word, or who looked is called so."""
    ids: set[uuid.UUID] = set()
    ids.update(Candidate.objects.filter(reference__istartswith=word).values_list("pk", flat=True)[:500])
    ids.update(Deployment.objects.filter(pseudonym__istartswith=word).values_list("person_id", flat=True)[:500])
    ids.update(Contract.objects.filter(reference__istartswith=word).values_list("pk", flat=True)[:500])
    return rows.filter(Q(subject_id__in=ids) | Q(user__name__icontains=word))


def whose(rows: Iterable[ReadLog], acting: Acting) -> dict[tuple[str, uuid.UUID], Whose]:
    """Of each line on a page whose data it was. One query for each sort of thing on it."""
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for row in rows:
        wanted[row.subject].add(row.subject_id)
    found: dict[tuple[str, uuid.UUID], Whose] = {}
    if ids := wanted[Seen.CANDIDATE]:
        opens = works_with_candidates(acting)
        for pk, reference in Candidate.objects.filter(pk__in=ids).values_list("pk", "reference"):
            url = _address("candidates:candidate_detail", acting, candidate_id=pk) if opens else ""
            found[Seen.CANDIDATE, pk] = Whose(reference, url)
    if ids := wanted[Seen.PERSON]:
        pseudonyms: dict[uuid.UUID, set[str]] = defaultdict(set)
        lines = Deployment.objects.filter(person_id__in=ids).values_list("person_id", "pseudonym")
        for pk, pseudonym in lines.distinct():
            pseudonyms[pk].add(pseudonym)
        found |= {(Seen.PERSON, pk): Whose(", ".join(sorted(names))) for pk, names in pseudonyms.items()}
    if ids := wanted[Seen.EVIDENCE] | wanted[Seen.EVIDENCE_FETCHED]:
        for file in EvidenceFile.objects.filter(pk__in=ids).select_related("contract"):
            seen = Whose(f"{file.get_kind_display()}, {file.contract.reference}")
            found[Seen.EVIDENCE, file.pk] = found[Seen.EVIDENCE_FETCHED, file.pk] = seen
    if ids := wanted[Seen.TOTALS]:
        for pk, reference in Contract.objects.filter(pk__in=ids).values_list("pk", "reference"):
            found[Seen.TOTALS, pk] = Whose(reference, _address("placements:contract_detail", acting, contract_id=pk))
    # Which file it is, stands with what it was for.
    found |= {(Seen.PACKAGE, pk): Whose(str(_("Iedereen in het bestand"))) for pk in wanted[Seen.PACKAGE]}
    return found


def _address(name: str, acting: Acting, **of: Any) -> str:
    return reverse(name, kwargs={"organisation_id": acting.organisation_id, **of})
