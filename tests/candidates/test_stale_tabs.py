"""Two people have the same form open: whoever saves last does not write over what the other saved, and types nothing twice."""

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from candidates.models import BenefitPeriod, CandidateProfile, CandidateTask
from organisations.models import Occupation
from tests.candidates.files import candidate
from tests.database import owner
from tests.factories.training import GroupFactory, ProgrammeFactory

SAID = "Een ander heeft dit intussen gewijzigd."
DAY = dt.date(2026, 3, 2)


class _Form(HTMLParser):
    """What a browser sends of the form that is bound to what it shows, without its buttons."""

    def __init__(self):
        super().__init__()
        self.forms, self.select, self.area = [], "", ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "input" and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self.forms[-1].setdefault(name, []).append(value)
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.forms[-1][self.select] = [value]
        elif tag == "textarea":
            self.area = name
            self.forms[-1][name] = [""]

    def handle_data(self, data):
        if self.area:
            self.forms[-1][self.area] = [data.strip()]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""


def opened(person, path):
    """The form on this page, as it would be sent without a change."""
    return _sent(person.get(path))


def _sent(answer):
    parser = _Form()
    parser.feed(answer.content.decode())
    (form,) = [one for one in parser.forms if any(name.endswith("shown") for name in one)]
    return form


def identity(cast):
    one = candidate(cast)
    return f"dossiers/{one.pk}/persoon/", {"first_name": "Willy"}, {"phone": "06-99990000"}, "06-99990000"


def known(cast):
    one = candidate(cast, wanted_work="metselen")
    return f"dossiers/{one.pk}/gegevens/", {"sector": "construction"}, {"wanted_work": "dakdekken"}, "dakdekken"


def wishes(cast):
    one = candidate(cast)
    with owner():
        CandidateProfile.objects.create(candidate=one, region=cast.region, days=["mon"])
    return f"dossiers/{one.pk}/gegevens/", {"hours_from": "24"}, {"days": ["mon", "wed"]}, "maandag, woensdag"


def intake(cast):
    one = candidate(cast)
    return f"dossiers/{one.pk}/intake-en-diagnose/intake/", {"speaks": "b1"}, {"vraag-cv": "old"}, ""


def diagnosis(cast):
    one = candidate(cast)
    path = f"dossiers/{one.pk}/intake-en-diagnose/diagnose/"
    code = re.findall(r'name="(vraag-\w+)" value="(\w+)"', cast.carla.get(path).content.decode())
    name = next(name for name, _value in code if name != "vraag-shown")
    (mine, theirs) = [value for found, value in code if found == name][:2]
    return path, {name: mine}, {name: theirs}, ""


def task(cast):
    one = candidate(cast)
    with owner():
        made = CandidateTask.objects.create(
            region=cast.region,
            candidate=one,
            what="CV opvragen",
            due_on=timezone.localdate() + dt.timedelta(days=3),
            organisation=cast.carla.organisation,
        )
    return f"dossiers/taken/{made.pk}/", {"user": str(cast.carla.user.pk)}, {"what": "Diploma zien"}, "Diploma zien"


def group(cast):
    with owner():
        made = GroupFactory(
            programme=ProgrammeFactory(region=cast.region),
            state="open",
            starts_on=timezone.localdate() + dt.timedelta(days=30),
            ends_on=timezone.localdate() + dt.timedelta(days=90),
            place="Delfzijl",
        )
    return f"scholing/groepen/{made.pk}/wijzigen/", {"name": "Voorjaar"}, {"place": "Assen"}, "Assen"


def programme(cast):
    with owner():
        made = ProgrammeFactory(region=cast.region)
        work = Occupation.objects.create(region=cast.region, code="las", name="Lasser", sector="engineering")
    path = f"scholing/{made.pk}/wijzigen/"
    return path, {"provider": "Vakschool"}, {"occupations": [str(work.pk)]}, "Lasser"


def benefit(cast):
    one = candidate(cast)
    with owner():
        made = BenefitPeriod.objects.create(
            region=cast.region,
            candidate=one,
            kind="trial",
            place="Garage Zwart",
            starts_on=DAY,
            ends_on=DAY,
            entered_by=cast.carla.user,
            entered_for=cast.carla.organisation,
            entered_at=timezone.now(),
        )
    return f"dossiers/{one.pk}/behoud/{made.pk}/", {"kind": "experience"}, {"place": "Bakkerij Wit"}, "Bakkerij Wit"


@pytest.mark.parametrize(
    "case", [identity, known, wishes, intake, diagnosis, task, group, programme, benefit], ids=lambda one: one.__name__
)
def test_an_older_tab_is_told_what_stands_there_now_and_saves_knowingly(cast, case):
    path, typed, theirs, stands = case(cast)
    person = cast.dirk if path.startswith("scholing") else cast.carla
    mine = opened(person, path)
    assert cast.dirk.post(path, opened(cast.dirk, path) | theirs).status_code == 302
    refused = person.post(path, mine | typed)
    page = re.sub(r"<[^>]+>", " ", refused.content.decode())
    assert refused.status_code == 422
    assert SAID in page
    assert stands in page
    now, name = opened(person, path), next(iter(theirs))
    assert now[name] == (theirs[name] if isinstance(theirs[name], list) else [theirs[name]]), "nothing is written over"
    again = _sent(refused)
    for field, value in typed.items():
        assert again[field] == [value], "what was typed is still there"
    assert person.post(path, again).status_code == 302
    kept = opened(person, path)
    assert {field: kept[field] for field in typed} == {field: [value] for field, value in typed.items()}


def test_an_intake_that_stayed_open_keeps_the_wishes_that_a_colleague_changed(cast):
    one = candidate(cast)
    path = f"dossiers/{one.pk}/intake-en-diagnose/intake/"
    mine = opened(cast.carla, path)
    known_as = f"dossiers/{one.pk}/gegevens/"
    assert cast.dirk.post(known_as, opened(cast.dirk, known_as) | {"hours_from": "32"}).status_code == 302
    refused = cast.carla.post(path, mine | {"vraag-cv": "old", "action": "keep"})
    assert refused.status_code == 422
    assert "Er staat nu ‘32’" in refused.content.decode()
    with owner():
        assert CandidateProfile.objects.get(candidate=one).hours_from == 32


def test_an_intake_that_a_colleague_finished_is_not_begun_anew_unawares(cast):
    one = candidate(cast)
    path = f"dossiers/{one.pk}/intake-en-diagnose/intake/"
    mine = opened(cast.carla, path) | {"vraag-cv": "old", "action": "keep"}
    close = {"vraag-cv": "none", "action": "close"}
    assert cast.dirk.post(path, opened(cast.dirk, path) | close).status_code == 302
    assert cast.carla.post(path, mine).status_code == 422
    with owner():
        assert one.assessments.count() == 1


def test_an_intake_that_is_sent_twice_is_finished_once_and_nobody_else_changed_it(cast):
    one = candidate(cast)
    path = f"dossiers/{one.pk}/intake-en-diagnose/intake/"
    mine = opened(cast.carla, path) | {"vraag-cv": "old", "hours_from": "24", "action": "close"}
    answers = [cast.carla.post(path, mine) for _press in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert answers[0].url == answers[1].url
    assert cast.carla.post(path, mine | {"hours_from": "32"}).status_code == 422
    with owner():
        assert one.assessments.count() == 1
        assert CandidateProfile.objects.get(candidate=one).hours_from == 24
