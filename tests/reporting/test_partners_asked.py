"""Whom the bureau asks, and what it answers itself: it does not judge, and agrees to what it publishes."""

import datetime as dt

import pytest
from django.utils import timezone

from organisations import tenancy
from organisations.refused import Refused
from reporting import pipeline
from reporting.choices import Edition, FileFormat, PartnerGroup, ReportStatus
from reporting.flow import checking, judging, publishing
from reporting.forms.flow import AskForm
from reporting.models import CovenantPartner, PublicConsent, Report, ReportWarning
from reporting.periods import Kind, Period
from tests.covenant_rows import partner_of, sign

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 8, 3, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def made(cast, monkeypatch):
    """A report as the worker makes it; its files only have to be there."""
    monkeypatch.setattr(pipeline, "_rendered", lambda _report, file_format, _document: file_format.encode())

    def make():
        report = pipeline.version_for(
            cast.region, kind=Kind.QUARTERLY, period=Period.parse("2026-Q2"), fresh=False, at=AT
        )
        pipeline.produce(report.pk, region_id=cast.region.pk, check=checking.count_now)
        return report

    return make


def acting(person):
    return tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


def test_a_report_that_is_ready_has_its_warnings(cast, owner, made, monkeypatch):
    """They are there before it is ready: nobody freezes it unseen in between."""
    with owner():
        partner_of(cast.region)
    there = []
    finish = pipeline._AtWork.finish

    def looked_at(at_work, report, *, at):
        with owner():
            there.extend(ReportWarning.objects.values_list("code", flat=True))
        finish(at_work, report, at=at)

    monkeypatch.setattr(pipeline._AtWork, "finish", looked_at)
    report = made()
    assert there == ["efforts"]
    with acting(cast.esra) as esra, pytest.raises(Refused, match="waarschuwingen"):
        publishing.freeze(esra, report.pk, at=AT)


def test_the_pdf_is_made_again_without_concept_when_no_word_changed(cast, owner, made, monkeypatch):
    monkeypatch.setattr(
        pipeline, "_rendered", lambda report, file_format, _document: f"{file_format} draft={report.is_draft}".encode()
    )
    report = made()
    sealed = pipeline.report_of(report.pk, region_id=cast.region.pk)
    assert pipeline.file_of(sealed, FileFormat.PDF) == b"pdf draft=True"
    with acting(cast.esra) as esra:
        publishing.freeze(esra, report.pk, at=timezone.now())
    pipeline.produce(report.pk, region_id=cast.region.pk, check=checking.count_now)
    frozen = pipeline.report_of(report.pk, region_id=cast.region.pk)
    assert (frozen.status, frozen.sha256) == (ReportStatus.READY, sealed.sha256)
    assert pipeline.file_of(frozen, FileFormat.PDF) == b"pdf draft=False"


def test_the_bureau_agrees_by_publishing_and_is_asked_nothing(cast, owner, made):
    with owner():
        union = partner_of(cast.region)
        sign(cast.region, cast.esra.organisation)
    report = made()
    with owner():
        ReportWarning.objects.update(at=AT, by=cast.esra.user)
    with acting(cast.esra) as esra:
        publishing.freeze(esra, report.pk, at=AT)
    pipeline.produce(report.pk, region_id=cast.region.pk)
    with acting(cast.esra) as esra:
        waiting = publishing.missing_consents(Report.objects.get(pk=report.pk))
        assert [one.pk for one in waiting] == [union.organisation.pk]
        asked = {"given_on": AT.date(), "given_by": "vergadering", "at": AT}
        publishing.consent(esra, report.pk, partners=[union.organisation.pk], **asked)
        publishing.publish(esra, report.pk, edition=Edition.PUBLIC, at=AT)
    with owner():
        given = dict(PublicConsent.objects.values_list("organisation_id", "given_by"))
    assert given == {union.organisation.pk: "vergadering", cast.esra.organisation.pk: "bij het publiceren"}


def test_partners_are_asked_in_the_group_that_was_chosen_for_them_and_the_bureau_is_not(cast, owner):
    with owner():
        union = partner_of(cast.region).organisation
        sign(cast.region, cast.esra.organisation)
        CovenantPartner.objects.create(region=cast.region, partner=union, group=PartnerGroup.EMPLOYERS)
    with acting(cast.esra):
        found = {one.organisation_id: one.group for one in judging.partners_of(cast.region.pk)}
    assert found == {union.pk: PartnerGroup.EMPLOYERS.label}


def test_somebody_with_an_address_writes_for_a_group_that_was_chosen():
    asked = {"email": "rector@school.example", "due_on": "20-8-2099"}
    unsaid = AskForm(asked, partners=[])
    assert unsaid.errors == {"group": ["Kies namens welke groep deze persoon schrijft."]}
    said = AskForm(asked | {"group": "Scholen"}, partners=[])
    assert said.is_valid(), said.errors
    assert [one.group for one in said.invited()] == ["Scholen"]
