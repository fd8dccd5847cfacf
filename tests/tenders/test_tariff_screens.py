"""The screens on which the coordination point writes, compares and publishes a tariff."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import OrganisationRegion
from tenders.models import Block, Tariff
from tests.placements.workspace import auditor_of
from tests.tenders.test_tariff_versions import begun, contract, published

YEAR = "2027-01-01"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def old(cast, owner) -> Tariff:
    with owner():
        return Tariff.objects.get(region=cast.region, valid_from__year=2016)


def test_a_version_from_copy_to_publication(cast, owner):
    start = old(cast, owner)
    made = cast.dirk.post("tarieven/nieuw/", {"like": start.pk, "valid_from": "01-01-2027", "note": "Lonen stegen"})
    assert made.status_code == 302
    with owner():
        concept = Tariff.objects.get(region=cast.region, published_at__isnull=True)
        block = concept.blocks.get(code="wajong")
    page = text(cast.dirk.get(f"tarieven/{concept.pk}/"))
    assert "Dit is een concept" in page
    assert "Lonen stegen" in page
    changed = cast.dirk.post(
        f"tarieven/{concept.pk}/blokken/{block.pk}/",
        {
            "label": "Wajong",
            "value": "45.000,00",
            "norm_hours": "36",
            "min_hours": "12",
            "max_months": "",
            "situation": "wajong",
            "evidence": ["contract", "statement"],
            "explanation": "Vraag de verklaring aan bij UWV.",
        },
    )
    assert changed.status_code == 302
    with owner():
        block.refresh_from_db()
        assert (block.value, block.evidence) == (Decimal(45000), ["contract", "statement"])
    difference = text(cast.dirk.get(f"tarieven/{concept.pk}/vergelijken/"))
    assert "€ 40.000,00 per jaar" in difference
    assert "€ 45.000,00 per jaar" in difference
    assert cast.dirk.post(f"tarieven/{concept.pk}/publiceren/", {}).status_code == 302
    page = text(cast.bram.get(f"tarieven/{concept.pk}/"))
    assert "45.000,00" in page
    assert "te bevestigen" in page
    assert "Tabel bevestigen" in text(cast.dirk.get(f"tarieven/{concept.pk}/"))


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("full_time_year", {"min_hours": "40"}, "Dit is meer dan voltijd"),
        ("full_time_year", {"norm_hours": "0"}, "Vul meer dan 0 uur in"),
        ("full_time_year", {"max_months": "0"}, "Vul 1 of meer in"),
        ("full_time_year", {"code": "agreed"}, "Deze code heeft het portaal zelf nodig"),
        ("full_time_year", {"code": "Wajong 2"}, "alleen kleine letters"),
        ("full_time_year", {"code": "wajong"}, "Deze code heeft al een ander bouwblok"),
        ("full_time_year", {"value": "-1"}, "Vul 0 of meer in"),
        ("bonus", {"min_age": ""}, "of kies dat het om een vast contract gaat"),
    ],
)
def test_a_block_that_cannot_be_is_refused_beside_its_field(cast, owner, kind, typed, words):
    concept = begun(cast)
    given = {"label": "Nieuw", "code": "nieuw", "value": "100", "norm_hours": "36", "min_hours": "12"} | typed
    answer = cast.dirk.post(f"tarieven/{concept.pk}/blokken/nieuw/?soort={kind}", given)
    assert answer.status_code == 422
    assert words in text(answer)
    with owner():
        assert not concept.blocks.filter(code="nieuw").exists()


def test_each_kind_of_block_is_added_and_taken_out(cast, owner):
    concept = begun(cast)
    assert "Werkelijke kosten" in text(cast.dirk.get(f"tarieven/{concept.pk}/blokken/nieuw/"))
    for kind in ("per_hour", "invoice_share", "one_off", "actual_cost", "bonus"):
        given = {"label": kind, "code": f"n_{kind}", "value": "0,75", "min_age": "60"}
        answer = cast.dirk.post(f"tarieven/{concept.pk}/blokken/nieuw/?soort={kind}", given)
        assert answer.status_code == 302, text(answer)
    with owner():
        values = dict(concept.blocks.filter(code__startswith="n_").values_list("code", "value"))
        assert values["n_actual_cost"] == 1
        assert values["n_invoice_share"] == Decimal("0.75")
        block = concept.blocks.get(code="n_bonus")
    assert cast.dirk.post(f"tarieven/{concept.pk}/blokken/{block.pk}/weg/").status_code == 302
    with owner():
        assert not Block.objects.filter(pk=block.pk).exists()


def test_publishing_too_early_says_why_and_changes_nothing(cast, owner):
    contract(cast, owner, awarded_on=dt.date(2027, 2, 1))
    concept = begun(cast)
    answer = cast.dirk.post(f"tarieven/{concept.pk}/publiceren/", {"confirmed": "on"})
    assert answer.status_code == 422
    assert "Op 1 februari 2027 is al een contract gegund" in text(answer)
    with owner():
        assert Tariff.objects.get(pk=concept.pk).published_at is None


def test_a_concept_is_there_for_the_coordination_point_only(cast, owner):
    concept = begun(cast)
    with owner():
        block = concept.blocks.get(code="wajong")
    reading = (f"tarieven/{concept.pk}/", f"tarieven/{concept.pk}/vergelijken/")
    for person in (cast.alice, cast.bram, cast.carla, cast.esra, cast.frank):
        for path in reading:
            assert person.get(path).status_code == 404, (person.user, path)
        assert "Hogere lonen" not in text(person.get("tarieven/"))
    writing = (
        f"tarieven/{concept.pk}/wijzigen/",
        f"tarieven/{concept.pk}/weg/",
        f"tarieven/{concept.pk}/publiceren/",
        f"tarieven/{concept.pk}/terug/",
        f"tarieven/{concept.pk}/blokken/nieuw/",
        f"tarieven/{concept.pk}/blokken/{block.pk}/",
        f"tarieven/{concept.pk}/blokken/{block.pk}/weg/",
    )
    auditor = auditor_of(cast.dirk)
    assert auditor.get(reading[0]).status_code == 200
    for path in writing:
        assert cast.frank.post(path).status_code == 404, path
        for person in (cast.alice, cast.bram, cast.carla, cast.esra, auditor):
            assert person.post(path).status_code == 403, (person.user, path)
    with owner():
        assert concept.blocks.filter(code="wajong").exists()


def test_the_comparison_never_reads_a_concept_to_others(cast, owner):
    concept = begun(cast)
    with owner():
        concept.blocks.filter(code="wajong").update(value=Decimal(77777))
    start = old(cast, owner)
    assert "77.777" in text(cast.dirk.get(f"tarieven/{start.pk}/vergelijken/?met={concept.pk}"))
    for person in (cast.alice, cast.bram, cast.esra):
        assert "77.777" not in text(person.get(f"tarieven/{start.pk}/vergelijken/?met={concept.pk}"))


def test_a_concept_is_thrown_away_and_what_is_published_is_not(cast, owner):
    concept = begun(cast)
    assert cast.dirk.post(f"tarieven/{concept.pk}/weg/").status_code == 302
    with owner():
        assert not Tariff.objects.filter(pk=concept.pk).exists()
    kept = published(cast, begun(cast))
    cast.dirk.post(f"tarieven/{kept.pk}/weg/")
    with owner():
        assert Tariff.objects.filter(pk=kept.pk).exists()


def test_of_what_is_published_only_the_guidance_is_edited(cast, owner):
    start = old(cast, owner)
    with owner():
        block = start.blocks.get(code="wajong")
    page = text(cast.dirk.get(f"tarieven/{start.pk}/blokken/{block.pk}/"))
    assert "bedragen veranderen niet meer" in page
    assert 'name="value"' not in page
    given = {"situation": "wajong", "evidence": ["payslip"], "explanation": "Zie UWV.", "value": "1"}
    assert cast.dirk.post(f"tarieven/{start.pk}/blokken/{block.pk}/", given).status_code == 302
    with owner():
        block.refresh_from_db()
        assert (block.evidence, block.explanation, block.value) == (["payslip"], "Zie UWV.", Decimal(40000))


def test_the_list_asks_as_much_for_three_versions_as_for_thirty(cast, owner):
    def asked(person) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert person.get("tarieven/").status_code == 200
        return len(queries)

    before = {person.user.name: asked(person) for person in (cast.dirk, cast.bram)}
    with owner():
        for number in range(30):
            Tariff.objects.create(
                region=cast.region,
                valid_from=dt.date(2028, 1, 1) + dt.timedelta(days=number),
                published_at=timezone.now() if number % 2 else None,
                made_by=cast.dirk.user,
            )
    assert {person.user.name: asked(person) for person in (cast.dirk, cast.bram)} == before
    assert max(before.values()) <= 8


def test_a_form_of_what_a_colleague_published_meanwhile_says_so(cast, owner):
    concept = published(cast, begun(cast))
    for path in ("wijzigen/", "blokken/nieuw/?soort=one_off"):
        given = {"valid_from": "01-01-2029", "label": "Nieuw", "code": "nieuw", "value": "5"}
        answer = cast.dirk.post(f"tarieven/{concept.pk}/{path}", given, follow=True)
        assert "verandert niet meer" in text(answer)
    with owner():
        concept.refresh_from_db()
        assert concept.valid_from == dt.date(2027, 1, 1)
        assert not concept.blocks.filter(code="nieuw").exists()


@pytest.mark.parametrize(
    ("first_day", "words"),
    [
        (dt.date(2016, 1, 1), "Er geldt al een tabel vanaf 1 januari 2016. Kies een latere eerste dag."),
        (dt.date(2015, 7, 1), "De tabel van nu geldt al vanaf 1 januari 2016."),
    ],
)
def test_a_concept_that_begins_with_or_before_the_table_of_now_says_so_and_stays_a_concept(
    cast, owner, first_day, words
):
    concept = begun(cast, valid_from=first_day)
    page = text(cast.dirk.get(f"tarieven/{concept.pk}/"))
    assert words in page
    assert f"tarieven/{concept.pk}/publiceren/" not in page
    answer = cast.dirk.post(f"tarieven/{concept.pk}/publiceren/", {"confirmed": "on"})
    assert answer.status_code == 422
    assert text(answer).count(words) == 1
    with owner():
        assert Tariff.objects.get(pk=concept.pk).published_at is None


def test_that_the_amounts_were_decided_on_is_ticked_on_purpose(cast, owner):
    page = text(cast.dirk.get(f"tarieven/{begun(cast).pk}/"))
    (box,) = re.findall(r'<input[^>]*name="confirmed"[^>]*>', page)
    assert "checked" not in box


def hidden(page: str) -> dict[str, str]:
    """The version that the form was filled in from."""
    return {"seen": re.search(r'name="seen" value="([^"]*)"', page).group(1)}


def test_a_form_of_before_the_publication_keeps_nothing_until_it_is_saved_again(cast, owner):
    concept = begun(cast)
    with owner():
        block = concept.blocks.get(code="wajong")
    path = f"tarieven/{concept.pk}/blokken/{block.pk}/"
    older = hidden(text(cast.dirk.get(path))) | {
        "label": block.label,
        "value": "41.234",
        "norm_hours": "36",
        "min_hours": "12",
        "explanation": "Vraag het UWV.",
    }
    published(cast, concept)
    answer = cast.dirk.post(path, older)
    page = text(answer)
    assert answer.status_code == 422
    assert "gepubliceerd of gewijzigd terwijl u dit invulde" in page
    assert "41.234" in page
    assert "Vraag het UWV." in page
    with owner():
        block.refresh_from_db()
        assert "Vraag het UWV." not in block.explanation
    assert cast.dirk.post(path, older | hidden(page)).status_code == 302
    with owner():
        block.refresh_from_db()
        assert (block.explanation, block.value) == ("Vraag het UWV.", Decimal(40000))


def test_a_form_of_before_a_colleague_changed_the_block_says_what_stands_there_now(cast, owner):
    concept = begun(cast)
    with owner():
        block = concept.blocks.get(code="wajong")
    path = f"tarieven/{concept.pk}/blokken/{block.pk}/"
    given = {"label": block.label, "value": "41.000", "norm_hours": "36", "min_hours": "12"}
    older = given | hidden(text(cast.dirk.get(path)))
    assert cast.dirk.post(path, older | {"value": "42.500"}).status_code == 302
    answer = cast.dirk.post(path, older)
    page = text(answer)
    assert answer.status_code == 422
    assert "een collega wijzigde dit bouwblok" in page
    assert re.search(r"<dd>42\.500", page)
    with owner():
        block.refresh_from_db()
        assert block.value == Decimal(42500)
    assert cast.dirk.post(path, older | hidden(page)).status_code == 302
    with owner():
        block.refresh_from_db()
        assert block.value == Decimal(41000)


def test_a_table_that_begins_later_does_not_stand_in_the_way_of_one_before_it(cast, owner):
    published(cast, begun(cast, valid_from=dt.date(2099, 1, 1)))
    concept = begun(cast, valid_from=dt.date(2098, 1, 1))
    assert f"tarieven/{concept.pk}/publiceren/" in text(cast.dirk.get(f"tarieven/{concept.pk}/"))
    assert cast.dirk.post(f"tarieven/{concept.pk}/publiceren/", {}).status_code == 302
    with owner():
        assert Tariff.objects.get(pk=concept.pk).published_at is not None


def test_a_newer_table_of_another_region_does_not_stand_in_the_way(cast, owner):
    with owner():
        OrganisationRegion.objects.create(
            organisation=cast.dirk.organisation, region=cast.other_region, code="csr-noordermeer-2"
        )
        Tariff.objects.create(
            region=cast.other_region,
            valid_from=dt.date(2025, 1, 1),
            published_at=timezone.now(),
            made_by=cast.frank.user,
        )
    concept = begun(cast, valid_from=dt.date(2024, 1, 1))
    assert cast.dirk.post(f"tarieven/{concept.pk}/publiceren/", {}).status_code == 302
    with owner():
        assert Tariff.objects.get(pk=concept.pk).published_at is not None
