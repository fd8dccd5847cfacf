"""What stays of somebody who was erased: every report counts what it counted, and nobody does anything with the rest."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format

from candidates import lifecycle
from candidates.file import stopping
from candidates.file.pages import PAGES
from candidates.models import Candidate, CandidateTask, Enrolment
from candidates.registering import merging
from candidates.working import assigning
from organisations.refused import Refused
from placements.models import FollowUp, Placement
from placements.outflow import counted_by
from tests.candidates.erasing.traces import FIRST, LAST, erased, plant, row
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.training import EnrolmentFactory
from tests.placements.workspace import act

pytestmark = pytest.mark.django_db
#: As the portal writes a day in a table.
DAYS = re.compile(r">(?:[^<]* )?\d{1,2}-\d{1,2}-20\d\d")


def test_reports_count_what_they_counted(cast, candidate):
    before = figures()
    assert before["sustained"]
    assert before["half_year"]
    erased(cast, candidate)
    assert figures() == before


def test_days_keep_their_month_and_no_more_than_the_rules_ask(cast, candidate):
    erased(cast, candidate)
    with owner():
        kept = Candidate.objects.get(pk=candidate.pk)
        training = Enrolment.objects.get(candidate=candidate)
        job = Placement.objects.get(candidate=candidate)
    assert kept.registered_on == dt.date(2019, 9, 1)
    assert training.started_on == dt.date(2019, 10, 1)
    assert training.ended_on == job.starts_on
    assert (job.starts_on.year, job.starts_on.month) == (2020, 4)


def figures():
    with owner():
        counted = counted_by(Placement.objects.all(), by=dt.date(2026, 1, 1))
        return {
            "registered": month_of(Candidate.objects.order_by("pk").values_list("registered_on", flat=True)),
            "facts": list(
                Candidate.objects.order_by("pk").values_list("reference", "source", "target_group", "municipality")
            ),
            "training": month_of(Enrolment.objects.order_by("pk").values_list("started_on", flat=True)),
            "ended": month_of(Enrolment.objects.order_by("pk").values_list("ended_on", flat=True)),
            "outcomes": list(Enrolment.objects.order_by("pk").values_list("outcome", "training_cost")),
            "starts": month_of(Placement.objects.order_by("pk").values_list("starts_on", flat=True)),
            "due": month_of(FollowUp.objects.order_by("pk").values_list("due_on", flat=True)),
            "at_work": list(FollowUp.objects.order_by("pk").values_list("months", "at_work")),
            "sustained": [
                (pk, job.reference, job.starts_on.year, job.starts_on.month) for pk, job in counted.sustained.items()
            ],
            "half_year": [
                (pk, one.employment.reference, one.reached_on.year, one.reached_on.month)
                for pk, one in counted.half_year.items()
            ],
        }


def month_of(days):
    return [(day.year, day.month) for day in days]


def test_own_words_about_why_somebody_stopped_go_and_codes_stay(cast, candidate):
    """Words that somebody else has as well are nobody's, and are counted as before."""
    stopped = {"ended_on": dt.date(2020, 1, 31), "started_on": dt.date(2020, 1, 6), "outcome": "dropout"}
    with owner():
        other = CandidateFactory(region=cast.region)
        for reason in (f"verhuizing {FIRST} {LAST}", "tandarts in Emmen", "niveau te hoog", "motivation"):
            EnrolmentFactory(candidate=candidate, dropout_reason=reason, **stopped)
        EnrolmentFactory(candidate=other, dropout_reason="niveau te hoog", **stopped)
        certified = {"candidate": candidate, "ended_on": dt.date(2019, 3, 1), "started_on": dt.date(2019, 2, 1)}
        EnrolmentFactory(**certified, outcome="certificate", certificate_name=f"VCA van {LAST}")
    erased(cast, candidate)
    with owner():
        mine = Enrolment.objects.filter(candidate=candidate).exclude(dropout_reason="").order_by("pk")
        assert [one.dropout_reason for one in mine] == ["unknown", "unknown", "niveau te hoog", "motivation"]
        assert Enrolment.objects.get(candidate=other).dropout_reason == "niveau te hoog"
        names = set(Enrolment.objects.filter(candidate=candidate).values_list("certificate_name", flat=True))
        assert names == {"", "(gewist)"}


def test_pages_about_her_open_without_her(cast, candidate):
    plant(cast, candidate)
    erased(cast, candidate)
    with owner():
        job = Placement.objects.get(candidate=candidate)
    pages = [
        "dossiers/",
        f"dossiers/{candidate.pk}/",
        f"dossiers/{candidate.pk}/geschiedenis/",
        "regio/bewaren/",
        "regio/bewaren/gewist/",
    ]
    for path in pages:
        answer = cast.dirk.get(path)
        assert answer.status_code == 200, path
        assert LAST not in answer.content.decode(), path
    assert "De gegevens van deze persoon zijn gewist op" in cast.dirk.get(f"dossiers/{candidate.pk}/").content.decode()
    assert job.employer == "(gewist)"


CHANGES = ("identity_edit", "facts_edit", "candidate_call", "task_create", "candidate_step", "candidate_hold",
           "candidate_withdraw", "intake_edit", "contact_create", "benefit_create")  # fmt: skip


def test_nothing_is_to_be_done_with_her_file_any_more(cast, candidate):
    plant(cast, candidate)
    erased(cast, candidate)
    with owner():
        job = Placement.objects.filter(candidate=candidate).first()
        tasks = CandidateTask.objects.filter(candidate=candidate).count()
        living = CandidateFactory(region=cast.region, werkplein=cast.carla.organisation)
    as_it_was = row(candidate)
    file = f"dossiers/{candidate.pk}/"
    other = (f"{file}verder/", f"{file}samenvoegen/", f"{file}samenvoegen/{living.pk}/",
             f"dossiers/{living.pk}/samenvoegen/{candidate.pk}/")  # fmt: skip
    for person in (cast.carla, cast.dirk):
        here = {"organisation_id": person.organisation.pk, "candidate_id": candidate.pk}
        for one in PAGES:
            page = person.client.get(reverse(one.url_name, kwargs=here)).content.decode()
            main = page[page.index("<main") :]
            for offer in ("Taak maken", "Bellen", "aanpassen", "Volgende stap", "Beginnen met", 'method="post"'):
                assert offer not in main, (one.key, offer)
        for name in CHANGES:
            path = reverse(f"candidates:{name}", kwargs=here)
            if name != "contact_create":
                assert person.client.get(path).status_code == 404, name
            assert person.client.post(path, {"what": "bellen", "due_on": "1-1-2030"}).status_code == 404, name
        for path in other:
            assert person.post(path, {"reason": "Zelfde persoon"}).status_code == 404, path
        for chosen in ({"welke": "alle", "lijst": ""}, {"kandidaat": str(candidate.pk)}):
            person.post("dossiers/coach/", {"doe": "mij"} | chosen)
        ticks = person.get("dossiers/").content.decode()
        assert f'value="{living.pk}"' in ticks
        assert f'value="{candidate.pk}"' not in ticks
        page = person.get(f"plaatsingen/{job.pk}/").content.decode()
        assert "verbeteren" not in page[page.index("<main") :].lower()
    with owner():
        assert CandidateTask.objects.filter(candidate=candidate).count() == tasks
    assert row(candidate) == as_it_was
    assert row(living)["coach_id"] == cast.dirk.user.pk


def test_nothing_is_decided_about_who_is_erased_meanwhile(cast, candidate):
    """Whoever had the page open already."""
    with owner():
        living = CandidateFactory(region=cast.region, werkplein=cast.carla.organisation)
        Candidate.objects.filter(pk=candidate.pk).update(state="on_hold", anonymised_at=timezone.now(), coach=None)
    as_it_was, at = row(candidate), timezone.now()
    with act(cast.carla) as acting:
        for said, pressed in (
            ("gewist", lambda: stopping.resume(acting, candidate.pk, on=at.date(), at=at)),
            ("gewist", lambda: lifecycle.move(acting, candidate.pk, to="intake", on=at.date(), at=at)),
            ("minstens één", lambda: assigning.give_to(acting, [candidate.pk], cast.carla.user.pk, at=at)),
            *(
                ("of gewist", lambda one=one, other=other: merging.merge(
                    acting, kept_id=one.pk, gone_id=other.pk, taken=[], reason="Zelfde telefoon", at=at
                ))
                for one, other in ((candidate, living), (living, candidate))
            ),
        ):  # fmt: skip
            with pytest.raises(Refused, match=said):
                pressed()
        done = assigning.give_to(acting, [candidate.pk, living.pk], cast.carla.user.pk, at=at)
    assert [one["candidate"] for one in done.changes] == [str(living.pk)]
    assert row(candidate) == as_it_was


def test_his_file_tells_months_and_no_day(cast, candidate):
    """Nor a day that is still to come: the last of a month stands for all of it."""
    plant(cast, candidate)
    paths = [f"dossiers/{candidate.pk}/{page}" for page in ("", "geschiedenis/", "werk/")]
    before = [cast.dirk.get(path).content.decode() for path in paths]
    assert all(DAYS.search(page) for page in before)
    erased(cast, candidate)
    pages = [cast.dirk.get(path).content.decode() for path in paths]
    assert [DAYS.findall(page) for page in pages] == [[], [], []]
    assert "Aangemeld in" in pages[0]
    assert "september 2019" in pages[0]
    assert f"{date_format(timezone.localdate(), 'F Y')}" in pages[1]
    assert "april 2020" in pages[2]


def test_the_page_says_what_erasing_does_not_look_into(cast, candidate):
    page = cast.dirk.get(f"dossiers/{candidate.pk}/wissen/").content.decode()
    assert "In documenten bij andere mensen zoekt het portaal niet." in page
