"""A version of the tariff: a concept, published from a day on, and locked once a contract is valued by it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from organisations.tenancy import acting_for
from tenders import tariff_versions
from tenders.award import tariff_in_force
from tenders.models import Block, Tariff
from tenders.tariff_versions import TariffRefused
from tests.factories.tenders import ContractFactory

NEXT_YEAR = dt.date(2027, 1, 1)


def act(person):
    return acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


def begun(cast, *, valid_from=NEXT_YEAR, copy=True) -> Tariff:
    with act(cast.dirk) as dirk:
        like = (
            Tariff.objects.get(region=cast.region, published_at__isnull=False, valid_from__year=2016) if copy else None
        )
        return tariff_versions.begin(
            dirk, region_id=cast.region.pk, valid_from=valid_from, note="Hogere lonen", like=like, at=timezone.now()
        )


def published(cast, tariff, *, confirmed=True) -> Tariff:
    with act(cast.dirk) as dirk:
        return tariff_versions.publish(dirk, tariff.pk, at=timezone.now(), confirmed=confirmed)


def contract(cast, owner, **values):
    with owner():
        return ContractFactory(
            region=cast.region,
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            tariff=Tariff.objects.get(region=cast.region, valid_from__year=2016),
            **values,
        )


def test_a_copy_says_the_same_and_is_the_coordination_points_own_business(cast, owner):
    made = begun(cast)
    with owner():
        old = Tariff.objects.get(region=cast.region, published_at__isnull=False)
        assert tariff_versions.facts_of(made) == tariff_versions.facts_of(old)
        assert (made.published_at, made.confirmed_at, made.made_by) == (None, None, cast.dirk.user)
    for person in (cast.alice, cast.bram, cast.carla, cast.esra, cast.frank):
        with act(person):
            assert not Tariff.objects.filter(pk=made.pk).exists(), person.user
            assert not Block.objects.filter(tariff_id=made.pk).exists(), person.user
    with tenancy.public(cast.region.pk):
        assert not Tariff.objects.filter(pk=made.pk).exists()
    for purpose in (Purpose.IMPORT, Purpose.REPORT, Purpose.MAIL):
        with tenancy.system(purpose, region_id=cast.region.pk):
            assert not Tariff.objects.filter(pk=made.pk).exists(), purpose


def test_a_concept_values_nothing(cast, owner):
    made = begun(cast, valid_from=dt.date(2020, 1, 1))
    with act(cast.dirk):
        assert tariff_in_force(cast.region.pk, on=dt.date(2026, 6, 1)).pk != made.pk
    with owner(), pytest.raises(IntegrityError, match="values no contract"), transaction.atomic():
        ContractFactory(
            region=cast.region,
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            tariff=Tariff.objects.get(pk=made.pk),
        )


def test_what_is_published_holds_from_its_day_on(cast, owner):
    made = published(cast, begun(cast), confirmed=False)
    assert made.confirmed_at is None
    with act(cast.alice):
        assert tariff_in_force(cast.region.pk, on=NEXT_YEAR).pk == made.pk
        assert tariff_in_force(cast.region.pk, on=dt.date(2026, 12, 31)).pk != made.pk


def test_nothing_is_published_before_a_contract_that_is_valued_otherwise(cast, owner):
    contract(cast, owner, awarded_on=dt.date(2026, 5, 4))
    made = begun(cast, valid_from=dt.date(2026, 5, 4))
    with pytest.raises(TariffRefused, match="4\xa0mei 2026") as refused:
        published(cast, made)
    assert refused.value.field == "valid_from"
    # The database holds it too.
    with pytest.raises(IntegrityError, match="valued by another version"), act(cast.dirk), transaction.atomic():
        Tariff.objects.filter(pk=made.pk).update(published_at=timezone.now())
    with act(cast.dirk) as dirk:
        tariff_versions.describe(dirk, made.pk, valid_from=dt.date(2026, 5, 5), note="")
    assert published(cast, made).published_at is not None


def test_a_version_fits_in_between_where_no_contract_was_awarded(cast, owner):
    published(cast, begun(cast, valid_from=NEXT_YEAR))
    with owner():
        later = Tariff.objects.get(region=cast.region, valid_from=NEXT_YEAR)
        ContractFactory(
            region=cast.region,
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            tariff=later,
            awarded_on=dt.date(2027, 3, 1),
        )
    assert published(cast, begun(cast, valid_from=dt.date(2026, 9, 1))).published_at is not None


def test_one_version_a_day(cast, owner):
    published(cast, begun(cast))
    with pytest.raises(TariffRefused, match="1\xa0januari 2027"):
        published(cast, begun(cast))


def test_a_used_version_stands_still_and_another_goes_back_to_concept(cast, owner):
    made = published(cast, begun(cast))
    with act(cast.dirk) as dirk:
        assert tariff_versions.take_back(dirk, made.pk).published_at is None
    made = published(cast, made)
    with owner():
        ContractFactory(
            region=cast.region,
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            tariff=Tariff.objects.get(pk=made.pk),
            awarded_on=NEXT_YEAR,
        )
    with pytest.raises(TariffRefused, match="Contracten gebruiken"), act(cast.dirk) as dirk:
        tariff_versions.take_back(dirk, made.pk)
    with pytest.raises(IntegrityError, match="in use"), act(cast.dirk), transaction.atomic():
        Tariff.objects.filter(pk=made.pk).update(valid_from=dt.date(2027, 2, 1))
    with act(cast.dirk) as dirk:
        block = Block.objects.get(tariff=made, code="wajong")
        words = {"situation": "wajong", "evidence": ["contract"], "explanation": "Vraag het UWV."}
        tariff_versions.write_guidance(dirk, made.pk, block_id=block.pk, values=words)
        block.refresh_from_db()
        assert (block.evidence, block.explanation) == (["contract"], "Vraag het UWV.")
        with pytest.raises(TariffRefused, match="gepubliceerd"):
            tariff_versions.write_block(dirk, made.pk, block_id=block.pk, values={"code": "wajong", "value": 1})


def test_the_only_version_of_a_region_stays(cast, owner):
    with owner():
        only = Tariff.objects.get(region=cast.region)
    with pytest.raises(TariffRefused, match="enige"), act(cast.dirk) as dirk:
        tariff_versions.take_back(dirk, only.pk)


def test_an_empty_concept_and_two_answers_for_one_question_are_not_published(cast, owner):
    empty = begun(cast, copy=False)
    with pytest.raises(TariffRefused, match="nog geen bouwblok"):
        published(cast, empty)
    made = begun(cast)
    values = {
        "code": "wajong_2",
        "label": "Wajong 2",
        "kind": "full_time_year",
        "value": Decimal(1),
        "norm_hours": Decimal(36),
        "min_hours": Decimal(12),
        "situation": "wajong",
    }
    with act(cast.dirk) as dirk:
        tariff_versions.write_block(dirk, made.pk, block_id=None, values=values)
    with pytest.raises(TariffRefused, match="Wajong 2"):
        published(cast, made)


def test_nobody_else_writes_a_concept(cast, owner):
    made = begun(cast)
    for person in (cast.alice, cast.bram, cast.esra, cast.frank):
        with act(person):
            assert not Tariff.objects.filter(pk=made.pk).update(note="x")
            with pytest.raises(DatabaseError), transaction.atomic():
                Tariff.objects.create(region=cast.region, valid_from=NEXT_YEAR, published_at=None)
    with act(cast.dirk), pytest.raises(DatabaseError), transaction.atomic():
        Tariff.objects.create(region=cast.region, valid_from=NEXT_YEAR)  # published past every check
