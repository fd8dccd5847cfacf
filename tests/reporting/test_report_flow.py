"""The way of a report: judged by partners, checked, frozen, published per edition with consent, sent and corrected."""

import datetime as dt
import hashlib
import json
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations import tenancy
from organisations.choices import OrganisationKind, Purpose, Role
from organisations.models import OutboxMessage
from organisations.refused import Refused
from reporting import pipeline
from reporting.choices import Edition, FileFormat, JudgementState, ReportStage, ReportStatus, ReportStep
from reporting.figures import canonical
from reporting.flow import checking, judging, planning, publishing
from reporting.flow.checking import Said
from reporting.flow.judging import Invited
from reporting.models import (
    Judgement,
    PublicConsent,
    Report,
    ReportDownload,
    ReportEvent,
    ReportFile,
    ReportPublication,
    ReportSending,
    ReportWarning,
)
from reporting.publication import public_edition
from reporting.views import published
from tests.cast import Person
from tests.covenant_rows import partner_of
from tests.database import owner as as_owner
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.reporting.report_steps import (
    AT,
    DUE,
    TEXT,
    acting,
    ask,
    consent,
    finish,
    freeze,
    made,
    mail_judgements,
    publish,
    stored,
    token_in_mail,
)

pytestmark = pytest.mark.django_db


class TestJudging:
    def test_what_partners_write_comes_into_the_report_under_a_new_digest(self, cast, report, union):
        ask(cast, report, Invited("Vakbonden", union.organisation.pk))
        assert stored(report).stage == ReportStage.JUDGING
        figures = {key: value for key, value in json.loads(stored(report).snapshot).items() if key != "judgements"}
        with as_owner():
            judgement = Judgement.objects.get()
        with acting(union):
            judging.say(judgement.pk, text=TEXT, spoken_by="Vakbond, bestuurder", at=AT)
        freeze(cast, report)
        after = stored(report)
        document = json.loads(after.snapshot)
        assert document.pop("judgements") == [
            {"group": "Vakbonden", "text": TEXT, "by": "Vakbond, bestuurder", "on": "2026-08-03"}
        ]
        assert document == figures
        assert hashlib.sha256(after.snapshot.encode()).hexdigest() == after.sha256
        assert (after.stage, after.status, after.adopted_by_id) == ("frozen", "ready", cast.esra.user.pk)
        with as_owner():
            assert {one.made_of for one in ReportFile.objects.filter(report=report)} == {after.sha256}
            assert Judgement.objects.get().closed_at == AT

    def test_nothing_is_said_once_it_is_frozen(self, cast, report, union):
        ask(cast, report, Invited("Vakbonden", union.organisation.pk))
        freeze(cast, report)
        with as_owner():
            judgement = Judgement.objects.get()
        with acting(union), pytest.raises(Refused, match="kan niet meer"):
            judging.say(judgement.pk, text=TEXT, spoken_by="Vakbond", at=AT)
        with pytest.raises(IntegrityError), as_owner(), transaction.atomic():
            Judgement.objects.update(text=TEXT, spoken_by="x", written_at=AT)

    def test_by_a_mailed_link_without_account(self, cast, report):
        ask(cast, report, Invited("Vakbonden", email="bestuur@voorbeeld.test"))
        assert mail_judgements(report) == 1
        assert mail_judgements(report) == 0, "nobody is mailed twice"
        token, client = token_in_mail(), Client()
        page = client.get(f"/oordeel/{token}/")
        assert "Uw oordeel over Kwartaalrapport 2e kwartaal 2026" in page.text
        file = client.get(f"/oordeel/{token}/rapport/")
        assert file.content == f"pdf of {stored(report).sha256}".encode()
        with as_owner():
            taken, judgement = ReportDownload.objects.get(), Judgement.objects.get()
        assert (taken.judgement_id, taken.user_id, judgement.state) == (judgement.pk, None, JudgementState.OPENED)
        assert client.post(f"/oordeel/{token}/", {"text": "", "spoken_by": ""}).status_code == 422
        answer = client.post(f"/oordeel/{token}/", {"text": TEXT, "spoken_by": "Vakbond, bestuurder"})
        assert "Wij hebben uw antwoord" in answer.text
        with as_owner():
            assert Judgement.objects.get().text == TEXT
        client.post(f"/oordeel/{token}/", {"geen": "1"})
        assert "U liet weten dat u geen oordeel geeft" in client.get(f"/oordeel/{token}/").text
        freeze(cast, report)
        assert client.get(f"/oordeel/{token}/").status_code == 410
        assert client.get(f"/oordeel/{token}/rapport/").status_code == 404
        assert client.get("/oordeel/een-andere-link/").status_code == 404

    def test_the_link_shows_nothing_else(self, cast, report):
        ask(
            cast, report, Invited("Vakbonden", email="een@voorbeeld.test"), Invited("Rijk", email="twee@voorbeeld.test")
        )
        mail_judgements(report)
        with tenancy.link(token_in_mail()):
            assert Judgement.objects.count() == 1
            assert not Report.objects.exists()
            assert set(ReportFile.objects.values_list("report_id", flat=True)) == {report.pk}
            with pytest.raises(IntegrityError), transaction.atomic():
                Judgement.objects.update(due_on=dt.date(2030, 1, 1))

    def test_who_does_not_answer_is_reminded_once_and_who_answered_not(self, cast, report, union):
        ask(cast, report, Invited("Vakbonden", union.organisation.pk), Invited("Rijk", email="een@voorbeeld.test"))
        mail_judgements(report)
        with as_owner():
            judgement = Judgement.objects.get(organisation=union.organisation)
        with acting(union):
            judging.decline(judgement.pk, at=AT)
        for day, reminded in ((16, 0), (17, 1), (18, 0)):
            with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
                assert judging.remind(region_id=cast.region.pk, on=dt.date(2026, 8, day)) == reminded

    def test_called_back_as_long_as_nobody_wrote(self, cast, report, union):
        ask(cast, report, Invited("Vakbonden", union.organisation.pk))
        with acting(cast.esra) as esra:
            judging.call_back(esra, report.pk, at=AT)
        assert stored(report).stage == ReportStage.DRAFT
        assert union.get("rapporten/gepubliceerd/").text.count("Uw oordeel wordt gevraagd") == 0

    def test_who_was_asked_before_it_was_called_back_can_be_asked_anew(self, cast, report, union):
        ask(cast, report, Invited("Vakbonden", union.organisation.pk))
        mail_judgements(report)
        with as_owner():
            judgement = Judgement.objects.get()
        with acting(union):
            judging.decline(judgement.pk, at=AT)
        with acting(cast.esra) as esra:
            judging.call_back(esra, report.pk, at=AT)
        page = cast.esra.get(f"rapporten/{report.pk}/oordelen/")
        assert f'value="{union.organisation.pk}"' in page.text, "to be chosen again"
        ask(cast, report, Invited("Vakbonden", union.organisation.pk))
        assert mail_judgements(report) == 1
        with as_owner():
            assert Judgement.objects.get().state == JudgementState.INVITED
        with acting(union):
            judging.say(judgement.pk, text=TEXT, spoken_by="Vakbond, bestuurder", at=AT)
        with acting(cast.esra) as esra, pytest.raises(Refused, match="nog niet is gevraagd"):
            judging.ask(esra, report.pk, invited=[Invited("Vakbonden", union.organisation.pk)], due_on=DUE, at=AT)


class TestCheck:
    def test_each_warning_is_seen_before_freezing_and_seen_again_when_it_changed(self, cast, report, owner):
        with owner():
            ReportWarning.objects.create(report=report, region=cast.region, code="spending", count=3)
        with acting(cast.esra) as esra, pytest.raises(Refused, match="waarschuwingen"):
            publishing.freeze(esra, report.pk, at=AT)
        with acting(cast.esra) as esra:
            said = {"spending": Said(seen=False, explanation="Komt in juli.")}
            assert checking.see(esra, report.pk, said=said, at=AT) == 0
        with owner():
            warning = ReportWarning.objects.get(code="spending")
            assert (warning.explanation, warning.by_id) == ("Komt in juli.", cast.esra.user.pk)
        planning.count_warnings(report.pk, region_id=report.region_id)
        with owner():
            assert not ReportWarning.objects.filter(code="spending").exists(), "there is no such line any more"
        with acting(cast.esra) as esra:
            publishing.freeze(esra, report.pk, at=AT)

    def test_what_somebody_saw_stays_his_and_the_rest_waits(self, cast, report, owner):
        with owner():
            for code, count in (("spending", 3), ("efforts", 2), ("undecided", 1)):
                ReportWarning.objects.create(report=report, region=cast.region, code=code, count=count)
            user = UserFactory(name="Evert")
            MembershipFactory(user=user, organisation=cast.esra.organisation, role=Role.MEMBER)
        colleague = Person(user=user, organisation=cast.esra.organisation)
        seen = Said(seen=True)
        one, other = {"spending": seen}, {"spending": seen, "efforts": seen}
        with acting(colleague) as first:
            assert checking.see(first, report.pk, said=one, at=AT) == 2
        with acting(cast.esra) as esra:
            assert checking.see(esra, report.pk, said=other, at=AT) == 1
        with owner():
            by = dict(ReportWarning.objects.values_list("code", "by_id"))
        assert by == {"spending": colleague.user.pk, "efforts": cast.esra.user.pk, "undecided": None}
        page = cast.esra.get(f"rapporten/{report.pk}/controle/").text
        assert page.count("Alleen wie dit schreef, past het aan.") == 1
        assert "seen_spending" not in page
        assert "seen_efforts" in page

    def test_a_count_that_changed_since_the_page_was_shown_is_not_seen(self, cast, report, owner):
        with owner():
            ReportWarning.objects.create(report=report, region=cast.region, code="spending", count=3)
        url = f"rapporten/{report.pk}/controle/"
        shown = cast.esra.get(url).context["form"]["count_spending"].value()
        with owner():
            ReportWarning.objects.update(count=40)
        cast.esra.post(url, {"seen_spending": "on", "said_spending": "", "count_spending": shown})
        with owner():
            assert ReportWarning.objects.get().at is None

    def test_counts_partners_without_a_text_once_for_each_quarter(self, cast, report, union):
        planning.count_warnings(report.pk, region_id=report.region_id)
        with as_owner():
            found = dict(ReportWarning.objects.values_list("code", "count"))
        assert found["efforts"] == 1

    def test_each_check_runs_as_a_report_and_is_one_number(self, cast, report):
        with tenancy.system(Purpose.REPORT, region_id=cast.region.pk):
            asked = checking.Asked(cast.region.pk, planning.Period.parse("2026-Q2"), dt.date(2018, 1, 1), {})
            assert all(isinstance(check.count(asked), int) for check in checking.CHECKS)

    def test_the_words_of_the_manager_change_until_it_is_frozen(self, cast, report):
        before = stored(report)
        with acting(cast.esra) as esra:
            publishing.write_text(esra, report.pk, text="De termijn vraagt een gesprek.", at=AT)
        between = stored(report)
        assert (between.status, between.sha256 == before.sha256) == (ReportStatus.REQUESTED, False)
        assert canonical.is_intact(pipeline.document_of(between))
        finish(report)
        freeze(cast, report)
        with acting(cast.esra) as esra, pytest.raises(Refused, match="vastgesteld"):
            publishing.write_text(esra, report.pk, text="Iets anders", at=AT)

    def test_words_of_a_colleague_are_not_written_over_unseen(self, cast, report):
        url = f"rapporten/{report.pk}/woorden/"
        shown = cast.esra.get(url).context["form"]["shown"].value()
        with acting(cast.esra) as esra:
            publishing.write_text(esra, report.pk, text="Woorden van een collega.", at=AT)
        finish(report)
        typed = {"manager_text": "Woorden van Esra.", "shown": shown}
        page = cast.esra.post(url, typed)
        assert page.status_code == 422
        assert "Woorden van Esra.</textarea>" in page.text
        assert stored(report).manager_text == "Woorden van een collega."
        again = {"manager_text": "Woorden van Esra.", "shown": page.context["form"]["shown"].value()}
        assert cast.esra.post(url, again).status_code == 302
        assert stored(report).manager_text == "Woorden van Esra."

    def test_a_slow_worker_does_not_put_an_old_document_over_the_new_one(self, cast, report):
        old = stored(report)
        with acting(cast.esra) as esra:
            publishing.write_text(esra, report.pk, text="Nieuwe woorden", at=AT)
        slow = pipeline._AtWork(report.pk, report.region_id)
        slow.store(FileFormat.PDF, b"%PDF with the old words", made_of=old)
        slow.finish(old, at=AT)
        assert stored(report).status == ReportStatus.REQUESTED
        with as_owner():
            assert bytes(ReportFile.objects.get(report=report, format="pdf").content) != b"%PDF with the old words"

    def test_an_older_version_is_not_frozen_any_more(self, cast, report):
        made(cast.region, version=2)
        with acting(cast.esra) as esra, pytest.raises(Refused, match="nieuwere versie"):
            publishing.freeze(esra, report.pk, at=AT)
        assert "Vervangen" in cast.esra.get(f"rapporten/{report.pk}/").text


class TestPublishing:
    def test_only_a_frozen_report_also_in_the_database(self, cast, report):
        with acting(cast.esra) as esra, pytest.raises(Refused, match="vast"):
            publishing.publish(esra, report.pk, edition=Edition.EXACT, at=AT)
        with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
            ReportPublication.objects.create(
                report=report, region=cast.region, version=1, edition="exact", published_by=cast.esra.user
            )

    def test_the_public_edition_waits_for_each_partner_also_in_the_database(self, cast, report, union):
        with as_owner():
            partner_of(cast.region, "Ulla", OrganisationKind.ASSOCIATION)
        freeze(cast, report)
        with acting(cast.esra) as esra:
            publishing.consent(
                esra,
                report.pk,
                partners=[union.organisation.pk],
                given_on=AT.date(),
                given_by="vergadering",
                at=AT,
            )
            with pytest.raises(Refused, match="artikel 17"):
                publishing.publish(esra, report.pk, edition=Edition.PUBLIC, at=AT)
            with pytest.raises(IntegrityError), transaction.atomic():
                ReportPublication.objects.create(
                    report=report, region=cast.region, version=1, edition="public", published_by=cast.esra.user
                )
        consent(cast, report)
        publish(cast, report, Edition.PUBLIC)
        with as_owner():
            given = PublicConsent.objects.filter(organisation=union.organisation).get()
        with acting(cast.esra) as esra, pytest.raises(Refused, match="gepubliceerd"):
            publishing.withdraw_consent(esra, report.pk, consent_id=given.pk, at=AT)
        with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
            PublicConsent.objects.update(withdrawn_at=AT)

    def test_a_withdrawn_consent_counts_no_more(self, cast, report, union):
        freeze(cast, report)
        consent(cast, report)
        with as_owner():
            given = PublicConsent.objects.get()
        with acting(cast.esra) as esra:
            publishing.withdraw_consent(esra, report.pk, consent_id=given.pk, at=AT)
            assert [one.pk for one in publishing.missing_consents(report)] == [union.organisation.pk]

    def test_partners_authorities_and_werkplein_read_it_then_and_others_never(self, cast, report, union):
        readers = (union, cast.alice, cast.carla)
        freeze(cast, report)
        for person in readers:
            assert "Nog geen rapport" in person.get("rapporten/gepubliceerd/").text
        publish(cast, report)
        with as_owner():
            publication = ReportPublication.objects.get()
        path = f"rapporten/gepubliceerd/{publication.pk}/"
        for person in readers:
            assert "Kwartaalrapport 2e kwartaal 2026" in person.get("rapporten/gepubliceerd/").text
            assert person.get(path).status_code == 200
            assert person.get(f"{path}bestand/pdf/").content == f"pdf of {stored(report).sha256}".encode()
            assert person.get(f"rapporten/{report.pk}/").status_code == 403
        assert cast.bram.get(path).status_code == 403
        for frank in (path, f"{path}bestand/pdf/", f"rapporten/{report.pk}/bestand/pdf/"):
            assert cast.frank.get(frank).status_code == 404
        with as_owner():
            assert set(ReportDownload.objects.values_list("user_id", flat=True)) == {one.user.pk for one in readers}
        shown = cast.esra.get(f"rapporten/{report.pk}/opgehaald/").text
        assert all(one.user.name in shown for one in readers)

    def test_who_took_a_file_goes_on_over_pages_with_as_many_queries(self, cast, report):
        freeze(cast, report)
        of_file = {"region": cast.region, "report_id": report.pk, "edition": Edition.EXACT, "format": FileFormat.PDF}
        by = {"organisation": cast.esra.organisation, "user": cast.esra.user}

        def take(first, last):
            with as_owner():
                ReportDownload.objects.bulk_create(
                    ReportDownload(**of_file, **by, at=AT + dt.timedelta(minutes=number))
                    for number in range(first, last)
                )

        take(0, 3)
        path = f"rapporten/{report.pk}/opgehaald/"
        with CaptureQueriesContext(connection) as few:
            assert "Bladeren" not in cast.esra.get(path).text
        take(3, 51)
        with CaptureQueriesContext(connection) as many:
            first = cast.esra.get(path).text
        assert len(many) == len(few)
        assert "1 tot en met 50 van 51" in first
        last = cast.esra.get(f"{path}?page=2").text
        assert "51 tot en met 51 van 51" in last
        assert "3 augustus 2026, 11.00" not in first.replace("\xa0", " ")
        assert "3 augustus 2026, 11.00" in last.replace("\xa0", " "), "the oldest comes last"

    def test_what_was_published_goes_on_over_pages(self, cast, report, union, monkeypatch):
        other = made(cast.region, period="2026-Q1")
        for one in (report, other):
            freeze(cast, one)
            publish(cast, one)
        monkeypatch.setattr(published, "PER_PAGE", 1)
        first, last = (union.get(f"rapporten/gepubliceerd/?page={number}").text for number in (1, 2))
        assert "1 tot en met 1 van 2" in first
        titles = [re.findall(r"Kwartaalrapport \de kwartaal 2026", page) for page in (first, last)]
        assert sorted(titles) == [["Kwartaalrapport 1e kwartaal 2026"], ["Kwartaalrapport 2e kwartaal 2026"]]

    def test_a_reader_sees_no_report_behind_it_and_everybody_no_exact_file(self, cast, report, union):
        freeze(cast, report)
        publish(cast, report)
        with acting(union):
            assert not Report.objects.exists()
            assert ReportFile.objects.count() == 2
        with tenancy.public(cast.region.pk):
            assert not Report.objects.exists()
            assert not ReportPublication.objects.exists()
            assert not ReportFile.objects.exists()

    def test_everybody_reads_the_public_edition_and_nothing_else_of_it(self, cast, report):
        freeze(cast, report)
        consent(cast, report)
        publish(cast, report)
        publish(cast, report, Edition.PUBLIC)
        with as_owner():
            ReportFile.objects.create(report=report, edition="public", format="json", content=b"{}", size=2, sha256="0")
        for region, files in ((cast.region, {"public"}), (cast.other_region, set())):
            with tenancy.public(region.pk):
                assert set(ReportFile.objects.values_list("edition", flat=True)) == files
                assert set(ReportPublication.objects.values_list("edition", flat=True)) == files
                assert not Report.objects.exists()

    def test_a_public_edition_whose_files_never_came_says_so_and_is_made_anew(self, cast, report, union):
        freeze(cast, report)
        consent(cast, report)
        publish(cast, report, Edition.PUBLIC)
        page, publishing_url = "De openbare bestanden zijn er nog niet", f"rapporten/{report.pk}/publiceren/"
        assert page in cast.esra.get(publishing_url).text
        with as_owner():
            waiting = OutboxMessage.objects.filter(name=public_edition.TASK)
            waiting.update(given_up_at=AT)
        cast.esra.client.post(cast.esra.url(f"{publishing_url}public/"))
        with as_owner():
            assert waiting.filter(given_up_at=None).count() == 1
            for name in public_edition.FILES:
                ReportFile.objects.create(
                    report=report, edition="public", format=name, content=b"{}", size=2, sha256="0"
                )
        assert page not in cast.esra.get(publishing_url).text
        with acting(cast.esra) as esra, pytest.raises(Refused, match="al gepubliceerd"):
            publishing.publish(esra, report.pk, edition=Edition.PUBLIC, at=AT)

    def test_sent_once_to_each_reader_and_then_not_taken_back(self, cast, report, union):
        freeze(cast, report)
        publish(cast, report)
        with acting(cast.esra) as esra:
            publishing.send(esra, report.pk, at=AT)
        for mails in (True, False):
            with tenancy.system(Purpose.UPKEEP, region_id=report.region_id):
                assert bool(publishing.mail(report.pk, sent_by=cast.esra.user.pk, at=AT)) is mails
        with as_owner():
            sent = set(ReportSending.objects.values_list("recipient_id", flat=True))
        assert {union.user.pk, cast.alice.user.pk, cast.carla.user.pk} <= sent
        assert cast.frank.user.pk not in sent
        with acting(cast.esra) as esra, pytest.raises(Refused, match="mail"):
            publishing.take_back(esra, report.pk, edition=Edition.EXACT, reason="Toch een fout erin", at=AT)

    def test_taken_back_while_nobody_was_told(self, cast, report, union):
        freeze(cast, report)
        publish(cast, report)
        with acting(cast.esra) as esra:
            publishing.take_back(esra, report.pk, edition=Edition.EXACT, reason="Te vroeg gepubliceerd", at=AT)
        assert "Nog geen rapport" in union.get("rapporten/gepubliceerd/").text
        publish(cast, report)
        with as_owner():
            publication = ReportPublication.objects.get()
        union.get(f"rapporten/gepubliceerd/{publication.pk}/bestand/pdf/")
        # The download was before the day on which the test publishes: it happened just now, after it.
        with acting(cast.esra) as esra, pytest.raises(Refused, match="opgehaald"):
            publishing.take_back(esra, report.pk, edition=Edition.EXACT, reason="Toch een fout erin", at=AT)

    def test_a_correction_is_a_new_version_with_a_reason(self, cast, report):
        freeze(cast, report)
        with acting(cast.esra) as esra:
            new = publishing.correct(esra, report.pk, reason="Een opdracht stond dubbel", at=AT)
        assert new.version == 2
        with as_owner():
            event = ReportEvent.objects.get(report=new)
        assert (event.step, event.reason) == (ReportStep.CORRECTED, "Een opdracht stond dubbel")

    def test_a_reason_that_says_too_little_is_not_lost(self, cast, report):
        freeze(cast, report)
        publish(cast, report)
        for action in ("terugnemen/exact/", "correctie/"):
            page = cast.esra.post(f"rapporten/{report.pk}/{action}", {"reason": "Te vroeg"})
            assert page.status_code == 422
            assert "minstens 10 tekens" in page.text
            assert ">\nTe vroeg</textarea>" in page.text
        with as_owner():
            assert ReportPublication.objects.exists()
            assert Report.objects.count() == 1
