"""Erasing by the worker: all of it or nothing, nobody waits for it, and the proof afterwards."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from candidates.models import CandidateIdentity, ContactMoment
from exchange.models import BulkFile, BulkJob
from organisations import erasing
from organisations.models import Erasure
from organisations.sought_names import SoughtNames
from tests.candidates.erasing.traces import FIRST, LAST, asked, erased, packed, plant
from tests.database import owner

pytestmark = pytest.mark.django_db


def test_files_are_read_before_anything_is_held(cast, candidate, monkeypatch):
    """Also one that comes while the others are read goes, and each is read once."""
    plant(cast, candidate)
    read = []
    looking = SoughtNames.in_file

    def in_file(self, content):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            read.append((bytes(content), cursor.fetchone()[0]))
        if len(read) == 1:
            with owner():
                job = BulkJob.objects.get(title="Kandidaten")
                BulkFile.objects.create(
                    job=job, role="result", name="drie.csv", content=late, size=9, sha256="0" * 64,
                    made_at=timezone.now(),
                )  # fmt: skip
        return looking(self, content)

    late = packed(f"a;\n{LAST};{FIRST};")
    monkeypatch.setattr(SoughtNames, "in_file", in_file)
    proof = erased(cast, candidate)
    assert proof.counts["exchange.BulkFile"] == 2
    assert [held for _content, held in read] == ["0", "0", "5s"]
    assert read[-1][0] == late
    with owner():
        assert [one.name for one in BulkFile.objects.all()] == ["twee.csv"]


def test_nothing_is_half_erased(cast, candidate):
    """Where one statement fails all of it is undone, and tried again later."""
    plant(cast, candidate)
    asked(cast.dirk, candidate)
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_erasurerule SET statement = 'SELECT 1/0' WHERE position ="
            " (SELECT max(position) FROM organisations_erasurerule WHERE subject = '')"
        )
        erasure = Erasure.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        erasing.carry_out(erasure.pk, region_id=cast.region.pk)
    with owner():
        assert CandidateIdentity.objects.get(candidate=candidate).last_name == LAST
        assert ContactMoment.objects.filter(candidate=candidate).exists()
        assert BulkFile.objects.count() == 2
        assert not Erasure.objects.get().done_at


def test_the_proof_says_what_when_and_by_whom_and_not_who(cast, candidate):
    plant(cast, candidate)
    proof = erased(cast, candidate)
    assert (proof.cause, proof.asked_by_id, proof.asked_on) == ("asked", cast.dirk.user.pk, dt.date(2026, 6, 1))
    assert proof.counts["candidates.ContactMoment"] == 1
    assert proof.counts["exchange.BulkFile"] == 1
    page = cast.dirk.get("regio/bewaren/gewist/").content.decode()
    assert "De persoon vroeg erom" in page
    assert LAST not in page
