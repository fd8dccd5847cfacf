"""The form of a tender: who may, what a concept takes, what the calendar asks, and that nothing typed is lost."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import OrganisationKind, Role
from organisations.models import Occupation
from tenders.models import ExpectedOccupation, RegionPolicy, Tender, TenderLot, TenderStep, TenderValue
from tests.cast import Person, log_in
from tests.database import owner as owner_of_rows
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.tenders.colleagues import colleague_of
from tests.tenders.tender_forms import hidden, opened, sent

PATH = "kalender/nieuw/"
SAVE, ADVISE = "kalender/nieuw/bewaren/", "kalender/nieuw/advies/"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def error_at(response, name) -> str:
    return " ".join(str(one) for one in response.context["form"].errors.get(name, [])).replace("\xa0", " ")


@pytest.fixture
def concept(cast):
    """A concept of Alice, and the path of its form."""
    assert cast.alice.post(PATH, sent(opened(cast.alice))).status_code == 302
    with owner_of_rows():
        return Tender.objects.get()


@pytest.fixture
def edit(concept) -> str:
    return f"kalender/{concept.pk}/wijzigen/"


@pytest.fixture
def occupations(cast, owner) -> list[str]:
    with owner():
        made = [
            Occupation.objects.create(region=cast.region, code=f"beroep-{name}", name=name, sector="construction")
            for name in ("Stukadoor", "Voeger")
        ]
        return [str(one.pk) for one in made]


def neighbour(cast) -> Person:
    """A member of another authority of the same region."""
    with owner_of_rows():
        organisation = OrganisationFactory(kind=OrganisationKind.MUNICIPALITY, name="Gemeente Westerkwartier")
        person = Person(MembershipFactory(organisation=organisation).user, organisation)
    log_in(person)
    return person


# Who may


def test_open_to_authority_and_coordination_point(cast, concept, edit):
    for path in (PATH, edit):
        assert cast.alice.get(path).status_code == 200
        assert cast.dirk.get(path).status_code == 200
        for person in (cast.bram, cast.carla, cast.esra):
            assert person.get(path).status_code == 403
        assert cast.frank.client.get(cast.alice.url(path)).status_code == 404
    assert cast.frank.get(PATH).status_code == 200
    assert cast.frank.get(edit).status_code == 404
    assert neighbour(cast).get(edit).status_code == 404


@pytest.mark.parametrize("path", [PATH, SAVE, ADVISE])
def test_sent_by_authority_and_coordination_point_only(cast, owner, path):
    data = sent(opened(cast.alice))
    for person in (cast.bram, cast.carla, cast.esra, colleague_of(cast.alice, Role.AUDITOR)):
        assert person.post(path, data).status_code == 403
    assert cast.frank.client.post(cast.alice.url(path), data).status_code == 404
    with owner():
        assert not Tender.objects.exists()


def test_nobody_else_changes_or_copies_a_concept(cast, owner, concept, edit):
    copy = f"kalender/{concept.pk}/kopie/"
    for person in (cast.frank, neighbour(cast)):
        assert person.post(edit, sent({}, title="Gekaapt")).status_code == 404
        assert person.post(copy).status_code == 404
    for person in (cast.bram, cast.esra, colleague_of(cast.alice, Role.AUDITOR)):
        assert person.post(edit, sent({}, title="Gekaapt")).status_code == 403
        assert person.post(copy).status_code == 403
    with owner():
        assert Tender.objects.get().title == "Renovatie zwembad De Plas"


# A concept


def test_a_concept_is_kept_half_filled_in(cast, owner):
    answer = cast.alice.post(PATH, {**opened(cast.alice), "doel": "concept", "title": "Zwembad"})
    assert answer.status_code == 302
    with owner():
        tender = Tender.objects.get()
        assert (tender.title, tender.kind, tender.status, tender.on_calendar_since) == ("Zwembad", "", "concept", None)
        assert tender.reference == f"{timezone.localdate().year}-0001"
        assert not TenderValue.objects.exists()
        assert list(TenderStep.objects.values_list("from_status", "to_status")) == [("", "concept")]


def test_even_an_empty_concept_is_kept(cast, owner):
    assert cast.alice.post(PATH, {**opened(cast.alice), "doel": "concept"}).status_code == 302
    with owner():
        assert Tender.objects.get().title == ""


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("amount", "veel", "Vul een getal in, bijvoorbeeld 1.250,50."),
        ("labour_share", "ca 55", "Vul een getal in van 0 tot 100"),
        ("labour_share", "101", "Vul hoogstens 100 in."),
        ("starts_on", "voorjaar", "Vul een datum in"),
        ("ends_on", "01-01-2020", "De laatste dag ligt voor de eerste dag."),
        ("cpv", "12", "is geen CPV-code"),
        ("contact_email", "alice", "e-mailadres"),
        ("extension_count", "twee", "Vul een heel getal in."),
        ("percentage", "0", "Vul een percentage boven 0 in"),
        ("title", "x" * 201, "200"),
    ],
)
def test_only_what_cannot_be_read_is_refused_and_nothing_is_lost(cast, owner, name, typed, sentence):
    answer = cast.alice.post(PATH, sent(opened(cast.alice), **{"description": "Let op de vleermuizen", name: typed}))
    assert answer.status_code == 422
    assert sentence in error_at(answer, name)
    assert typed in text(answer)
    assert "Let op de vleermuizen" in text(answer)
    assert "Bewaard, behalve wat rood is." in text(answer)
    with owner():
        tender = Tender.objects.get()
        assert (tender.status, tender.description) == ("concept", "Let op de vleermuizen")


def test_what_was_kept_with_a_fault_goes_on_without_it(cast, owner):
    page = opened(cast.alice)
    answer = cast.alice.post(PATH, sent(page, amount="veel"))
    assert answer.status_code == 422
    page |= {name: hidden(answer, name) for name in ("token", "shown")}
    assert cast.alice.post(PATH, sent(page, amount="2.000", title="Verbeterd")).status_code == 302
    with owner():
        tender = Tender.objects.get()
        assert (tender.title, tender.value.amount) == ("Verbeterd", 2000)


def test_what_goes_on_the_calendar_is_kept_whole_or_not_at_all(cast, owner, concept, edit):
    answer = cast.alice.post(edit, sent(opened(cast.alice, edit), doel="kalender", amount="veel", title="Half"))
    assert answer.status_code == 422
    assert "behalve wat rood is" not in text(answer)
    with owner():
        assert Tender.objects.get().title == concept.title


def test_half_an_extension_is_kept_and_refused_on_the_calendar(cast, owner):
    page = opened(cast.alice)
    assert cast.alice.post(PATH, sent(page, extension_count="2")).status_code == 302
    with owner():
        tender = Tender.objects.get()
        assert (tender.extension_count, tender.extension_months) == (2, None)
    edit = f"kalender/{tender.pk}/wijzigen/"
    answer = cast.alice.post(edit, sent(opened(cast.alice, edit), extension_count="2", doel="kalender"))
    assert answer.status_code == 422
    assert "hoeveel maanden" in error_at(answer, "extension_months")


def test_sent_twice_makes_one_tender(cast, owner):
    data = sent(opened(cast.alice))
    first, second = cast.alice.post(PATH, data), cast.alice.post(PATH, data)
    assert first["Location"] == second["Location"]
    with owner():
        assert Tender.objects.count() == 1
        assert TenderStep.objects.count() == 1


def test_a_page_of_somebody_else_makes_no_tender(cast, owner):
    answer = colleague_of(cast.alice).post(PATH, sent(opened(cast.alice)))
    assert answer.status_code == 422
    assert "te lang open" in text(answer)
    with owner():
        assert not Tender.objects.exists()


def test_a_reference_that_is_taken_is_refused_beside_its_field(cast, owner, concept):
    answer = cast.alice.post(PATH, sent(opened(cast.alice), reference=concept.reference))
    assert answer.status_code == 422
    assert "al in gebruik" in error_at(answer, "reference")


# On the calendar


def test_a_full_tender_goes_on_the_calendar(cast, owner):
    answer = cast.alice.post(PATH, sent(opened(cast.alice), doel="kalender"))
    assert answer.status_code == 302
    with owner():
        tender = Tender.objects.get()
        assert (tender.status, tender.on_calendar_since) == ("planned", timezone.localdate())
        assert tender.value.amount == Decimal(2_400_000)
        assert tender.cpv_codes == ["45212212"]
        assert TenderStep.objects.get().to_status == "planned"


def test_a_concept_goes_on_the_calendar(cast, owner, concept, edit):
    assert cast.alice.post(edit, sent(opened(cast.alice, edit), doel="kalender")).status_code == 302
    with owner():
        assert Tender.objects.get().status == "planned"
        assert list(TenderStep.objects.order_by("at").values_list("from_status", "to_status")) == [
            ("", "concept"),
            ("concept", "planned"),
        ]


@pytest.mark.parametrize(
    ("changes", "name", "sentence"),
    [
        ({"title": ""}, "title", "Vul een titel in"),
        ({"kind": ""}, "kind", "Kies werk, dienst of levering."),
        ({"planned_publication": ""}, "planned_publication", "Een schatting mag."),
        ({"contact_name": ""}, "contact_name", "bij wie"),
        ({"contact_email": ""}, "contact_email", "e-mailadres"),
        ({"decision": "none", "reason": "Er is geen werk bij."}, "reason_kind", "Kies waarom"),
        ({"decision": "none", "reason_kind": "other", "reason": "Te kort"}, "reason", "minstens 10 tekens"),
        ({"decision": "other", "reason": "In overleg met de markt"}, "percentage", "Vul het percentage in."),
        ({"decision": "other", "percentage": "3", "reason": ""}, "reason", "van 2 % of 5 % afwijkt"),
    ],
)
def test_the_calendar_asks_what_a_concept_may_lack(cast, owner, changes, name, sentence):
    page = opened(cast.alice)
    answer = cast.alice.post(PATH, sent(page, doel="kalender", **changes))
    assert answer.status_code == 422
    assert sentence in error_at(answer, name)
    assert "2.400.000" in text(answer)
    assert cast.alice.post(PATH, sent(page, **changes)).status_code == 302
    with owner():
        assert Tender.objects.get().status == "concept"


def test_days_in_an_unlikely_order_are_asked_about_and_kept(cast, owner):
    answer = cast.alice.post(PATH, sent(opened(cast.alice), doel="kalender", planned_award="01-02-2027"), follow=True)
    assert "De gunning staat voor de publicatie. Klopt dat?" in text(answer)
    with owner():
        assert Tender.objects.get().planned_award == dt.date(2027, 2, 1)


def test_after_publication_the_decision_and_its_ways_are_asked(cast, owner, concept, edit):
    with owner():
        Tender.objects.update(status="published", on_calendar_since=timezone.localdate())
    page = opened(cast.alice, edit)
    answer = cast.alice.post(edit, sent(page, doel="bewaren"))
    assert "voor de publicatie" in error_at(answer, "decision")
    answer = cast.alice.post(edit, sent(page, doel="bewaren", decision="high"))
    assert "voor de publicatie" in error_at(answer, "ways")
    assert (
        cast.alice.post(edit, sent(page, doel="bewaren", decision="high", ways=["minimum_requirement"])).status_code
        == 302
    )
    with owner():
        tender = Tender.objects.get()
        assert (tender.sroi, tender.sroi_percentage, tender.sroi_ways) == ("yes", 5, ["minimum_requirement"])
        assert tender.status == "published"


def test_the_day_of_the_decision_changes_with_the_decision_only(cast, owner, concept, edit):
    cast.alice.post(edit, sent(opened(cast.alice, edit), decision="low"))
    with owner():
        assert Tender.objects.get().decided_on == timezone.localdate()
        Tender.objects.update(decided_on=dt.date(2026, 1, 1))
    cast.alice.post(edit, sent(opened(cast.alice, edit), decision="low", title="Anders"))
    with owner():
        assert Tender.objects.get().decided_on == dt.date(2026, 1, 1)
    cast.alice.post(edit, sent(opened(cast.alice, edit), decision="open"))
    with owner():
        assert Tender.objects.get().decided_on is None


def decided_low(cast, owner, edit, status="completed"):
    """A tender that was decided with the low percentage of then, and its form as it was opened then."""
    cast.alice.post(edit, sent(opened(cast.alice, edit), decision="low", ways=["contract_clause"]))
    with owner():
        Tender.objects.update(status=status, on_calendar_since=dt.date(2022, 1, 1))
    page = opened(cast.alice, edit)
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(percentage_low=Decimal(3))
    return page


def test_another_policy_leaves_an_earlier_decision_as_it_was(cast, owner, concept, edit):
    decided_low(cast, owner, edit)
    answer = cast.alice.get(edit)
    assert answer.context["form"]["decision"].value() == "standing"
    assert "Blijft 2 %, zoals besloten" in text(answer)
    changed = sent(opened(cast.alice, edit), doel="bewaren", decision="standing", ways=["contract_clause"])
    assert cast.alice.post(edit, changed | {"labour_share": "40"}).status_code == 302
    with owner():
        tender = Tender.objects.get()
    assert (tender.labour_share, tender.sroi, tender.sroi_percentage) == (40, "yes", 2)
    other = cast.alice.post(edit, sent(opened(cast.alice, edit), doel="bewaren", decision="other", percentage="4"))
    assert "afwijkt" in error_at(other, "reason")


def test_a_page_that_was_open_when_the_policy_changed_decides_what_it_showed_or_nothing(cast, owner, concept, edit):
    page = decided_low(cast, owner, edit)
    kept = sent(page, doel="bewaren", decision="low", labour_share="40", ways=["contract_clause"])
    assert cast.alice.post(edit, kept).status_code == 302
    with owner():
        assert Tender.objects.get().sroi_percentage == 2
        Tender.objects.update(sroi="yes", sroi_percentage=5)
    page = opened(cast.alice, edit)
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(percentage_low=Decimal("2.5"))
    refused = cast.alice.post(edit, sent(page, doel="bewaren", decision="low", ways=["contract_clause"]))
    assert "3 % is nu 2,5 %. Kies opnieuw" in error_at(refused, "decision")
    again = {"token": page["token"], "shown": page["shown"], "percentages": hidden(refused, "percentages")}
    assert (
        cast.alice.post(edit, sent(again, doel="bewaren", decision="low", ways=["contract_clause"])).status_code == 302
    )
    with owner():
        assert Tender.objects.get().sroi_percentage == Decimal("2.5")


# Its parts


def rows(**changes) -> dict[str, object]:
    return {
        f"{prefix}-{name}_FORMS": "0" for prefix in ("perceel", "beroep") for name in ("TOTAL", "INITIAL")
    } | changes


def test_lots_and_occupations_come_and_go(cast, owner, concept, edit, occupations):
    filled = rows(
        **{"perceel-TOTAL_FORMS": "3", "beroep-TOTAL_FORMS": "2"},
        **{"perceel-0-title": "Noord", "perceel-1-number": "1", "perceel-1-title": "Zuid", "perceel-2-title": ""},
        **{"beroep-0-occupation": occupations[0], "beroep-0-head_count": "4"},
        **{"beroep-1-occupation": occupations[1], "beroep-1-head_count": "2", "beroep-1-starts_on": "1-9-2028"},
    )
    assert cast.alice.post(edit, sent(opened(cast.alice, edit), **filled)).status_code == 302
    with owner():
        assert list(TenderLot.objects.order_by("number").values_list("number", "title")) == [(1, "Zuid"), (2, "Noord")]
        assert set(ExpectedOccupation.objects.values_list("occupation__name", "head_count", "starts_on")) == {
            ("Stukadoor", 4, None),
            ("Voeger", 2, dt.date(2028, 9, 1)),
        }
    page = cast.alice.get(edit)
    assert 'value="Noord"' in text(page)
    assert 'value="01-09-2028"' in text(page)
    fewer = rows(**{"perceel-TOTAL_FORMS": "1", "perceel-0-number": "2", "perceel-0-title": "Noordoost"})
    assert cast.alice.post(edit, sent(opened(cast.alice, edit), **fewer)).status_code == 302
    with owner():
        assert list(TenderLot.objects.values_list("number", "title")) == [(2, "Noordoost")]
        assert not ExpectedOccupation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"beroep-0-occupation": "een"}, "Vul in hoeveel mensen"),
        ({"beroep-0-head_count": "3"}, "Kies het beroep"),
        ({"beroep-0-occupation": "een", "beroep-0-head_count": "0"}, "Beroep 1, aantal mensen: Vul 1 of meer in."),
        (
            {
                "beroep-0-occupation": "een",
                "beroep-0-head_count": "1",
                "beroep-1-occupation": "een",
                "beroep-1-head_count": "1",
            },
            "staat er al bij",
        ),
        (
            {
                "perceel-0-number": "1",
                "perceel-0-title": "A",
                "perceel-1-number": "1",
                "perceel-1-title": "B",
            },
            "al van een ander perceel",
        ),
    ],
)
def test_a_row_that_cannot_be_kept_says_so(cast, owner, occupations, changes, sentence):
    changes = {name: occupations[0] if value == "een" else value for name, value in changes.items()}
    filled = rows(**{"perceel-TOTAL_FORMS": "2", "beroep-TOTAL_FORMS": "2"}, **changes)
    answer = cast.alice.post(PATH, sent(opened(cast.alice), **filled))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert '<details class="part" id="' in text(answer)


def test_more_rows_without_a_word_about_faults(cast, owner):
    filled = rows(**{"perceel-TOTAL_FORMS": "1", "perceel-0-title": "Noord"})
    answer = cast.alice.post(PATH, sent(opened(cast.alice), meer="percelen", doel=None, amount="veel", **filled))
    assert answer.status_code == 200
    assert 'name="perceel-2-title"' in text(answer)
    assert 'value="Noord"' in text(answer)
    assert 'value="veel"' in text(answer)
    assert "form-errors" not in text(answer)
    with owner():
        assert not Tender.objects.exists()


def test_places_of_the_region_and_beyond(cast, owner, concept, edit):
    page = cast.alice.get(edit)
    code = page.context["form"].fields["places"].choices[0][0]
    answer = cast.alice.post(edit, sent(opened(cast.alice, edit), places=[code], other_places="Emmen,  Borkum"))
    assert answer.status_code == 302
    with owner():
        assert Tender.objects.get().municipalities == [code, "Emmen", "Borkum"]
    form = cast.alice.get(edit).context["form"]
    assert (form.initial["places"], form.initial["other_places"]) == ([code], "Emmen, Borkum")


# Copies


def test_a_copy_begins_anew_without_days_and_reference(cast, owner, concept, edit, occupations):
    filled = rows(
        **{"perceel-TOTAL_FORMS": "1", "perceel-0-title": "Noord", "beroep-TOTAL_FORMS": "1"},
        **{"beroep-0-occupation": occupations[0], "beroep-0-head_count": "4", "beroep-0-starts_on": "1-9-2028"},
    )
    cast.alice.post(
        edit, sent(opened(cast.alice, edit), doel="kalender", is_confidential="on", tenderned_number="12345", **filled)
    )
    answer = cast.alice.post(f"kalender/{concept.pk}/kopie/")
    with owner():
        copy = Tender.objects.exclude(pk=concept.pk).get()
        assert answer["Location"] == cast.alice.url(f"kalender/{copy.pk}/wijzigen/")
        assert (copy.status, copy.title, copy.on_calendar_since) == ("concept", f"{concept.title} (kopie)", None)
        assert (copy.planned_publication, copy.starts_on, copy.ends_on, copy.tenderned_number) == (None, None, None, "")
        assert copy.reference != concept.reference
        assert (copy.value.amount, copy.value.is_confidential) == (2_400_000, True)
        assert copy.lots.get().title == "Noord"
        assert copy.expected_occupations.get().starts_on is None


# Two tabs, and keeping by itself


def test_what_another_tab_saved_is_not_written_over_unasked(cast, owner, concept, edit):
    one, two = opened(cast.alice, edit), opened(cast.alice, edit)
    assert cast.alice.post(edit, sent(one, title="Uit het eerste tabblad")).status_code == 302
    answer = cast.alice.post(edit, sent(two, title="Uit het tweede tabblad"))
    assert answer.status_code == 422
    assert "ergens anders bewaard" in text(answer)
    assert "Uit het tweede tabblad" in text(answer)
    with owner():
        assert Tender.objects.get().title == "Uit het eerste tabblad"
    again = {name: hidden(answer, name) for name in ("token", "shown")}
    assert cast.alice.post(edit, sent(again, title="Uit het tweede tabblad")).status_code == 302
    with owner():
        assert Tender.objects.get().title == "Uit het tweede tabblad"


def test_a_concept_keeps_itself_with_what_can_be_read(cast, owner):
    page = opened(cast.alice)
    answer = cast.alice.post(SAVE, sent(page, doel=None, amount="veel", title="Zwembad"))
    assert answer.status_code == 200
    assert "Bewaard om" in text(answer)
    assert "Wat nog niet klopt, is niet bewaard." in text(answer)
    with owner():
        tender = Tender.objects.get()
        assert tender.title == "Zwembad"
        assert not TenderValue.objects.exists()
    assert answer["HX-Replace-Url"] == cast.alice.url(f"kalender/{tender.pk}/wijzigen/")
    page["shown"] = hidden(answer, "shown") or answer.content.decode().split('value="')[1].split('"')[0]
    answer = cast.alice.post(SAVE, sent(page, title="Zwembad De Plas"))
    assert "Bewaard om" in text(answer)
    assert "niet bewaard" not in text(answer)
    answer = cast.alice.post(SAVE, sent(page, title="Te laat"))
    assert "ergens anders bewaard" in text(answer)
    assert "HX-Replace-Url" not in answer.headers
    with owner():
        assert Tender.objects.get().title == "Zwembad De Plas"
        assert Tender.objects.get().value.amount == 2_400_000


def test_what_stands_on_the_calendar_does_not_keep_itself(cast, owner, concept, edit):
    cast.alice.post(edit, sent(opened(cast.alice, edit), doel="kalender"))
    page = cast.alice.get(edit)
    assert "nieuw/bewaren/" not in text(page)
    answer = cast.alice.post(SAVE, sent(opened(cast.alice, edit), title="Ongemerkt"))
    assert "staat al op de kalender" in text(answer)
    with owner():
        assert Tender.objects.get().title == concept.title


def test_an_ended_session_goes_to_the_log_in_page(cast):
    data = sent(opened(cast.alice))
    cast.alice.client.logout()
    answer = cast.alice.post(SAVE, data, headers={"HX-Request": "true"})
    assert "/account/login/" in (answer.headers.get("HX-Redirect") or answer.headers.get("Location") or "")


# The coordination point fills in for an authority


def test_the_coordination_point_fills_in_for_an_authority_of_its_region(cast, owner):
    page = opened(cast.dirk)
    answer = cast.dirk.post(PATH, sent(page))
    assert answer.status_code == 422
    assert "Maak een keuze." in error_at(answer, "authority")
    assert "kies eerst de opdrachtgever" in text(cast.dirk.post(SAVE, sent(page)))
    for stranger in (cast.strangers["municipality"].organisation, cast.bram.organisation):
        answer = cast.dirk.post(PATH, sent(page, authority=str(stranger.pk)))
        assert answer.status_code == 422
    assert cast.dirk.post(PATH, sent(page, authority=str(cast.alice.organisation.pk))).status_code == 302
    with owner():
        tender = Tender.objects.get()
        assert tender.authority_id == cast.alice.organisation.pk
        event = tender.events.first()
        assert str(event.pgh_context["user"]) == str(cast.dirk.user.pk)
    assert cast.alice.get(f"kalender/{tender.pk}/wijzigen/").status_code == 200


def test_a_confidential_value_is_on_no_page_of_another_authority(cast, owner, concept, edit):
    cast.alice.post(edit, sent(opened(cast.alice, edit), doel="kalender", amount="2.345.678", is_confidential="on"))
    assert "2.345.678" in text(cast.alice.get(edit))
    other = neighbour(cast)
    for path in (PATH, edit, "kalender/"):
        assert "2.345.678" not in text(other.get(path))
        assert "2345678" not in text(other.get(path))


# The advice beside it


def test_the_advice_stands_beside_and_can_be_followed(cast, owner):
    page = opened(cast.alice)
    answer = cast.alice.post(ADVISE, sent(page))
    assert "Advies: 5 %" in text(answer)
    assert "Advies volgen: 5 %" in text(answer)
    assert "Verwachte verplichting" in text(answer)
    followed = cast.alice.post(PATH, sent(page, doel=None, volg="high"))
    assert followed.status_code == 200
    assert "Uw besluit volgt het advies." in text(followed)
    assert "120.000,00" in text(followed)
    with owner():
        assert not Tender.objects.exists()


@pytest.mark.parametrize(
    ("changes", "title", "line"),
    [
        ({"amount": "249.999,99"}, "Advies: niet verplicht", "Onder de drempel voor werken van 250.000"),
        ({"amount": "249.999,99"}, "Advies: niet verplicht", "249.999,99"),
        ({"amount": "250.000"}, "Advies: 5 %", "Op of boven de drempel voor werken"),
        ({"labour_share": "101"}, "Advies: 5 %", "niet goed ingevuld"),
        ({"labour_share": ""}, "Advies: 5 %", "nog leeg"),
        ({"ends_on": "28-02-2028"}, "Advies: liever niet", "Duurt korter dan 6 maanden"),
        ({"ends_on": "29-02-2028"}, "Advies: 5 %", "Duurt 6 maanden of langer"),
        ({"labour_share": "9,99"}, "Advies: maatwerk", "Loonaandeel onder 10 %"),
        ({"labour_share": "10"}, "Advies: 2 %", "Loonaandeel onder 50 %: 2 %"),
        ({"labour_share": "49,99"}, "Advies: 2 %", "Loonaandeel onder 50 %: 2 %"),
        ({"labour_share": "50"}, "Advies: 5 %", "Loonaandeel hoog genoeg: 5 %"),
        ({"labour_share": ""}, "Advies: 5 %", "Controleer het loonaandeel"),
        ({"labour_share": "", "kind": "service"}, "Advies: 5 %", "Controleer het loonaandeel"),
        ({"labour_share": "", "kind": "supply"}, "Advies: 2 %", "Controleer het loonaandeel"),
    ],
)
def test_the_form_shows_what_the_rules_say_at_their_borders(cast, changes, title, line):
    answer = text(cast.alice.post(ADVISE, sent(opened(cast.alice), **changes)))
    assert title in answer
    assert line in answer


def test_bespoke_says_what_this_form_can_do(cast):
    answer = text(cast.alice.post(ADVISE, sent(opened(cast.alice), labour_share="5")))
    assert "kies ‘Ander percentage’" in answer
    assert "grondslag" not in answer


# How much it asks of the database


def test_within_the_query_budget(cast, concept, edit, occupations):
    for person, path in ((cast.alice, PATH), (cast.alice, edit), (cast.dirk, PATH)):
        person.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert person.get(path).status_code == 200
        assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 3 + 9, path
