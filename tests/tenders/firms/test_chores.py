"""What is done for local firms every day, once, and for nobody else."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from organisations import upkeep
from tenders.models import LocalFirm
from tests.database import owner
from tests.tenders.firms.register import (
    _no_counts,  # noqa: F401 - a fixture
    firms,
    made,
    mails,
    register,
    text_of,
    token_in,
)

pytestmark = pytest.mark.django_db


def daily(cast, *, days=0, region=None):
    for name in ("tenders.firms_asked", "tenders.firm_labels", "tenders.firms_forgotten"):
        on = timezone.localdate() + dt.timedelta(days=days)
        upkeep.do(name, region_id=(region or cast.region).pk, on=on)


def ago(*, months=0, days=0):
    return timezone.now() - dt.timedelta(days=months * 31 + days)


def test_asked_once_a_year_whether_it_holds(cast):
    made(cast, looked_at=ago(months=13))
    made(cast, "Pas gekeken", looked_at=ago(months=10))
    made(cast, "Weg", state="withdrawn", looked_at=ago(months=13))
    daily(cast)
    daily(cast)
    (mail,) = mails("firm_still_right")
    assert "Schildersbedrijf De Kwast" in mail["subject"]
    page = Client().post(f"/bedrijf/{token_in(mail)}/", {"step": "holds"}, follow=True)
    assert "alles nog klopt" in text_of(page)
    daily(cast, days=300)
    assert [one["subject"].split("?")[1][:5] for one in mails("firm_still_right")] == [" Schi", " Pas "]


def test_asked_again_a_year_later_without_an_answer(cast):
    made(cast, looked_at=ago(months=13))
    daily(cast)
    daily(cast, days=200)
    assert len(mails("firm_still_right")) == 1
    daily(cast, days=367)
    assert len(mails("firm_still_right")) == 2


@pytest.mark.parametrize(("days", "told"), [(61, 0), (60, 1), (0, 1), (-1, 1)])
def test_reminded_two_months_before_a_label_ends(cast, days, told):
    made(cast, label="pso_2", label_valid_until=timezone.localdate() + dt.timedelta(days=days))
    daily(cast)
    daily(cast)
    found = mails("firm_label_ends")
    assert len(found) == told
    if days < 0:
        assert "telt nu niet meer mee" in found[0]["text"]


def test_of_a_new_date_again(cast):
    firm = made(cast, label="pso_2", label_valid_until=timezone.localdate())
    daily(cast)
    with owner():
        LocalFirm.objects.filter(pk=firm.pk).update(label_valid_until=timezone.localdate() + dt.timedelta(days=30))
    daily(cast)
    assert len(mails("firm_label_ends")) == 2


def test_who_proved_nothing_is_forgotten_with_his_history(cast):
    register()
    daily(cast, days=14)
    assert len(firms()) == 1
    daily(cast, days=15)
    assert firms() == []
    with owner():
        assert not LocalFirm.events.rel.related_model.objects.exists()


def test_of_who_left_nobodys_name_is_kept(cast):
    firm = made(cast, state="withdrawn", decided_at=None, token_hash="0" * 64)
    rejected = made(cast, "Afgewezen", state="rejected")
    stays = made(cast, "Blijft")
    daily(cast, days=90)
    assert firms(pk=firm.pk)[0].contact_name == "Kees Kwast"
    daily(cast, days=91)
    for one in (firm, rejected):
        (row,) = firms(pk=one.pk)
        assert (row.contact_name, row.contact_email, row.contact_phone, row.token_hash) == ("", "", "", "")
        assert row.name == one.name
    assert firms(pk=stays.pk)[0].contact_name == "Kees Kwast"


def test_nothing_of_another_region(cast):
    made(
        cast, region=cast.other_region, looked_at=ago(months=13), label="pso_1", label_valid_until=timezone.localdate()
    )
    daily(cast)
    assert mails("firm_still_right") == mails("firm_label_ends") == []
    daily(cast, region=cast.other_region)
    assert len(mails("firm_still_right")) == len(mails("firm_label_ends")) == 1
