"""How everybody reaches a region, and reads what it keeps: as the region itself wrote it down."""

import pytest
from django.test import Client
from django.urls import reverse

from organisations.models import RegionContact, RetentionPolicy
from organisations.retention import policy_of
from organisations.tenancy import public

GIVEN = {"address": "Harm Buiterplein 1\nGroningen", "phone": "050 123 45 67", "email": "csr@voorbeeld.nl"}


def page_of(cast, view: str, region=None) -> str:
    return Client().get(reverse(view, args=[(region or cast.region).code])).content.decode()


class TestContact:
    def test_what_nobody_filled_in_is_not_promised(self, cast):
        page = page_of(cast, "region_contact")
        assert "nog geen telefoonnummer" in page
        assert "tel:" not in page

    def test_the_coordination_point_fills_it_in_for_everybody(self, cast):
        shown = cast.dirk.get("regio/contact/").context["form"].initial["shown"]
        assert cast.dirk.post("regio/contact/", GIVEN | {"shown": shown}).status_code == 302
        page = page_of(cast, "region_contact")
        assert 'href="tel:0501234567"' in page
        assert "Harm Buiterplein 1<br>Groningen" in page
        assert "050 123 45 67" not in page_of(cast, "region_contact", cast.other_region)

    def test_somebody_else_saved_meanwhile(self, cast):
        shown = cast.dirk.get("regio/contact/").context["form"].initial["shown"]
        cast.dirk.post("regio/contact/", GIVEN | {"shown": shown})
        again = cast.dirk.post("regio/contact/", {"phone": "050 765 43 21", "shown": shown})
        assert again.status_code == 422
        assert "Er staat nu" in again.content.decode()

    @pytest.mark.parametrize(
        ("bad", "said"),
        [
            ({"phone": "bel maar"}, "Dit is geen goed telefoonnummer."),
            ({"email": "geen adres"}, "Dit is geen goed e-mailadres."),
            ({"hours": "x" * 301}, "Schrijf hoogstens 300 tekens."),
        ],
    )
    def test_bad_input_is_told_beside_the_field(self, cast, owner, bad, said):
        answer = cast.dirk.post("regio/contact/", GIVEN | bad)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Harm Buiterplein 1" in answer.content.decode()
        with owner():
            assert not RegionContact.objects.exists()

    def test_others_may_not_and_frank_only_his_own(self, cast, owner):
        for person in (cast.alice, cast.bram, cast.carla, cast.esra):
            assert person.get("regio/contact/").status_code == 403
        assert cast.frank.get(f"regio/contact/?regio={cast.region.code}").status_code in {403, 404}
        with owner():
            assert not RegionContact.objects.exists()


class TestPrivacy:
    def test_the_table_says_what_the_region_decided(self, cast, owner):
        with owner():
            RetentionPolicy.objects.create(region=cast.region, candidate_months=37)
        assert "37 maanden" in page_of(cast, "region_privacy")
        assert "37 maanden" not in page_of(cast, "region_privacy", cast.other_region)
        assert "24 maanden" in page_of(cast, "region_privacy", cast.other_region)

    def test_everybody_reads_the_terms_of_the_region_he_is_in(self, cast, owner):
        with owner():
            RetentionPolicy.objects.create(region=cast.region, candidate_months=37)
        with public(cast.other_region.pk):
            assert policy_of(cast.region.pk).candidate_months == 24

    def test_without_a_region_it_leads_to_each(self, cast):
        page = Client().get("/privacy/").content.decode()
        assert page_of(cast, "region_privacy")
        for region in (cast.region, cast.other_region):
            assert f'href="/{region.code}/privacy/"' in page
