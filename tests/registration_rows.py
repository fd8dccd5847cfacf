"""Registrations of one region for the oracle: an agency's answers, pairs that may be one person, a merge, a table."""

import datetime as dt

from django.utils import timezone

from candidates.models import AgencyConditions, Candidate, CandidateMerge, OpenRegistration, OwnCv, PossibleDuplicate
from exchange.models import ReferralUpload
from organisations.models import Region
from tests.cast import Person


def registration_rows(region: Region, school: Person, werkplein: Person, coordination: Person) -> None:
    """Pairs and merges of two files of the Werkplein, and of one of it with one that is nobody's."""
    files = Candidate.objects.filter(region=region).order_by("pk")
    own = list(files.filter(werkplein=werkplein.organisation))
    nobodys = files.get(werkplein=None, registrant_organisation=None)
    registered = files.filter(registrant_organisation=school.organisation).first()
    for organisation, candidate in ((school, registered), (coordination, own[0])):
        AgencyConditions.objects.create(
            candidate=candidate,
            region=region,
            consulted_on=dt.date(2026, 9, 1),
            consulted_with="Dirk",
            half_year_contract=True,
            no_temp_contract=True,
            no_contribution_reason="Nu niet",
            organisation=organisation.organisation,
            answered_by=organisation.user,
        )
    for candidate in (own[0], nobodys):
        OpenRegistration.objects.create(
            candidate=candidate, region=region, kinds=["cleaning"], consent="zelf-1", by_name="Juf Geheim"
        )
        OwnCv.objects.create(candidate=candidate, region=region, work="Geheim werk")
    for one, other in ((own[0], own[1]), (own[0], nobodys)):
        first, second = sorted((one, other), key=lambda file: file.pk)
        PossibleDuplicate.objects.create(region=region, one=first, other=second, signs=["phone"])
    for gone, by in ((own[1], werkplein), (nobodys, coordination)):
        CandidateMerge.objects.create(
            region=region,
            kept=own[0],
            gone=gone,
            reason="Dezelfde persoon, gebeld",
            before={"candidateidentity.phone": "06-11111111"},
            after={"candidateidentity.phone": "06-00000000"},
            moved={},
            organisation=by.organisation,
            merged_by=by.user,
            merged_at=timezone.now(),
        )
    for person in (werkplein, school):
        ReferralUpload.objects.create(
            region=region,
            organisation=person.organisation,
            uploaded_by=person.user,
            title="klas.csv",
            header=["Naam", "Telefoon", "Gemeente"],
            rows=[[2, ["A. Voorbeeld", "0600000000", "Groningen"]]],
            columns=["name", "phone", "municipality"],
            status="preview",
            rows_until=dt.date(2027, 9, 1),
        )
