"""Rows of the calendar of tenders: what hangs on a concept, and the same authority's tender that everybody may read."""

import datetime as dt

from django.utils import timezone

from organisations import tenancy
from organisations.models import Occupation, User, new_id
from tenders.choices import FollowKind, TenderStatus
from tenders.models import (
    CalendarDigest,
    ExpectedOccupation,
    SearchFollower,
    Tender,
    TenderDocument,
    TenderDocumentContent,
    TenderDocumentPage,
    TenderLot,
    TenderStep,
    TenderStepNote,
    TenderValue,
)
from tests.factories.tenders import TenderFactory

#: What a tender on the calendar is thought to be worth where that is no secret, and where it is.
OPEN_VALUE, SECRET_VALUE = 431_000, 987_000


def tender_rows(concept: Tender, *, by: User) -> None:
    """Fill in a concept, and put two other tenders of its authority on the calendar."""
    _parts(concept, by)
    CalendarDigest.objects.get_or_create(
        region=concept.region, organisation=concept.authority, week=dt.date(2026, 1, 12)
    )
    for kind in FollowKind:
        SearchFollower.objects.create(
            region=concept.region,
            kind=kind,
            email="volger@geheim.example",
            query="zoek=geheim",
            words="‘geheim’",
            token_hash=tenancy.hash_token(str(new_id())),
            address_hash=tenancy.hash_token(str(new_id())),
            confirmed_at=timezone.now(),
            told_until=dt.date(2026, 1, 1),
        )
    for value, is_confidential in ((OPEN_VALUE, False), (SECRET_VALUE, True)):
        planned = TenderFactory(
            region=concept.region,
            authority=concept.authority,
            reference=f"K-{new_id()}",
            status=TenderStatus.PLANNED,
            on_calendar_since=dt.date(2026, 1, 10),
        )
        TenderValue.objects.create(tender=planned, amount=value, is_confidential=is_confidential)
        _parts(planned, by)


def _parts(tender: Tender, by: User) -> None:
    occupation = Occupation.objects.get_or_create(
        region=tender.region, code="grondwerker", defaults={"name": "Grondwerker", "sector": "construction"}
    )[0]
    TenderLot.objects.create(tender=tender, number=1, title="Perceel noord")
    ExpectedOccupation.objects.create(tender=tender, occupation=occupation, head_count=4)
    step = TenderStep.objects.create(tender=tender, to_status=tender.status, on=dt.date(2026, 1, 10), by=by)
    TenderStepNote.objects.create(step=step, note="Geheim: waarom deze stap")
    for number, is_public in enumerate((True, False)):
        document = TenderDocument.objects.create(
            region=tender.region,
            tender=tender,
            title="Programma van eisen",
            is_public=is_public,
            state="checked",
            media_type="application/pdf",
            pages=1,
            size=4,
            sha256=f"{number}" * 64,
            kept_sha256="b" * 64,
            organisation=tender.authority,
            uploaded_by=by,
        )
        content = TenderDocumentContent.objects.create(document=document, name="eisen.pdf", data=b"%PDF")
        TenderDocumentPage.objects.create(content=content, number=1, width=1, height=1, png=b"\x89PNG")
