"""What cannot be a name or a day is refused before it is kept, and rows that hold it already break no page."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from placements.choices import LineStatus
from placements.forms.evidence import months_of
from placements.models import Deployment, HoursStatement
from placements.shown import typed_version
from placements.stating import lifecycle
from placements.steps import Refused
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tests.factories.placements import DeploymentFactory
from tests.placements.test_screens_contractor import form_of
from tests.placements.workspace import act, contract_of, logged, seen, stated

BSN = "123456782"
SENTENCE = "Dit lijkt een burgerservicenummer"
NAMES = {
    BSN: "geen cijfers",
    "Jan 2": "geen cijfers",
    "Jan \u00b2": "geen cijfers",
    "Jan\u200bsen": "onzichtbaar teken",
    "\u202eneJ naV": "onzichtbaar teken",
    "--": "bestaat uit letters",
}


def errors_of(answer):
    assert answer.status_code == 422
    return answer.context["form"].errors


@pytest.mark.parametrize(("name", "words"), NAMES.items())
def test_what_is_no_name_is_refused_beside_the_field(cast, owner, name, words):
    contract = contract_of(cast)
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract, name=name))
    assert words in errors_of(answer)["name"][0]
    form = form_of(contract, name=name) | {"signed": SimpleUploadedFile("formulier.pdf", b"%PDF-1.4")}
    answer = cast.dirk.post(f"namens/{contract.pk}/{cast.bram.organisation.pk}/medewerker/", form)
    assert words in errors_of(answer)["name"][0]
    with owner():
        assert not Deployment.objects.exists()


@pytest.mark.parametrize("name", ["Özgür-Łukasz d'Hondt", "J.P.  de Vries (v.d. Berg)", "李小龍"])
def test_names_of_people_are_taken(cast, owner, name):
    contract = contract_of(cast)
    cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract, name=name))
    with owner():
        assert Deployment.objects.get().person.name == " ".join(name.split())


def test_a_name_that_stands_already_does_not_stop_a_correction(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract, name="Persoon 12", submit=False)
    form = form_of(contract, name="Persoon 12", hours_per_week="30", action="save", shown=typed_version(seen(line)))
    answer = cast.bram.post(f"inzet/{line.pk}/wijzigen/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert seen(line).hours_per_week == 30
    assert "geen cijfers" in str(errors_of(cast.bram.post(f"inzet/{line.pk}/wijzigen/", form | {"name": "Persoon 13"})))


@pytest.mark.parametrize("day", ["01-01-0001", "31-12-1899", "01-01-2101", "31-12-9999"])
@pytest.mark.parametrize("name", ["starts_on", "ends_on", "birth_date"])
def test_a_day_that_cannot_be_is_refused_and_nothing_is_kept(cast, owner, name, day):
    contract = contract_of(cast)
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract, **{name: day}))
    assert "van 1900 tot en met 2100" in errors_of(answer)[name][0]
    with owner():
        assert not Deployment.objects.exists()


def test_nobody_works_before_he_is_born(cast):
    contract = contract_of(cast)
    form = form_of(contract, birth_date="2000-01-02", starts_on="2000-01-01")
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form)
    assert "voor de geboortedatum" in errors_of(answer)["starts_on"][0]


@pytest.mark.parametrize(
    ("first", "last"), [(dt.date.min, dt.date.max), (dt.date.min, dt.date.min), (dt.date.max, dt.date.max)]
)
def test_rows_with_such_days_break_no_page(cast, owner, first, last):
    contract = contract_of(cast)
    with owner():
        line = DeploymentFactory(contract=contract, starts_on=first, ends_on=last, status=LineStatus.SUBMITTED)
        month = max(first, min(dt.date(2026, 3, 1), last)).replace(day=1)
        HoursStatement.objects.create(deployment=line, month=month, paid_hours=100, status=LineStatus.SUBMITTED)
    pages = (
        (
            cast.bram,
            (
                f"inzet/{line.pk}/",
                f"inzet/{line.pk}/wijzigen/",
                f"inzet/{line.pk}/bewijs/",
                f"medewerkers/{line.person_id}/",
                "inzet/",
                "medewerkers/",
                "uren/2026-03/",
                f"contracten/{contract.pk}/",
                f"contracten/{contract.pk}/tijdlijn/",
            ),
        ),
        (
            cast.dirk,
            (
                f"beoordelen/inzet/{line.pk}/",
                f"inzet/{line.pk}/",
                "beoordelen/",
                "beoordelen/samen/",
                "navragen/",
                f"contracten/{contract.pk}/",
                f"namens/{contract.pk}/{cast.bram.organisation.pk}/2026-03/",
            ),
        ),
        (cast.alice, (f"contracten/{contract.pk}/",)),
    )
    answers = {path: person.get(path).status_code for person, paths in pages for path in paths}
    assert {path: code for path, code in answers.items() if code >= 400} == {}
    assert len(months_of(line, on=dt.date(2026, 6, 15))) < 25_000


def test_what_is_typed_outside_a_form_is_refused_as_well(cast):
    line = logged(cast.bram, contract_of(cast))
    month = stated(cast.bram, line)
    words = f"Het nummer van deze man is {BSN}"
    chosen = Chosen(line.pk, with_deployment=True, statement_ids=(month.pk,))
    with act(cast.dirk) as acting:
        for verdict, said in ((verification.return_with_question, "question"), (verification.reject, "reason")):
            with pytest.raises(Refused, match=SENTENCE):
                verdict(chosen, by=acting, at=timezone.now(), **{said: words})
        verification.return_with_question(chosen, question="Klopt dit wel?", by=acting, at=timezone.now())
    with act(cast.bram) as acting, pytest.raises(Refused, match=SENTENCE):
        lifecycle.answer(line.pk, text=words, by=acting, at=timezone.now(), statement_ids=[month.pk])
    answer = cast.bram.post(f"inzet/{line.pk}/antwoord/", {"answer": words})
    assert SENTENCE in answer.content.decode()
    assert seen(month).status == LineStatus.RETURNED
