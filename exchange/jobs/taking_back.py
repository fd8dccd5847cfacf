"""Undoing an import: what it made goes, what it changed gets its former values, if nothing hangs on it; or nothing at all."""

import datetime as dt
import json
import logging
import uuid
from collections.abc import Iterable, Iterator

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.registering.duplicates import forget
from exchange.choices import JobStatus, RecordTable
from exchange.landing import wait_for_our_turn
from exchange.landing.ledger import MODELS, fingerprints, restore, watched
from exchange.models import BulkJob, ImportedRow
from organisations import tenancy
from organisations.choices import Purpose
from organisations.templatetags.formatting import date_nl
from placements.models import Contribution, Deployment
from placements.worth.appraisal import reappraise, record_revaluations
from reporting.models import Report
from tenders.models import ContractVersion

logger = logging.getLogger(__name__)

#: What can hang on a row, in words; anything else is told as something.
HANGING = {
    "tenders_tender": gettext_lazy("een aanbesteding"),
    "tenders_tendervalue": gettext_lazy("een geraamde waarde"),
    "tenders_tenderlot": gettext_lazy("een perceel"),
    "tenders_expectedoccupation": gettext_lazy("een verwacht beroep"),
    "tenders_tenderstep": gettext_lazy("een stap van een aanbesteding"),
    "tenders_contract": gettext_lazy("een contract"),
    "tenders_contractversion": gettext_lazy("een nieuwe versie"),
    "tenders_responsible": gettext_lazy("verantwoordelijke personen"),
    "tenders_contractparty": gettext_lazy("een combinant of onderaannemer"),
    "tenders_handover": gettext_lazy("een overdracht"),
    "tenders_calloff": gettext_lazy("een deelopdracht"),
    "tenders_turnover": gettext_lazy("gefactureerde omzet"),
    "tenders_optionyear": gettext_lazy("een optiejaar"),
    "tenders_plan": gettext_lazy("een plan"),
    "tenders_agreement": gettext_lazy("een maatwerkafspraak"),
    "tenders_message": gettext_lazy("een bericht"),
    "tenders_ladderstep": gettext_lazy("een stap van de aanpak"),
    "tenders_document": gettext_lazy("een brief"),
    "tenders_settlement": gettext_lazy("een afrekening"),
    "candidates_candidate": gettext_lazy("een kandidaat"),
    "candidates_candidatestep": gettext_lazy("een stap van een kandidaat"),
    "candidates_candidatetask": gettext_lazy("een taak"),
    "candidates_candidateprofile": gettext_lazy("wensen van een kandidaat"),
    "candidates_contactmoment": gettext_lazy("contact met een kandidaat"),
    "candidates_assessment": gettext_lazy("een intake of diagnose"),
    "candidates_candidatemerge": gettext_lazy("een samenvoeging"),
    "candidates_possibleduplicate": gettext_lazy("een vraag of iemand er dubbel in staat"),
    "candidates_traininggroup": gettext_lazy("een scholingsgroep"),
    "candidates_trainingseat": gettext_lazy("een plaats in een scholingsgroep"),
    "candidates_trainingcost": gettext_lazy("kosten van scholing"),
    "candidates_enrolment": gettext_lazy("een deelname aan scholing"),
    "candidates_benefitperiod": gettext_lazy("een periode met behoud van uitkering"),
    "placements_placement": gettext_lazy("een plaatsing"),
    "placements_placementfile": gettext_lazy("een plaatsing"),
    "placements_placementterm": gettext_lazy("een ander einde"),
    "placements_conditioncheck": gettext_lazy("een controle van duurzame uitstroom"),
    "placements_followup": gettext_lazy("nazorg"),
    "reporting_spendingline": gettext_lazy("een uitgave"),
    "placements_employercontact": gettext_lazy("een contactpersoon bij de werkgever"),
    "placements_deployment": gettext_lazy("inzet van een persoon"),
    "placements_hoursstatement": gettext_lazy("een maand met uren"),
    "exchange_personnelnumber": gettext_lazy("een personeelsnummer"),
    "exchange_payrollperiod": gettext_lazy("uren uit de loonadministratie"),
    "placements_yearline": gettext_lazy("een jaarregel"),
    "tenders_planitem": gettext_lazy("een plan"),
    "placements_contribution": gettext_lazy("andere invulling"),
    "placements_transition": gettext_lazy("een oordeel of ingediende regel"),
    "placements_revaluationtask": gettext_lazy("een maand om opnieuw te beoordelen"),
    "placements_reversalrequest": gettext_lazy("een verzoek om terug te draaien"),
    "placements_sampleitem": gettext_lazy("een steekproef"),
    "organisations_membership": gettext_lazy("een medewerker"),
    "organisations_invitation": gettext_lazy("een uitnodiging"),
    "organisations_organisationregion": gettext_lazy("een andere regio"),
}
_SOMETHING = gettext_lazy("iets anders")
_TOLD = 200


class _HinderedError(Exception):
    def __init__(self, hindrances: list[str]) -> None:
        super().__init__(len(hindrances))
        self.hindrances = hindrances


def take_back(job: BulkJob) -> None:
    """Undo the import of this job, or write down on it everything that stands in the way."""
    at = timezone.now()
    try:
        with transaction.atomic():
            frozen = _reports_since(job)
            with tenancy.system(Purpose.IMPORT, region_id=job.region_id):
                _take_back(job, frozen, at)
    except _HinderedError as error:
        _stays(job, error.hindrances[:_TOLD])
    except IntegrityError:
        logger.exception("something hangs on import %s that its rows do not tell", job.pk)
        _stays(job, [_("Er is intussen iets aan verbonden. Ververs de pagina en probeer het opnieuw.")])


def _take_back(job: BulkJob, frozen: list[tuple[str, frozenset[str]]], at: dt.datetime) -> None:
    wait_for_our_turn(job.region_id)
    if not BulkJob.objects.filter(pk=job.pk, status=JobStatus.UNDOING).exists():
        return
    rows = list(ImportedRow.objects.filter(job_id=job.pk).order_by("pk"))
    # What only the portal asked about the files that go; with any other hindrance this is undone as well.
    forget([row.row_id for row in rows if row.made and row.table_name == RecordTable.CANDIDATE])
    hindrances = list(dict.fromkeys(_hindrances(job, rows, frozen)))
    if hindrances:
        raise _HinderedError(hindrances)
    moved = _others_of_persons(rows)
    contracts = _restore(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_remove_imported(%s)", [job.pk])
    lines = Deployment.objects.live().filter(Q(pk__in=moved) | Q(contract_id__in=contracts)).order_by()
    record_revaluations(reappraise(lines.values_list("pk", flat=True), also_others=True), at=at)
    BulkJob.objects.filter(pk=job.pk).update(status=JobStatus.UNDONE, undone_at=at, hindrances=[], error="")


def _stays(job: BulkJob, hindrances: list[str]) -> None:
    with tenancy.system(Purpose.IMPORT, region_id=job.region_id):
        standing = BulkJob.objects.filter(pk=job.pk, status=JobStatus.UNDOING)
        standing.update(status=JobStatus.LANDED, hindrances=hindrances, undone_by=None, error="")


def _hindrances(job: BulkJob, rows: list[ImportedRow], frozen: list[tuple[str, frozenset[str]]]) -> Iterator[str]:
    """Everything that stands in the way, in sentences."""
    if replaced := job.outcome.get("replaced", 0):
        yield _(
            "Deze invoer verving %(number)s regels of tarieven die er al stonden. Lees een bestand in dat ze verbetert."
        ) % {"number": replaced}
    if not rows:
        return
    labels = {row.row_id: row.label for row in rows}
    yield from _changed_since(rows)
    yield from _hanging_on(job, labels)
    yield from _added_to_contracts(job, rows, labels)
    references = {row.label for row in rows if row.table_name == RecordTable.CONTRACT}
    for title, held in frozen:
        if touched := sorted(references & held):
            yield _("%(report)s is al vastgesteld met contract %(reference)s.") % {
                "report": title,
                "reference": ", ".join(touched[:5]),
            }


def _changed_since(rows: list[ImportedRow]) -> Iterator[str]:
    """Rows that are gone or have other values than the import left."""
    for table in MODELS:
        of_table = [row for row in rows if row.table_name == table]
        now = fingerprints(table, [row.row_id for row in of_table])
        for row in of_table:
            if now.get(row.row_id, "") != row.fingerprint:
                yield _("%(what)s %(name)s is daarna gewijzigd.") % {
                    "what": table.label.capitalize(),
                    "name": row.label,
                }


def _hanging_on(job: BulkJob, labels: dict[uuid.UUID, str]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT made_table, row_id, hanging_table FROM exchange_hanging_on(%s)", [job.pk])
        found = cursor.fetchall()
    for made_table, row_id, hanging_table in sorted(found, key=lambda one: (labels.get(one[1], ""), one[2])):
        yield _("Aan %(what)s %(name)s hangt %(something)s.") % {
            "what": RecordTable(made_table).label,
            "name": labels.get(row_id, ""),
            "something": HANGING.get(hanging_table, _SOMETHING),
        }


def _added_to_contracts(job: BulkJob, rows: list[ImportedRow], labels: dict[uuid.UUID, str]) -> Iterator[str]:
    """New versions and lines on contracts that were there already; on new ones the database finds them."""
    changed = [row.row_id for row in rows if row.table_name == RecordTable.CONTRACT and not row.made]
    if not changed or job.landed_at is None:
        return
    own = [row.row_id for row in rows if row.made]
    found = (
        (ContractVersion.objects.filter(made_at__gte=job.landed_at), HANGING["tenders_contractversion"]),
        (Deployment.objects.filter(created_at__gte=job.landed_at), HANGING["placements_deployment"]),
        (Contribution.objects.filter(created_at__gte=job.landed_at), HANGING["placements_contribution"]),
    )
    for added, something in found:
        ids = added.filter(contract_id__in=changed).exclude(pk__in=own).order_by("contract_id")
        for contract_id in ids.values_list("contract_id", flat=True).distinct():
            yield _("Aan contract %(name)s is daarna %(something)s toegevoegd.") % {
                "name": labels[contract_id],
                "something": something,
            }


def _reports_since(job: BulkJob) -> list[tuple[str, frozenset[str]]]:
    """Reports frozen after the landing, with the references of the contracts in them."""
    with tenancy.system(Purpose.REPORT, region_id=job.region_id):
        reports = Report.objects.filter(region_id=job.region_id, frozen_at__gte=job.landed_at).exclude(snapshot="")
        return [
            (
                _("%(title)s, versie %(version)s van %(day)s,")
                % {"title": report.title, "version": report.version, "day": date_nl(report.frozen_at)},
                frozenset(line["reference"] for line in json.loads(report.snapshot)["sroi"]["contracts"]),
            )
            for report in reports.order_by("frozen_at")
        ]


def _others_of_persons(rows: list[ImportedRow]) -> set[uuid.UUID]:
    """Lines of the same persons that stay: without what goes they may count longer, or shorter."""
    made = {row.row_id for row in rows if row.table_name == RecordTable.DEPLOYMENT}
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_lines_of_persons(%s)", [list(made)])
        return {pk for (pk,) in cursor.fetchall()} - made


def _restore(rows: Iterable[ImportedRow]) -> set[uuid.UUID]:
    """Give what was changed its former values; gives the contracts among it."""
    before = {row.row_id: row for row in rows if not row.made and row.before is not None}
    for table, model in MODELS.items():
        ids = [pk for pk, row in before.items() if row.table_name == table]
        records = list(model._base_manager.filter(pk__in=ids).order_by("pk"))  # noqa: SLF001 -- Django's public name
        for record in records:
            restore(record, before[record.pk].before or {})
        if records:
            model._base_manager.bulk_update(records, [one.name for one in watched(model)], batch_size=200)  # noqa: SLF001
    return {pk for pk, row in before.items() if row.table_name == RecordTable.CONTRACT}
