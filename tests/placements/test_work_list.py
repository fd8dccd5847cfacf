"""The order of the work list, its pages, and the way from one entry to the next."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from organisations.models import new_id
from placements.access import verified_as
from placements.choices import LineStatus, VerdictKind
from placements.models import Deployment, VerdictSentences
from placements.verifying import verdict_sentences
from placements.verifying.flags import Flag, rules
from placements.verifying.work_list import Asked, page_of
from placements.views.work_screen import PER_PAGE
from tests.database import owner
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.placements.workspace import act, auditor_of, contract_of, logged

EVERYTHING = Asked()
RULES, SENTENCES = "beoordelen/regels/", "beoordelen/zinnen/"


def waits_since(contract, days, **values) -> Deployment:
    """A line that was submitted so many days ago."""
    with owner():
        return DeploymentFactory(
            contract=contract,
            status=LineStatus.SUBMITTED,
            submitted_at=timezone.now() - dt.timedelta(days=days),
            **values,
        )


def listed(person, asked=EVERYTHING, **page):
    with act(person) as acting:
        return page_of(verified_as(acting), asked, **({"size": 10} | page))


class TestOrder:
    def test_the_contract_that_waits_longest_comes_first_with_all_that_waits_on_it(self, cast):
        one, other = contract_of(cast), contract_of(cast)
        middle = waits_since(other, 5)
        youngest, oldest = waits_since(one, 1, pseudonym="P-ZZZZZ"), waits_since(one, 9, pseudonym="P-AAAAA")
        assert [entry.id for entry in listed(cast.dirk).entries] == [oldest.pk, youngest.pk, middle.pk]

    def test_the_lines_of_one_person_stand_together(self, cast):
        contract = contract_of(cast)
        first = waits_since(contract, 9, pseudonym="P-AAAAA")
        between = waits_since(contract, 8, pseudonym="P-BBBBB")
        again = waits_since(contract, 1, pseudonym="P-AAAAA")
        assert [entry.id for entry in listed(cast.dirk).entries] == [first.pk, again.pk, between.pk]

    def test_a_line_of_which_only_hours_wait_counts_from_those(self, cast):
        contract = contract_of(cast)
        new = waits_since(contract, 2)
        with owner():
            known = DeploymentFactory(contract=contract)
            for number, days in enumerate((3, 7)):
                month = dt.date(2026, 3 + number, 1)
                at = timezone.now() - dt.timedelta(days=days)
                HoursStatementFactory(deployment=known, month=month, submitted_at=at, value=100)
        entries = listed(cast.dirk).entries
        assert [entry.id for entry in entries] == [known.pk, new.pk]
        assert (entries[0].lines, entries[0].value, entries[0].first_month) == (2, 200, dt.date(2026, 3, 1))

    def test_an_approved_or_returned_line_without_hours_does_not_wait(self, cast):
        contract = contract_of(cast)
        with owner():
            DeploymentFactory(contract=contract)
            returned = DeploymentFactory(contract=contract, status=LineStatus.RETURNED)
            HoursStatementFactory(deployment=returned, submitted_at=timezone.now())
        assert listed(cast.dirk).entries == ()


class TestPages:
    @pytest.fixture
    def lines(self, cast):
        contract = contract_of(cast)
        return [waits_since(contract, 30 - number, pseudonym=f"P-{number:05d}") for number in range(7)]

    def test_each_page_knows_what_stands_just_outside_it(self, cast, lines):
        page = listed(cast.dirk, size=3, number=2)
        assert [entry.id for entry in page.entries] == [line.pk for line in lines[3:6]]
        assert (page.first, page.total, page.number) == (4, 7, 2)
        assert (page.before.id, page.after.id) == (lines[2].pk, lines[6].pk)

    @pytest.mark.parametrize(("number", "first"), [(1, 0), (3, 6), (99, 6)])
    def test_the_ends(self, cast, lines, number, first):
        page = listed(cast.dirk, size=3, number=number)
        assert page.entries[0].id == lines[first].pk
        assert (page.before is None, page.after is None) == (first == 0, first == 6)

    def test_the_page_that_holds_an_entry(self, cast, lines):
        page = listed(cast.dirk, size=3, holding=lines[5].pk)
        assert (page.number, page.place_of(lines[5].pk)) == (2, 6)
        before, after = page.beside(lines[5].pk)
        assert (before.id, after.id) == (lines[4].pk, lines[6].pk)

    def test_what_waits_no_more_leads_to_the_first(self, cast, lines):
        page = listed(cast.dirk, size=3, holding=new_id())
        assert page.place_of(new_id()) == 0
        assert page.beside(new_id()) == (None, page.entries[0])

    def test_nothing_asked_of_a_kind_that_cannot_be_second_is_empty(self, cast, lines):
        asked = Asked(kind="herwaardering", second_for=cast.dirk.user.pk)
        assert listed(cast.dirk, asked).entries == ()

    def test_a_deep_link_opens_its_own_page_with_the_way_on(self, cast):
        contract = contract_of(cast)
        lines = [waits_since(contract, 40 - number, pseudonym=f"P-{number:05d}") for number in range(PER_PAGE + 2)]
        text = cast.dirk.get(f"beoordelen/inzet/{lines[PER_PAGE].pk}/").content.decode()
        assert f"Regel {PER_PAGE + 1} van {PER_PAGE + 2}" in text
        assert f'name="next" value="inzet.{lines[PER_PAGE + 1].pk}"' in text
        assert f"beoordelen/inzet/{lines[PER_PAGE - 1].pk}/" in text  # on the page before: the way back
        last_of_page = cast.dirk.get(f"beoordelen/inzet/{lines[PER_PAGE - 1].pk}/").content.decode()
        assert f'name="next" value="inzet.{lines[PER_PAGE].pk}"' in last_of_page


class TestSearch:
    def test_by_contract_company_and_pseudonym_and_never_by_name(self, cast):
        contract = contract_of(cast, title="Kademuur Noorderhaven")
        line = logged(cast.bram, contract, name="Wilhelmina Verborgen")
        with owner():
            effort = ContributionFactory(contract=contract, description="Open dag", submitted_at=timezone.now())
        for words, found in (
            ("kademuur", {line.pk, effort.pk}),
            (contract.reference, {line.pk, effort.pk}),
            (f"{cast.bram.organisation.name[:6]} noorderhaven", {line.pk, effort.pk}),
            (line.pseudonym.lower(), {line.pk}),
            ("open dag", {effort.pk}),
            ("Verborgen", set()),
            ("Wilhelmina", set()),
            ("kademuur 100%", set()),
        ):
            assert {entry.id for entry in listed(cast.dirk, Asked(words=words)).entries} == found, words

    def test_a_stranger_finds_nothing_by_any_of_these(self, cast):
        contract = contract_of(cast, title="Kademuur Noorderhaven")
        line = logged(cast.bram, contract)
        for query in (
            f"?contract={contract.pk}",
            f"?opdrachtnemer={contract.contractor_id}",
            f"?zoek={line.pseudonym}",
        ):
            text = cast.frank.get(f"beoordelen/{query}").content.decode()
            assert "Niets gevonden" in text
            # The word that he typed himself is all that comes back.
            assert "Kademuur" not in text
            assert "/inzet/" not in text


class TestRules:
    def test_every_flag_is_explained_with_its_threshold(self, cast):
        assert {rule.flag for rule in rules()} == set(Flag)
        text = cast.dirk.get(RULES).content.decode()
        for rule in rules():
            assert str(rule.flag.label) in text
            assert rule.explanation.split("‘")[0][:30] in text
        for threshold in ("1,3 keer", "48 uur per week", "laatste 2 maanden", "jonger dan 13 of ouder dan 75"):
            assert threshold in text

    def test_it_is_for_who_verifies(self, cast):
        for person in (cast.alice, cast.bram, cast.carla, cast.esra):
            assert person.get(RULES).status_code == 403
        assert cast.frank.client.get(cast.dirk.url(RULES)).status_code == 404


class TestSentences:
    def form(self, **values):
        return {"kind": "question", "sentences": "Klopt dit?\n\n  Hoe   lang?  \nKlopt dit?", "seen": ""} | values

    def test_the_portal_has_its_own_until_a_region_writes_them(self, cast):
        line = logged(cast.bram, contract_of(cast))
        path = f"beoordelen/inzet/{line.pk}/"
        assert "Dit werk hoort niet bij dit contract." in cast.dirk.get(path).content.decode()
        assert cast.dirk.post(SENTENCES, self.form()).status_code == 302
        text = cast.dirk.get(path).content.decode()
        assert re.findall(r'<option value="([^"]+)">', text[text.index("optgroup") :])[:2] == [
            "Klopt dit?",
            "Hoe lang?",
        ]
        assert "Wilt u de arbeidsovereenkomst" not in text
        assert "Dit werk hoort niet bij dit contract." in text

    def test_emptied_those_of_the_portal_hold_again(self, cast):
        cast.dirk.post(SENTENCES, self.form())
        with owner():
            seen = VerdictSentences.objects.get(region=cast.region).changed_at.isoformat()
        assert cast.dirk.post(SENTENCES, self.form(sentences=" ", seen=seen)).status_code == 302
        with owner():
            assert not VerdictSentences.objects.exists()

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"sentences": "\n".join(f"Zin {n}" for n in range(21))}, "hoogstens 20 zinnen"),
            ({"sentences": "x" * 301}, "hoogstens 300 tekens"),
            ({"seen": "2020-01-01T00:00:00+00:00"}, "intussen gewijzigd"),
        ],
    )
    def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(self, cast, values, words):
        answer = cast.dirk.post(SENTENCES, self.form(**values))
        text = answer.content.decode()
        assert answer.status_code == 422
        assert words in text
        assert self.form(**values)["sentences"].splitlines()[0] in text
        with owner():
            assert not VerdictSentences.objects.exists()

    def test_a_chosen_sentence_is_the_question_with_what_was_typed_under_it(self, cast):
        line = logged(cast.bram, contract_of(cast))
        path = f"beoordelen/inzet/{line.pk}/"
        shown = re.findall(r'name="shown" value="([^"]+)"', cast.dirk.get(path).content.decode())
        form = {"deployment": "1", "verdict": "return", "shown": shown, "ready": "Klopt dit?", "said": "Zie maart."}
        assert cast.dirk.post(path, form).status_code == 302
        with owner():
            (step,) = line.transitions.filter(to_status=LineStatus.RETURNED)
        assert step.note == "Klopt dit?\nZie maart."

    def test_only_the_coordination_point_writes_them_and_for_its_own_region(self, cast):
        for person in (cast.alice, cast.bram, cast.carla, cast.esra, auditor_of(cast.dirk)):
            assert person.get(SENTENCES).status_code == 403
            assert person.post(SENTENCES, self.form()).status_code == 403
        assert cast.frank.client.post(cast.dirk.url(SENTENCES), self.form()).status_code == 404
        assert cast.frank.post(SENTENCES, self.form(sentences="Van elders")).status_code == 302
        assert "Van elders" not in cast.dirk.get(SENTENCES).content.decode()
        with act(cast.dirk):
            (question, _reason) = verdict_sentences.of_region(cast.region.pk)
        assert question.own is None
        assert question.kind == VerdictKind.QUESTION
        for person in (cast.bram, cast.alice):
            with act(person):
                assert not VerdictSentences.objects.exists()
