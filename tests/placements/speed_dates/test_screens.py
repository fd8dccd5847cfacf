"""The screens of a speed date: who runs it, who brings his own candidates, and who never sees a thing."""

import datetime as dt

import pytest
from django.utils import timezone

from organisations.models import ReadLog
from placements.models import Proposal, SpeedDate, SpeedDateCandidate, SpeedDateEmployer, SpeedDateMeeting
from placements.speed_dates import asking
from tests.candidates.files import candidate, questions
from tests.database import owner
from tests.factories.organisations import OrganisationFactory
from tests.factories.speed_dates import (
    SpeedDateCandidateFactory,
    SpeedDateEmployerFactory,
    SpeedDateFactory,
    SpeedDateMeetingFactory,
    SpeedDateWishFactory,
)
from tests.placements.mediation.proposals import vacancy_of
from tests.placements.mediation.seekers import seeker
from tests.placements.speed_dates.fair import NOW, TODAY, fair, work_off
from tests.placements.workspace import act, auditor_of

pytestmark = pytest.mark.django_db
SECRET = "Zilverberg"
PAGES = (
    "",
    "wensen/",
    "plan/",
    "afdrukken/",
    "afdrukken/werkgevers/",
    "afdrukken/kandidaten/",
    "afdrukken/deur/",
    "uitslagen/",
)
_real = timezone.localdate


@pytest.fixture(autouse=True)
def mid_september(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY if value is None else _real(value))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def planned(cast, **values):
    made = fair(cast, **values)
    with act(cast.dirk) as acting:
        asking.ask(acting, made.event.pk, at=NOW)
    work_off()
    return made


class TestWho:
    def test_the_coordination_point_opens_everything(self, cast):
        made = planned(cast)
        for page in PAGES:
            assert cast.dirk.get(made.path + page).status_code == 200, page
        firm = made.employers[0].pk
        for page in ("", "wensen/", "uitslagen/"):
            assert SECRET in text(cast.dirk.get(f"{made.path}werkgevers/{firm}/{page}")) or page == ""

    @pytest.mark.parametrize("who", ["alice", "bram", "esra"])
    def test_authority_company_and_bureau_have_no_such_page(self, cast, who):
        made = planned(cast)
        for page in ("", "plan/", "uitslagen/", "afdrukken/werkgevers/"):
            answer = getattr(cast, who).get(made.path + page)
            assert answer.status_code == 403
            assert SECRET not in text(answer)

    def test_frank_finds_nothing(self, cast):
        made = planned(cast, title="Geheime speeddate")
        assert "Geheime speeddate" not in text(cast.frank.get("speeddates/"))
        for stranger in cast.strangers.values():
            for page in PAGES:
                answer = stranger.get(made.path + page)
                assert answer.status_code in {403, 404}
                assert SECRET not in text(answer)

    def test_a_werkplein_reads_its_own_candidates_and_no_others(self, cast):
        made = planned(cast)
        with owner():
            other = OrganisationFactory(werkplein=True, name="Werkplein Elders", region=cast.region)
        foreign = candidate(cast, werkplein=other, state="ready", identity__last_name="Buitenbeen")
        with owner():
            theirs = SpeedDateCandidateFactory(event=made.event, candidate=foreign)
            SpeedDateMeetingFactory(employer=made.employers[0], attendee=theirs, slot=6)
        for page in ("", f"werkgevers/{made.employers[0].pk}/wensen/", "plan/"):
            answer = text(cast.carla.get(made.path + page))
            assert SECRET in answer
            assert "Buitenbeen" not in answer
        assert "Buitenbeen" in text(cast.dirk.get(made.path))
        assert cast.carla.get(f"{made.path}kandidaten/{theirs.pk}/").status_code == 404
        for page in ("afdrukken/werkgevers/", "uitslagen/"):
            assert cast.carla.get(made.path + page).status_code == 403

    def test_an_auditor_reads_and_changes_nothing(self, cast):
        made = planned(cast)
        auditor = auditor_of(cast.dirk)
        firm, one = made.employers[0].pk, made.attendees[0].pk
        for page in PAGES:
            assert auditor.get(made.path + page).status_code == 200
        for page in (
            "plan/maken/",
            "ja-gezegd/",
            "uitnodigen/",
            "plan/gesprek/",
            "niet-door/",
            f"werkgevers/{firm}/wensen/",
            f"werkgevers/{firm}/uitslagen/",
            f"werkgevers/{firm}/weghalen/",
            f"werkgevers/{firm}/op-de-lijst/",
            f"kandidaten/{one}/weghalen/",
        ):
            assert auditor.post(made.path + page).status_code == 403, page
        assert len(made.talks()) == 6

    def test_who_is_shown_finds_it_in_the_log(self, cast):
        made = planned(cast, title="Speeddate bouw")
        with owner():
            ReadLog.objects.all().delete()
        cast.dirk.get(made.path + "afdrukken/werkgevers/")
        with owner():
            logged = ReadLog.objects.filter(reason="Speeddate Speeddate bouw").values_list("subject_id", flat=True)
            assert set(logged) == {one.candidate_id for one in made.attendees}


class TestMade:
    def sent(self, **values):
        return {
            "title": "Speeddate bouw",
            "day": "06-10-2026",
            "starts_at": "13:30",
            "place": "Werkplein",
            "slots": "8",
            "talk_minutes": "8",
            "between_minutes": "2",
            "break_after": "4",
            "break_minutes": "15",
        } | values

    def test_a_new_event_has_its_times(self, cast):
        assert cast.dirk.post("speeddates/nieuw/", self.sent()).status_code == 302
        with owner():
            event = SpeedDate.objects.get()
        assert [f"{begins:%H:%M}" for _slot, begins, _ends in event.times()][3:5] == ["14:00", "14:23"]
        assert f"{event.ends_at():%H:%M}" == "15:01"

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"day": "01-09-2026"}, "Deze dag is al geweest"),
            ({"starts_at": "straks"}, "bijvoorbeeld 13:30"),
            ({"break_after": "8"}, "tussen twee rondes"),
            ({"slots": "0"}, "1 of meer"),
            ({"starts_at": "23:00"}, "na middernacht"),
            ({"title": ""}, "Vul een naam in"),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(self, cast, wrong, sentence):
        answer = cast.dirk.post("speeddates/nieuw/", self.sent(**wrong))
        assert answer.status_code == 422
        assert sentence in text(answer)
        assert 'value="Werkplein"' in text(answer)

    def test_it_does_not_go_on_with_a_reason_and_after_all_it_does(self, cast):
        made = planned(cast)
        assert cast.dirk.post(made.path + "niet-door/", {"reason": "kort"}).status_code == 422
        cast.dirk.post(made.path + "niet-door/", {"reason": "Er komen te weinig werkgevers."})
        assert made.fresh().state == "speeddate_cancelled"
        assert "te weinig werkgevers" in text(cast.carla.get(made.path))
        cast.dirk.post(made.path + "niet-door/")
        assert made.fresh().state == "speeddate_planned"

    def test_employers_by_vacancy_or_by_name(self, cast):
        made = fair(cast, employers=0, wishes="")
        vacancy = vacancy_of(cast, title="Metselaar", state="vacancy_open")
        given = {"tables": "2", "from_slot": "1"}
        cast.dirk.post(made.path + "werkgevers/", given | {"vacancy": str(vacancy.pk)})
        cast.dirk.post(made.path + "werkgevers/", given | {"name": "Bakkerij Voorbeeld", "to_slot": "3"})
        with owner():
            found = SpeedDateEmployer.objects.order_by("pk").values_list("name", "vacancy_id", "tables", "to_slot")
            assert list(found) == [(vacancy.employer, vacancy.pk, 2, None), ("Bakkerij Voorbeeld", None, 2, 3)]
        for wrong, sentence in (
            ({"vacancy": str(vacancy.pk)}, "staat al bij deze speeddate"),
            ({}, "vul de naam van de werkgever in"),
            ({"name": "X", "from_slot": "7"}, "6 rondes"),
            ({"name": "X", "from_slot": "4", "to_slot": "2"}, "ligt voor de eerste"),
        ):
            answer = cast.dirk.post(made.path + "werkgevers/", given | wrong)
            assert (answer.status_code, sentence in text(answer)) == (422, True), sentence

    def test_an_employer_who_does_not_come_takes_his_talks_along(self, cast):
        made = planned(cast)
        cast.dirk.post(f"{made.path}werkgevers/{made.employers[0].pk}/weghalen/")
        assert {name for _slot, name, _who in made.talks()} == {made.employers[1].name}


class TestInvited:
    def test_a_werkplein_adds_its_own_and_notes_the_yes(self, cast):
        made = fair(cast, people=0)
        mine = candidate(cast, state="ready", identity__last_name="Zilverberg")
        with owner():
            other = OrganisationFactory(werkplein=True, name="Werkplein Elders", region=cast.region)
        foreign = candidate(cast, werkplein=other, state="ready", identity__last_name="Buitenbeen")
        page = text(cast.carla.get(made.path + "uitnodigen/"))
        assert SECRET in page
        assert "Buitenbeen" not in page
        sent = {"candidate": [mine.pk, foreign.pk], "agreed_on": "10-09-2026", "agreed_how": "phone"}
        assert cast.carla.post(made.path + "uitnodigen/", sent).status_code == 302
        with owner():
            assert list(SpeedDateCandidate.objects.values_list("candidate_id", "agreed_on", "agreed_how")) == [
                (mine.pk, dt.date(2026, 9, 10), "phone")
            ]

    def test_a_day_without_how_is_asked_about(self, cast):
        made = fair(cast, people=0)
        mine = candidate(cast, state="ready")
        answer = cast.carla.post(made.path + "uitnodigen/", {"candidate": [mine.pk], "agreed_on": "10-09-2026"})
        assert answer.status_code == 422
        assert "Kies hoe" in text(answer)
        assert f'value="{mine.pk}" checked' in text(answer)

    def test_those_asked_say_yes_together(self, cast):
        made = fair(cast)
        with owner():
            SpeedDateCandidate.objects.update(agreed_on=None, agreed_how="")
        keys = [one.pk for one in made.attendees[:2]]
        sent = {"candidate": keys, "agreed_on": "11-09-2026", "agreed_how": "in_person"}
        cast.carla.post(made.path + "ja-gezegd/", sent)
        with owner():
            assert set(SpeedDateCandidate.objects.exclude(agreed_on=None).values_list("pk", flat=True)) == set(keys)
        assert "Kies wie ja zei" in text(cast.carla.post(made.path + "ja-gezegd/", sent | {"candidate": []}))

    def test_found_by_name_and_number(self, cast):
        made = fair(cast, people=0)
        one = candidate(cast, state="ready", identity__last_name="Zilverberg")
        candidate(cast, state="ready", identity__last_name="Goudstroom")
        for words in ("zilver", one.reference):
            page = text(cast.dirk.get(f"{made.path}uitnodigen/?zoek={words}"))
            assert SECRET in page
            assert "Goudstroom" not in page

    def test_wishes_of_one_employer_in_one_go(self, cast):
        made = fair(cast, wishes="")
        firm, keys = made.employers[0].pk, [one.pk for one in made.attendees]
        sent = {"shown": keys, "by_employer": keys[:1], "by_candidate": keys[:2], "verder": made.employers[1].pk}
        answer = cast.carla.post(f"{made.path}werkgevers/{firm}/wensen/", sent)
        assert answer.url.endswith(f"{made.employers[1].pk}/wensen/")
        with owner():
            wishes = made.event.wishes.order_by("attendee_id").values_list("by_employer", "by_candidate")
            assert list(wishes) == [(True, True), (False, True)]
        stood = {"was_by_employer": keys[:1], "was_by_candidate": keys[:2]}
        cast.carla.post(f"{made.path}werkgevers/{firm}/wensen/", {"shown": keys} | stood)
        with owner():
            assert not made.event.wishes.exists()

    def test_a_stale_page_of_wishes_takes_nobodys_tick_away(self, cast):
        made = fair(cast, wishes="")
        here, keys = f"{made.path}werkgevers/{made.employers[0].pk}/wensen/", [one.pk for one in made.attendees]
        cast.carla.post(here, {"shown": keys, "by_employer": keys[:2]})
        page = text(cast.dirk.get(here))
        assert page.count('name="was_by_employer"') == 2
        cast.dirk.post(here, {"shown": keys, "by_candidate": keys[1:2]})
        with owner():
            found = made.event.wishes.values_list("attendee_id", "by_employer", "by_candidate")
            assert set(found) == {(keys[0], True, False), (keys[1], True, True)}

    def test_the_next_one_can_be_the_same_firm_with_another_vacancy(self, cast):
        made = fair(cast, employers=0, wishes="")
        with owner():
            firms = [
                SpeedDateEmployerFactory(
                    event=made.event, name="Bouwbedrijf A", vacancy=vacancy_of(cast, title=title, state="vacancy_open")
                )
                for title in ("Metselaar", "Voeger")
            ]
        firms.sort(key=lambda one: one.pk)
        page = text(cast.carla.get(f"{made.path}werkgevers/{firms[0].pk}/wensen/"))
        assert f'value="{firms[1].pk}"' in page
        assert f"naar Bouwbedrijf A: {firms[1].vacancy.title}" in page
        assert "Bewaren en naar" not in text(cast.carla.get(f"{made.path}werkgevers/{firms[1].pk}/wensen/"))

    def test_beside_a_wish_stands_how_many_rules_of_the_vacancy_are_met(self, cast):
        made = fair(cast, employers=1, people=0)
        who = seeker(cast)
        vacancy = vacancy_of(cast, state="vacancy_open", rules=["hours", "licence"], licence="ce")
        with owner():
            SpeedDateCandidateFactory(event=made.event, candidate=who)
            SpeedDateEmployer.objects.update(vacancy=vacancy)
        page = f"{made.path}werkgevers/{made.employers[0].pk}/wensen/"
        assert "voldoet aan 1 van 2 regels" in text(cast.carla.get(page))


class TestPlan:
    def test_asked_made_and_told(self, cast):
        made = fair(cast)
        assert cast.dirk.post(made.path + "plan/maken/").status_code == 302
        assert "Het plan wordt gemaakt" in text(cast.dirk.get(made.path + "plan/"))
        progress = cast.dirk.get(made.path + "plan/voortgang/", headers={"HX-Request": "true"})
        assert "hx-get" in text(progress)
        work_off()
        assert cast.dirk.get(made.path + "plan/voortgang/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
        page = text(cast.dirk.get(made.path + "plan/"))
        assert "<strong>6</strong> van 6 gewenste gesprekken gaan door" in page
        assert "Meer kan niet" in page

    def test_who_goes_without_is_said_with_why(self, cast):
        made = fair(cast, employers=1, people=3, slots=2)
        with act(cast.dirk) as acting:
            asking.ask(acting, made.event.pk, at=NOW)
        work_off()
        page = text(cast.dirk.get(made.path + "plan/"))
        assert "<strong>2</strong> van 3 gewenste gesprekken gaan door" in page
        assert "alle rondes waren nodig voor anderen" in page

    def test_by_hand_with_a_clear_sentence_when_it_cannot_be(self, cast):
        made = fair(cast, wishes="")
        sent = {"employer": made.employers[0].pk, "attendee": made.attendees[0].pk, "slot": "2"}
        assert cast.dirk.post(made.path + "plan/gesprek/", sent).status_code == 302
        again = sent | {"employer": made.employers[1].pk}
        answer = cast.dirk.post(made.path + "plan/gesprek/", again)
        assert answer.status_code == 422
        assert "praat in ronde 2 al met" in text(answer)
        with owner():
            talk = SpeedDateMeeting.objects.get()
        cast.dirk.post(f"{made.path}plan/{talk.pk}/", {"ronde": "3"})
        assert {slot for slot, *_rest in made.talks()} == {3}
        page = cast.dirk.post(f"{made.path}plan/{talk.pk}/", {"ronde": "99"}, follow=True)
        assert "6 rondes" in text(page)
        cast.dirk.post(f"{made.path}plan/{talk.pk}/", {"stap": "weg"})
        assert made.talks() == set()

    def test_two_vacancies_of_one_firm_are_told_apart(self, cast):
        made = fair(cast, wishes="")
        with owner():
            for firm, title in zip(made.employers, ("Metselaar", "Voeger"), strict=True):
                firm.name, firm.vacancy = "Bouwbedrijf A", vacancy_of(cast, title=title, state="vacancy_open")
                firm.save()
        sent = {"employer": made.employers[0].pk, "attendee": made.attendees[0].pk, "slot": "2"}
        cast.dirk.post(made.path + "plan/gesprek/", sent)
        page = text(cast.dirk.get(made.path + "plan/"))
        assert '<span class="strong">Bouwbedrijf A: Metselaar</span>' in page
        assert "Bouwbedrijf A: Voeger</option>" in page
        assert "Bouwbedrijf A: Voeger<span" in page
        assert "Bouwbedrijf A: Metselaar</td>" in text(cast.dirk.get(made.path + "afdrukken/deur/"))
        refused = text(cast.dirk.post(made.path + "plan/gesprek/", sent | {"employer": made.employers[1].pk}))
        assert "praat in ronde 2 al met Bouwbedrijf A: Metselaar." in refused

    def test_pinning_and_letting_loose_are_told(self, cast):
        made = planned(cast)
        with owner():
            talk = SpeedDateMeeting.objects.first()
        for step, said in (("vast", "Het gesprek staat vast."), ("los", "Het gesprek staat los.")):
            assert said in text(cast.dirk.post(f"{made.path}plan/{talk.pk}/", {"stap": step}, follow=True))

    def test_an_old_plan_says_so(self, cast):
        made = planned(cast)
        with owner():
            SpeedDateWishFactory(
                employer=made.employers[0],
                attendee=SpeedDateCandidateFactory(event=made.event, candidate=candidate(cast, state="ready")),
            )
        assert "Plan is oud" in text(cast.dirk.get(made.path + "plan/"))


class TestPaper:
    def test_only_who_agreed_and_talks_stands_on_paper(self, cast):
        made = planned(cast)
        silent = candidate(cast, state="ready", identity__last_name="Stilzwijger")
        with owner():
            SpeedDateCandidateFactory(event=made.event, candidate=silent, agreed_on=None, agreed_how="")
        for which in ("werkgevers", "kandidaten", "deur"):
            page = text(cast.dirk.get(f"{made.path}afdrukken/{which}/"))
            assert "Zilverberga" in page
            assert "Stilzwijger" not in page
        assert cast.dirk.get(f"{made.path}afdrukken/allen/").status_code == 404

    def test_without_a_plan_the_pages_say_what_to_do(self, cast):
        made = fair(cast, employers=0, people=0)
        for page in PAGES:
            answer = text(cast.dirk.get(made.path + page))
            assert "Nog geen" in answer or "Geen gesprekken" in answer


class TestResults:
    @pytest.fixture(autouse=True)
    def afternoon(self, monkeypatch):
        self.clock(monkeypatch, 14)

    def clock(self, monkeypatch, hour):
        """It is this hour in UTC on the day; two hours later by the clock on the wall."""
        now = dt.datetime.combine(TODAY, dt.time(hour), dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)

    def page_of(self, cast, path):
        """What a browser would send of the page as it stands."""
        answer = cast.dirk.get(path)
        return {form.add_prefix(name): form.initial[name] for form in answer.context["forms"] for name in form.fields}

    def standing(self, firm):
        with owner():
            found = SpeedDateMeeting.objects.filter(employer=firm).order_by("slot", "employer__name", "table")
            return [(one.employer_says, one.candidate_says, one.note) for one in found]

    def test_what_a_stale_page_left_blank_stays_as_somebody_else_saved_it(self, cast):
        made = self.held(cast)
        firm = made.employers[0]
        path = f"{made.path}werkgevers/{firm.pk}/uitslagen/"
        stale = self.page_of(cast, path)
        names = [key for key in stale if key.endswith("employer_says")]
        cast.dirk.post(path, stale | {names[0]: "yes"})
        assert cast.dirk.post(path, stale | {names[1]: "no"}).status_code == 302
        assert [one[0] for one in self.standing(firm)] == ["yes", "no", ""]

    def test_what_two_people_changed_is_refused_once_and_nothing_is_lost(self, cast):
        made = self.held(cast)
        firm = made.employers[0]
        path = f"{made.path}werkgevers/{firm.pk}/uitslagen/"
        stale = self.page_of(cast, path)
        says, note = (
            next(key for key in stale if key.endswith("employer_says")),
            next(key for key in stale if key.endswith("note")),
        )
        cast.dirk.post(path, stale | {says: "yes"})
        answer = cast.dirk.post(path, stale | {says: "no", note: "Vroeg om meer uren"})
        assert answer.status_code == 422
        page = text(answer)
        assert page.count("Een ander heeft dit intussen gewijzigd") == 1
        assert "Er staat nu ‘Ja’." in page
        assert "Vroeg om meer uren" in page
        assert self.standing(firm)[0][0] == "yes"
        again = {form.add_prefix(name): form[name].value() for form in answer.context["forms"] for name in form.fields}
        assert cast.dirk.post(path, again).status_code == 302
        assert self.standing(firm)[0] == ("no", "", "Vroeg om meer uren")

    def test_a_talk_that_left_the_plan_is_told_and_the_rest_kept(self, cast):
        made = self.held(cast)
        firm = made.employers[0]
        path = f"{made.path}werkgevers/{firm.pk}/uitslagen/"
        stale = self.page_of(cast, path)
        notes = [key for key in stale if key.endswith("note")]
        with owner():
            SpeedDateMeeting.objects.filter(pk=notes[0][1:33]).delete()
        answer = cast.dirk.post(path, stale | {notes[1]: "Wil graag beginnen"})
        assert answer.status_code == 422
        assert "staat niet meer in het plan" in text(answer)
        assert "Wil graag beginnen" in text(answer)

    def test_not_before_it_begins(self, cast, monkeypatch):
        made = self.held(cast)
        firm = made.employers[0]
        self.clock(monkeypatch, 11)
        path = f"{made.path}werkgevers/{firm.pk}/uitslagen/"
        answer = cast.dirk.post(path, self.told(made, firm, employer_says="yes"))
        assert answer.status_code == 422
        assert "vanaf 14-09-2026 om 13:30" in text(answer)
        assert made.fresh().state == "speeddate_planned"
        self.clock(monkeypatch, 12)
        assert cast.dirk.post(path, self.told(made, firm, employer_says="yes")).status_code == 302

    def test_without_a_result_it_was_not_held_and_the_plan_can_change_again(self, cast):
        made = self.held(cast)
        firm = made.employers[0]
        path = f"{made.path}werkgevers/{firm.pk}/uitslagen/"
        cast.dirk.post(path, self.told(made, firm, employer_says="yes"))
        assert made.fresh().state == "speeddate_held"
        answer = cast.dirk.post(path, self.told(made, firm), follow=True)
        assert "Het plan kan weer veranderen" in text(answer)
        assert made.fresh().state == "speeddate_planned"

    def told(self, made, firm, **says):
        with owner():
            talks = list(SpeedDateMeeting.objects.filter(employer=firm).order_by("slot"))
        sent = {}
        for one in talks:
            for name in ("employer_says", "candidate_says", "note"):
                sent[f"m{one.pk.hex}-{name}"] = says.get(name, "")
        return sent

    def held(self, cast, **values):
        return planned(cast, day=TODAY, **values)

    def test_all_of_one_employer_at_once_and_then_it_was_held(self, cast):
        made = self.held(cast)
        firm = made.employers[0]
        path = f"{made.path}werkgevers/{firm.pk}/uitslagen/"
        says = {"employer_says": "yes", "candidate_says": "maybe", "note": "Komt een dag meelopen"}
        assert cast.dirk.post(path, self.told(made, firm, **says)).status_code == 302
        with owner():
            kept = SpeedDateMeeting.objects.filter(employer=firm).values_list("employer_says", "candidate_says", "note")
            assert set(kept) == {("yes", "maybe", "Komt een dag meelopen")}
        assert made.fresh().state == "speeddate_held"

    def test_a_citizen_number_in_a_note_is_refused_beside_the_field(self, cast):
        made = self.held(cast)
        firm = made.employers[0]
        sent = self.told(made, firm, employer_says="yes", note="BSN 111222333")
        answer = cast.dirk.post(f"{made.path}werkgevers/{firm.pk}/uitslagen/", sent)
        assert answer.status_code == 422
        with owner():
            assert not SpeedDateMeeting.objects.exclude(employer_says="").exists()

    def test_not_before_the_day(self, cast):
        made = planned(cast)
        firm = made.employers[0]
        answer = cast.dirk.post(
            f"{made.path}werkgevers/{firm.pk}/uitslagen/", self.told(made, firm, employer_says="yes")
        )
        assert answer.status_code == 422
        assert "moet nog komen" in text(answer)

    def test_both_yes_comes_onto_the_list_of_the_vacancy_once(self, cast):
        made = self.held(cast)
        firm = made.employers[0]
        vacancy = vacancy_of(cast, state="vacancy_open", places=5)
        with owner():
            SpeedDateEmployer.objects.filter(pk=firm.pk).update(vacancy=vacancy)
        path = f"{made.path}werkgevers/{firm.pk}/"
        cast.dirk.post(path + "uitslagen/", self.told(made, firm, employer_says="yes", candidate_says="yes"))
        assert "Op de lijst van de vacature zetten" in text(cast.dirk.get(path + "uitslagen/"))
        for _time in range(2):
            cast.dirk.post(path + "op-de-lijst/")
        with owner():
            found = Proposal.objects.filter(vacancy=vacancy)
            assert set(found.values_list("state", "candidate_id")) == {
                ("shortlisted", one.candidate_id) for one in made.attendees
            }
        assert "voorstel" in text(cast.dirk.get(path + "uitslagen/"))

    def test_without_a_vacancy_there_is_no_list(self, cast):
        made = self.held(cast)
        answer = cast.dirk.post(f"{made.path}werkgevers/{made.employers[0].pk}/op-de-lijst/", follow=True)
        assert "staat geen vacature" in text(answer)


@pytest.mark.parametrize("page", ["speeddates/", "", "wensen/", "plan/", "afdrukken/werkgevers/", "uitslagen/"])
def test_as_many_questions_for_three_as_for_thirty(cast, page):
    few, many = planned(cast, employers=2, people=2), planned(cast, employers=5, people=12)
    if page == "speeddates/":
        before = questions(cast.dirk, page)
        with owner():
            SpeedDateFactory.create_batch(27, region=cast.region)
        assert questions(cast.dirk, page) == before
        return
    assert questions(cast.dirk, few.path + page) == questions(cast.dirk, many.path + page)
