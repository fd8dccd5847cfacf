"""The tariff as a help page: every value, in words."""

from django.utils import timezone

from tenders.models import Tariff
from tests.factories.tenders import tariff_of


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_shows_each_kind_of_block_with_its_value(cast, owner):
    with owner():
        tariff = Tariff.objects.get(region=cast.region)
    page = text(cast.bram.get(f"tarieven/{tariff.pk}/"))
    for words in (
        "Participatiewet, langer dan 2 jaar",
        "40.000,00",
        "24 maanden",
        "onbeperkt",
        "50 jaar of ouder",
        "5.000,00",
        "0,5 × de factuur zonder btw",
        "€ 100,00 per uur",
        "de werkelijke kosten",
        "te bevestigen",
    ):
        assert words in page, words


def test_confirmed_tariff_has_no_flag(cast, owner):
    with owner():
        tariff = Tariff.objects.get(region=cast.region)
        Tariff.objects.filter(pk=tariff.pk).update(confirmed_at=timezone.now())
    assert "te bevestigen" not in text(cast.alice.get(f"tarieven/{tariff.pk}/"))


def test_tariff_of_another_region_is_missing(cast, owner):
    with owner():
        own, other = Tariff.objects.get(region=cast.region), tariff_of(cast.other_region)
    assert cast.alice.get(f"tarieven/{other.pk}/").status_code == 404
    assert cast.frank.get(f"tarieven/{own.pk}/").status_code == 404
    assert cast.frank.get(f"tarieven/{other.pk}/").status_code == 200
    assert cast.alice.post(f"tarieven/{own.pk}/").status_code == 405


def test_only_the_coordination_point_confirms(cast, owner):
    with owner():
        tariff = Tariff.objects.get(region=cast.region)
    path = f"tarieven/{tariff.pk}/bevestigen/"
    for person in (cast.alice, cast.bram, cast.carla, cast.esra):
        assert "Tabel bevestigen" not in text(person.get(f"tarieven/{tariff.pk}/"))
        assert person.post(path).status_code == 403
    assert cast.frank.post(path).status_code == 404
    assert "Tabel bevestigen" in text(cast.dirk.get(f"tarieven/{tariff.pk}/"))
    assert cast.dirk.get(path).status_code == 405
    with owner():
        assert Tariff.objects.get(pk=tariff.pk).confirmed_at is None
    assert cast.dirk.post(path).status_code == 302
    with owner():
        confirmed_at = Tariff.objects.get(pk=tariff.pk).confirmed_at
    assert confirmed_at is not None
    assert "te bevestigen" not in text(cast.bram.get(f"tarieven/{tariff.pk}/"))
    cast.dirk.post(path)
    with owner():
        assert Tariff.objects.get(pk=tariff.pk).confirmed_at == confirmed_at
