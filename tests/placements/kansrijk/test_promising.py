"""The promising occupations: proposed from figures, settled by people, adopted for everybody; a concept is for nobody."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from organisations import tenancy
from placements.kansrijk import promising
from placements.models import PromisingList, PromisingOccupation
from tests.database import owner
from tests.placements.kansrijk.open_work import TODAY, expected, get, occupation, text_of, vacancy

HERE = "beroepen/kansrijk/"
PUBLIC = "/groningen/beroepen/"
WHY = "Er gaan veel mensen met pensioen."


@pytest.fixture
def work(cast):
    """Four kinds of work, each with other figures; the last is asked by nobody."""
    made = [
        occupation(cast.region, code=code, name=code.title(), summary="Werk.", is_public=True)
        for code in ("schilder", "voeger", "lasser", "kok")
    ]
    painter, pointer, welder, _cook = made
    vacancy(occupation=painter, places=2)
    vacancy(occupation=painter, places=500, state="vacancy_concept", published_at=None)
    expected(cast.alice.organisation, pointer, heads=9, starts_on=TODAY + dt.timedelta(days=30))
    expected(cast.alice.organisation, pointer, heads=400, starts_on=TODAY + dt.timedelta(days=500))
    vacancy(occupation=welder, places=3)
    expected(cast.alice.organisation, welder, heads=2, starts_on=TODAY)
    return made


def act(person):
    return tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


def proposed(cast):
    assert cast.dirk.post(HERE + "voorstel/").status_code == 302
    with owner():
        return PromisingList.objects.get(region=cast.region, state="promising_concept")


def order(of):
    with owner():
        rows = PromisingOccupation.objects.filter(promising_list=of, position__isnull=False).order_by("position")
        return list(rows.values_list("occupation__code", flat=True))


def adopt(cast, of, day=TODAY, who="EPI en Noorderpoort", **values):
    """By the page that shows once more what everybody will read."""
    given = {"adopted_on": day.strftime("%d-%m-%Y"), "settled_with": who, "note": ""} | values
    answer = cast.dirk.post(f"{HERE}{of.pk}/vaststellen/", given)
    if answer.status_code != 200:
        return answer
    return cast.dirk.post(f"{HERE}{of.pk}/vaststellen/", sent_from(answer))


def sent_from(answer):
    """What the fields of that page send."""
    form = answer.context["form"]
    return {one.html_name: one.value() for one in form} | {"gezien": answer.context["version"]}


class TestFigures:
    def test_places_in_open_vacancies_and_people_asked_within_a_year(self, cast, work):
        with act(cast.dirk):
            found = promising.figures_of(cast.region.pk, on=TODAY)
        told = {one.code: found.get(one.pk, promising.NONE) for one in work}
        assert {code: (one.places, one.heads) for code, one in told.items()} == {
            "schilder": (2, 0),
            "voeger": (0, 9),
            "lasser": (3, 2),
            "kok": (0, 0),
        }

    def test_the_proposal_is_in_order_of_both_together(self, cast, work):
        assert order(proposed(cast)) == ["voeger", "lasser", "schilder"]

    def test_no_more_than_ten(self, cast):
        for number in range(14):
            one = occupation(cast.region, code=f"w{number}", name=f"Werk {number}")
            vacancy(occupation=one, places=1 + number)
        assert order(proposed(cast)) == [f"w{number}" for number in range(13, 3, -1)]

    def test_one_concept_at_a_time(self, cast, work):
        proposed(cast)
        answer = cast.dirk.client.post(cast.dirk.url(HERE + "voorstel/"), follow=True)
        assert "Er is al een concept." in text_of(answer)


class TestSettling:
    def test_up_and_down(self, cast, work):
        of = proposed(cast)
        welder = work[2]
        cast.dirk.post(f"{HERE}{of.pk}/{welder.pk}/verplaatsen/", {"kant": "op"})
        assert order(of) == ["lasser", "voeger", "schilder"]
        cast.dirk.post(f"{HERE}{of.pk}/{welder.pk}/verplaatsen/", {"kant": "op"})
        cast.dirk.post(f"{HERE}{of.pk}/{work[0].pk}/verplaatsen/", {"kant": "neer"})
        assert order(of) == ["lasser", "voeger", "schilder"]
        cast.dirk.post(f"{HERE}{of.pk}/{welder.pk}/verplaatsen/", {"kant": "neer"})
        assert order(of) == ["voeger", "lasser", "schilder"]

    def test_a_stale_page_moves_nothing_twice(self, cast, work):
        of, pointer = proposed(cast), work[1]
        here, stale = f"{HERE}{of.pk}/{pointer.pk}/verplaatsen/", {"kant": "neer", "plaats": "1"}
        assert '<input type="hidden" name="plaats" value="1">' in cast.dirk.get(HERE).content.decode()
        cast.dirk.post(here, stale)
        answer = cast.dirk.client.post(cast.dirk.url(here), stale, follow=True)
        assert "Voeger staat nu op plaats 2." in text_of(answer)
        assert order(of) == ["lasser", "voeger", "schilder"]

    def test_off_the_list_asks_a_reason(self, cast, work):
        of = proposed(cast)
        here = f"{HERE}{of.pk}/{work[1].pk}/weglaten/"
        for why, said in (("", "Schrijf op waarom."), ("kort", "minstens 10 tekens")):
            answer = cast.dirk.post(here, {"why": why})
            assert answer.status_code == 422
            assert said in text_of(answer)
        assert order(of) == ["voeger", "lasser", "schilder"]
        assert cast.dirk.post(here, {"why": WHY}).status_code == 302
        assert order(of) == ["lasser", "schilder"]
        assert WHY in text_of(cast.dirk.get(HERE))

    def test_onto_the_list_asks_a_reason_and_comes_last(self, cast, work):
        of = proposed(cast)
        here, cook = f"{HERE}{of.pk}/toevoegen/", work[3]
        answer = cast.dirk.post(here, {"occupation": "", "why": "Bijna alles staat hier nog."})
        assert answer.status_code == 422
        assert "Kies een beroep." in text_of(answer)
        assert "Bijna alles staat hier nog." in answer.content.decode()
        assert cast.dirk.post(here, {"occupation": str(cook.pk), "why": WHY}).status_code == 302
        assert order(of) == ["voeger", "lasser", "schilder", "kok"]

    def test_what_was_left_off_can_come_back(self, cast, work):
        of, pointer = proposed(cast), work[1]
        cast.dirk.post(f"{HERE}{of.pk}/{pointer.pk}/weglaten/", {"why": WHY})
        cast.dirk.post(
            f"{HERE}{of.pk}/toevoegen/", {"occupation": str(pointer.pk), "why": "Toch is er veel vraag naar."}
        )
        assert order(of) == ["lasser", "schilder", "voeger"]

    def test_no_eleventh(self, cast):
        made = [occupation(cast.region, code=f"w{number}", name=f"Werk {number}") for number in range(11)]
        for one in made:
            vacancy(occupation=one, places=2)
        of = proposed(cast)
        left = next(one for one in made if one.code not in order(of))
        answer = cast.dirk.post(f"{HERE}{of.pk}/toevoegen/", {"occupation": str(left.pk), "why": WHY})
        assert "Er staan al tien beroepen in de lijst." in text_of(answer)
        assert len(order(of)) == 10

    def test_a_concept_can_be_thrown_away(self, cast, work):
        of = proposed(cast)
        assert cast.dirk.post(f"{HERE}{of.pk}/weggooien/").status_code == 302
        with owner():
            assert not PromisingList.objects.exists()
            assert not PromisingOccupation.objects.exists()
        assert cast.dirk.post(f"{HERE}{of.pk}/weggooien/").status_code == 404

    def test_what_was_thrown_away_comes_back_with_its_order_and_reasons(self, cast, work):
        of = proposed(cast)
        cast.dirk.post(f"{HERE}{of.pk}/{work[1].pk}/weglaten/", {"why": WHY})
        cast.dirk.post(f"{HERE}{of.pk}/{work[0].pk}/verplaatsen/", {"kant": "op"})
        for _time in range(2):
            cast.dirk.post(f"{HERE}{of.pk}/weggooien/")
            assert "Concept terughalen" in text_of(cast.dirk.get(HERE))
            assert "Concept terughalen" not in text_of(cast.carla.get(HERE))
            assert cast.dirk.post(f"{HERE}{of.pk}/terughalen/").status_code == 302
            assert order(of) == ["schilder", "lasser"]
            assert WHY in text_of(cast.dirk.get(HERE))
        cast.dirk.post(f"{HERE}{of.pk}/weggooien/")
        proposed(cast)
        assert "Concept terughalen" not in text_of(cast.dirk.get(HERE))
        answer = cast.dirk.client.post(cast.dirk.url(f"{HERE}{of.pk}/terughalen/"), follow=True)
        assert "kan niet meer terug" in text_of(answer)
        with owner():
            assert PromisingList.objects.count() == 1


class TestAdopting:
    def test_first_everybodys_page_is_shown_and_nothing_is_public_yet(self, cast, work):
        of = proposed(cast)
        here = f"{HERE}{of.pk}/vaststellen/"
        answer = cast.dirk.post(here, {"adopted_on": TODAY.strftime("%d-%m-%Y"), "settled_with": "EPI", "note": ""})
        assert "Dit gaat iedereen lezen" in text_of(answer)
        assert "Kansrijk" not in text_of(get(PUBLIC + "voeger/"))
        cast.dirk.post(f"{HERE}{of.pk}/{work[1].pk}/verplaatsen/", {"kant": "neer"})
        again = cast.dirk.post(here, sent_from(answer))
        assert again.status_code == 422
        assert "De lijst is intussen veranderd." in text_of(again)
        assert 'value="EPI"' in again.content.decode()

    def test_everybody_reads_it_with_its_day_and_the_figures_of_that_day(self, cast, work):
        of = proposed(cast)
        vacancy(occupation=work[0], places=30)
        assert adopt(cast, of).status_code == 302
        with owner():
            of.refresh_from_db()
            figures = dict(of.occupations.values_list("occupation__code", "places"))
        assert (of.adopted_on, of.settled_with, of.adopted_by_id) == (TODAY, "EPI en Noorderpoort", cast.dirk.user.pk)
        assert figures == {"schilder": 32, "voeger": 0, "lasser": 3}
        told = text_of(get(PUBLIC))
        assert told.index("Kansrijke beroepen") < told.index("Voeger") < told.index("Lasser") < told.index("Schilder")
        assert "Wij maakten de lijst samen met EPI en Noorderpoort." in told
        assert "Kansrijk: nummer 1" in text_of(get(PUBLIC + "voeger/"))

    def test_a_concept_is_never_public(self, cast, work):
        of = proposed(cast)
        cast.dirk.post(f"{HERE}{of.pk}/toevoegen/", {"occupation": str(work[3].pk), "why": WHY})
        for path in (PUBLIC, PUBLIC + "kok/", PUBLIC + "voeger/"):
            told = text_of(get(path))
            assert "Kansrijk" not in told, path
            assert WHY not in told
        with tenancy.public(cast.region.pk):
            assert not PromisingList.objects.exists()
            assert not PromisingOccupation.objects.exists()
        told = text_of(cast.carla.get(HERE))
        assert "Concept" not in told
        assert "Er is nog geen lijst." in told

    def test_an_older_list_stays_readable_and_the_newest_holds(self, cast, work):
        old = proposed(cast)
        adopt(cast, old, TODAY - dt.timedelta(days=100), who="Alleen EPI")
        new = proposed(cast)
        cast.dirk.post(f"{HERE}{new.pk}/{work[1].pk}/weglaten/", {"why": WHY})
        adopt(cast, new)
        assert "Kansrijk: nummer" not in text_of(get(PUBLIC + "voeger/"))
        for person in (cast.dirk, cast.carla):
            assert "Alleen EPI" in text_of(person.get(f"{HERE}?lijst={old.pk}"))
            assert "Een eerdere lijst" in text_of(person.get(f"{HERE}?lijst={old.pk}"))
        for nothing in ("onzin", str(work[0].pk)):
            assert cast.dirk.get(f"{HERE}?lijst={nothing}").status_code == 404

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"settled_with": ""}, "Schrijf op met wie de lijst is vastgesteld."),
            ({"adopted_on": ""}, "Vul een datum in."),
            ({"adopted_on": "31-12-2099"}, "Deze dag moet nog komen."),
            ({"adopted_on": "01-01-2001"}, "Deze dag ligt voor de dag van de vorige lijst."),
        ],
    )
    def test_what_lacks_is_said_and_nothing_is_lost(self, cast, work, given, said):
        adopt(cast, proposed(cast), TODAY - dt.timedelta(days=1))
        of = proposed(cast)
        answer = adopt(cast, of, note="Een lange toelichting", **given)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert "Een lange toelichting" in answer.content.decode()
        with owner():
            assert PromisingList.objects.get(pk=of.pk).state == "promising_concept"

    def test_an_empty_list_is_not_adopted(self, cast):
        answer = adopt(cast, proposed(cast))
        assert "Er staat nog geen beroep in de lijst." in text_of(answer)

    def test_what_is_adopted_changes_no_more(self, cast, work):
        of = proposed(cast)
        adopt(cast, of)
        one = work[0]
        for step, given in (
            (f"{one.pk}/verplaatsen/", {"kant": "op"}),
            (f"{one.pk}/weglaten/", {"why": WHY}),
            ("toevoegen/", {"occupation": str(work[3].pk), "why": WHY}),
            ("vaststellen/", {"adopted_on": TODAY.strftime("%d-%m-%Y"), "settled_with": "Niemand"}),
            ("weggooien/", {}),
        ):
            answer = cast.dirk.client.post(cast.dirk.url(f"{HERE}{of.pk}/{step}"), given, follow=True)
            assert "Deze lijst is al vastgesteld en verandert niet meer." in text_of(answer), step
        assert order(of) == ["voeger", "lasser", "schilder"]

    def test_the_database_holds_to_it_too(self, cast, work):
        of = proposed(cast)
        adopt(cast, of)
        with act(cast.dirk):
            with pytest.raises(DatabaseError), transaction.atomic():
                PromisingList.objects.filter(pk=of.pk).update(note="Anders")
            # Rows of an adopted list are out of reach.
            assert PromisingOccupation.objects.filter(promising_list=of).update(places=1) == 0
            assert PromisingOccupation.objects.filter(promising_list=of).delete()[0] == 0
        with owner(), pytest.raises(DatabaseError), transaction.atomic():
            PromisingList.objects.filter(pk=of.pk).delete()

    def test_who_changed_what_is_kept(self, cast, work):
        of = proposed(cast)
        cast.dirk.post(f"{HERE}{of.pk}/{work[1].pk}/weglaten/", {"why": WHY})
        cast.dirk.post(f"{HERE}{of.pk}/weggooien/")
        model = PromisingOccupation.pgh_event_model
        with owner():
            kept = model.objects.filter(pgh_label="update", occupation=work[1])
            assert list(kept.values_list("why", flat=True)) == [WHY]
            assert model.objects.filter(pgh_label="delete").count() == 3


class TestWhoMay:
    def steps(self, of, one):
        return (
            "voorstel/",
            f"{of.pk}/{one.pk}/verplaatsen/",
            f"{of.pk}/{one.pk}/weglaten/",
            f"{of.pk}/toevoegen/",
            f"{of.pk}/vaststellen/",
            f"{of.pk}/weggooien/",
            f"{of.pk}/terughalen/",
        )

    def test_a_werkplein_reads_and_settles_nothing(self, cast, work):
        of = proposed(cast)
        for step in self.steps(of, work[0]):
            assert cast.carla.post(HERE + step, {"why": WHY}).status_code == 403, step
        assert order(of) == ["voeger", "lasser", "schilder"]

    @pytest.mark.parametrize("name", ["alice", "bram", "esra"])
    def test_others_have_no_such_page(self, cast, work, name):
        assert getattr(cast, name).get(HERE).status_code == 403

    def test_frank_sees_nothing_of_it(self, cast, work):
        of = proposed(cast)
        cast.dirk.post(f"{HERE}{of.pk}/toevoegen/", {"occupation": str(work[3].pk), "why": WHY})
        for given in ("", f"?lijst={of.pk}", "?regio=groningen"):
            answer = cast.frank.get(HERE + given)
            assert WHY not in answer.content.decode()
            assert "Voeger" not in answer.content.decode()
        for step in self.steps(of, work[0])[1:-1]:
            assert cast.frank.post(HERE + step, {"why": WHY}).status_code == 404, step
        cast.dirk.post(f"{HERE}{of.pk}/weggooien/")
        cast.frank.post(f"{HERE}{of.pk}/terughalen/")
        with owner():
            assert not PromisingList.objects.exists()
        adopt(cast, of)
        assert "Voeger" not in cast.frank.get(HERE).content.decode()
        assert cast.frank.get(f"{HERE}?lijst={of.pk}").status_code == 404

    def test_the_number_of_queries_does_not_grow(self, cast, work):
        def counted():
            with CaptureQueriesContext(connection) as queries:
                assert cast.dirk.get(HERE).status_code == 200
            return len(queries)

        adopt(cast, proposed(cast))
        proposed(cast)
        cast.dirk.get(HERE)
        few = counted()
        for number in range(30):
            one = occupation(cast.region, code=f"w{number}", name=f"Werk {number}")
            vacancy(occupation=one, places=5)
        cast.dirk.post(f"{HERE}{concept_of(cast)}/weggooien/")
        proposed(cast)
        assert counted() == few


def concept_of(cast):
    with owner():
        return PromisingList.objects.get(region=cast.region, state="promising_concept").pk
