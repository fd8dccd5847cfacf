"""Evidence on the screen: sending with and without script, who gets in, and what a hostile file gets served as."""

import datetime as dt
import io
import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from organisations.citizen_numbers import without_citizen_numbers
from organisations.models import ReadLog, new_id
from placements import evidence
from placements.models import EvidenceContent, EvidenceFile
from tests.database import owner
from tests.factories.placements import ContributionFactory
from tests.placements import evidence_files as files
from tests.placements.test_evidence import NAME, approved, opened, sent
from tests.placements.test_screens_verifier import queries_of
from tests.placements.workspace import MARCH, auditor_of, contract_of, logged, second_contractor, stated

FRAGMENT = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/werk/x/inzet/"}
MEGABYTE = 1_000_000


@pytest.fixture
def line(cast):
    return logged(cast.bram, contract_of(cast))


@pytest.fixture
def contribution(line):
    with owner():
        return ContributionFactory(contract=line.contract, submitted_at=timezone.now())


def upload(name, content):
    return SimpleUploadedFile(name, content)


def form(*given, **values):
    return {"kind": "payslip", "month": "", "valid_until": "", "files": list(given), **values}


def send(person, line, *given, **values):
    return person.post(f"inzet/{line.pk}/bewijs/", form(*given, **values))


def stored() -> list[EvidenceFile]:
    with owner():
        return list(EvidenceFile.objects.order_by("uploaded_at", "pk"))


def names() -> list[str]:
    with owner():
        return list(EvidenceContent.objects.order_by("pk").values_list("name", flat=True))


def paths_of(line, contribution, file):
    return [
        f"inzet/{line.pk}/bewijs/",
        f"invulling/{contribution.pk}/bewijs/",
        f"bewijs/{file.pk}/",
        f"bewijs/{file.pk}/pagina/1/",
        f"bewijs/{file.pk}/bestand/",
    ]


def test_several_files_at_once_without_script(cast, line):
    assert cast.bram.get(f"inzet/{line.pk}/bewijs/").status_code == 200
    answer = send(
        cast.bram,
        line,
        upload("mei.pdf", files.pdf()),
        upload("mei.jpg", files.photo()),
        month=f"{MARCH:%Y-%m-%d}",
        valid_until="31-12-2027",
    )
    assert answer.status_code == 302
    first, second = stored()
    assert {first.month, second.month} == {MARCH}
    assert first.valid_until == dt.date(2027, 12, 31)
    page = cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert "2 bestanden ontvangen" in page
    assert "Wordt gecontroleerd" in page
    assert "mei.pdf" in page


def test_a_file_has_to_be_chosen_again_when_something_else_was_wrong(cast, line):
    answer = send(cast.bram, line, upload("mei.pdf", files.pdf()), valid_until="31-31-2027")
    assert answer.status_code == 422
    assert "Kies mei.pdf opnieuw" in answer.content.decode()
    assert stored() == []


def test_what_is_accepted_and_to_black_out_the_bsn_stands_before_the_choice(cast, line):
    page = cast.bram.get(f"inzet/{line.pk}/").content.decode()
    before = page[: page.index('type="file"')]
    assert "PDF, JPEG of PNG, elk hoogstens 10 MB" in before
    assert "burgerservicenummer (BSN) onleesbaar" in before


def test_a_refused_file_says_why_beside_the_field_and_the_others_are_kept(cast, line):
    answer = send(cast.bram, line, upload("goed.pdf", files.pdf()), upload("plan.docx", b"PK\x03\x04"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "plan.docx: Dit is geen PDF, JPEG of PNG" in page
    assert "1 bestand ontvangen" in page
    assert names() == ["goed.pdf"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"files": []}, "Kies een bestand"),
        ({"kind": "paspoort"}, "Kies wat het is"),
        ({"month": "1999-01-01"}, "Kies een maand"),
        ({"valid_until": "morgen"}, "Vul een datum in"),
    ],
)
def test_a_form_with_a_fault_stores_nothing(cast, line, values, sentence):
    given = [] if "files" in values else [upload("goed.pdf", files.pdf())]
    answer = send(cast.bram, line, *given, **{name: value for name, value in values.items() if name != "files"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert stored() == []


def test_sent_one_by_one_each_gets_the_list_or_the_reason(cast, line):
    path = f"inzet/{line.pk}/bewijs/"
    taken = cast.bram.post(path, form(upload("mei.pdf", files.pdf())), **FRAGMENT)
    assert taken.status_code == 200
    assert "mei.pdf" in taken.content.decode()
    assert "<html" not in taken.content.decode()
    refused = cast.bram.post(path, form(upload("x.svg", b"<svg onload=alert(1)>")), **FRAGMENT)
    assert (refused.status_code, refused["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert refused.content.decode().startswith("Dit is geen PDF")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Windows\\system32\\loon.pdf", "loon.pdf"),
        ("loon\u202efdp.exe.pdf", "loonfdp.exe.pdf"),
        ('a"; filename=b.html;.pdf', "a filename=b.html.pdf"),
        ("...", "bestand"),
        ("a" * 400 + ".pdf", "a" * 96 + ".pdf"),
    ],
)
def test_a_path_in_the_name_of_a_file_is_no_path(cast, line, given, kept):
    body = encode_multipart(BOUNDARY, form())
    part = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="'.encode()
        + given.replace("\\", "\\\\").replace('"', '\\"').encode()
        + b'"\r\nContent-Type: application/pdf\r\n\r\n'
        + files.pdf()
        + b"\r\n"
    )
    end = f"--{BOUNDARY}--\r\n".encode()
    body = body.replace(end, part + end)
    answer = cast.bram.client.generic(
        "POST", cast.bram.url(f"inzet/{line.pk}/bewijs/"), body, content_type=MULTIPART_CONTENT
    )
    assert answer.status_code == 302
    assert names() == [kept]


class Endless(io.RawIOBase):
    """A body of so many bytes that nobody ever holds in memory at once."""

    def __init__(self, head: bytes, filling: int) -> None:
        super().__init__()
        self.head, self.left = head, filling

    def read(self, size=-1):
        if self.head:
            part, self.head = self.head[:size], self.head[size:]
            return part
        size = min(size if size > 0 else 65_536, self.left)
        self.left -= size
        return b"x" * size


def send_200_mb(person, line, head: bytes):
    """The answer, and by how much the memory of this process grew, in KiB."""
    body = Endless(head, 200 * MEGABYTE)
    environ = {"wsgi.input": body, "CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": str(len(head) + body.left)}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = person.client.generic("POST", person.url(f"inzet/{line.pk}/bewijs/"), **environ)
    return answer, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def test_200_mb_is_refused_while_it_comes_in_and_memory_stays_flat(cast, line):
    head = encode_multipart(BOUNDARY, form()).replace(f"--{BOUNDARY}--\r\n".encode(), b"")
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="film.pdf"\r\n\r\n'.encode()
    answer, grown = send_200_mb(cast.bram, line, head + b"%PDF-1.7")
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Samen zijn deze bestanden groter dan 60 MB. Eén bestand mag hoogstens 10 MB zijn" in told
    assert "Kies een bestand." not in told
    assert stored() == []
    assert grown < 20_000, f"{grown} KiB"


def test_200_mb_behind_the_end_of_a_form_stay_out_of_memory_too(cast, line):
    answer, grown = send_200_mb(cast.bram, line, encode_multipart(BOUNDARY, form()))
    assert answer.status_code in {400, 422}
    assert stored() == []
    assert grown < 20_000, f"{grown} KiB"


def test_the_pages_and_the_file_are_served_so_that_nothing_in_them_runs(cast, line):
    file = sent(cast.bram, line, content=files.photo(), name="loon.html")
    page = cast.bram.get(f"bewijs/{file.pk}/pagina/1/")
    assert page.content.startswith(b"\x89PNG")
    original = cast.bram.get(f"bewijs/{file.pk}/bestand/")
    assert original["Content-Type"] == "image/jpeg"
    assert original["Content-Disposition"] == 'attachment; filename="loon.jpg"'
    for answer in (page, original):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "no-store" in answer["Cache-Control"]
    assert cast.bram.get(f"bewijs/{file.pk}/pagina/2/").status_code == 404


def test_nobody_is_served_a_file_before_its_check_or_after_its_refusal(cast, line):
    waiting = sent(cast.bram, line, check=False)
    refused = sent(cast.bram, line, content=files.pdf(change=files.embedded))
    for file in (waiting, refused):
        assert cast.bram.get(f"bewijs/{file.pk}/").status_code == 302
        for rest in ("pagina/1/", "bestand/"):
            assert cast.bram.get(f"bewijs/{file.pk}/{rest}").status_code == 404
    page = cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert "In de PDF zitten andere bestanden" in page


def test_a_citizen_number_in_the_name_of_a_file_is_not_kept_and_that_is_said(cast, line):
    answer = send(cast.bram, line, upload("loon_111222333.pdf", files.pdf()))
    assert answer.status_code == 302
    assert names() == ["loon_xxx.pdf"]
    said = cast.bram.client.get(answer["Location"]).content.decode()
    assert "Het bestand heet nu loon_xxx.pdf" in said
    assert "111222333" not in said


@pytest.mark.parametrize(
    ("name", "kept"),
    [("1112.22.333.pdf", "xxx.pdf"), ("111 222 333.pdf", "xxx.pdf"), ("111222334.pdf", "111222334.pdf")]
    + [(same, same) for same in ("1112223330.pdf", "2026-01-15.pdf")],
)
def test_only_what_passes_the_eleven_test_is_a_citizen_number(name, kept):
    assert without_citizen_numbers(name) == kept


def test_a_verifier_says_why_before_he_sees_a_name_or_a_page(cast, line):
    file = sent(cast.bram, line)
    path = f"inzet/{line.pk}/bewijs/"
    page = cast.dirk.get(path).content.decode()
    assert "Loonstrook" in page
    assert "Jansen" not in page
    assert cast.dirk.get(f"bewijs/{file.pk}/").status_code == 302
    for rest in ("pagina/1/", "bestand/"):
        assert cast.dirk.get(f"bewijs/{file.pk}/{rest}").status_code == 404
    empty = cast.dirk.post(path + "openen/", {"reason": " "})
    assert empty.status_code == 422
    assert "Vul in waarom" in empty.content.decode()
    assert cast.dirk.post(path + "openen/", {"reason": "Klopt het loon?"}).status_code == 302
    assert NAME in cast.dirk.get(path).content.decode()
    assert cast.dirk.get(f"bewijs/{file.pk}/pagina/1/").content.startswith(b"\x89PNG")
    assert cast.dirk.get(f"bewijs/{file.pk}/").status_code == 200
    assert cast.dirk.get(f"bewijs/{file.pk}/bestand/").content.startswith(b"%PDF")
    with owner():
        logged_reads = ReadLog.objects.filter(subject_id=file.pk).order_by("at").values_list("subject", "reason")
        assert list(logged_reads) == [("evidence", "Klopt het loon?"), ("evidence_fetched", "Origineel opgehaald")]


def test_the_way_back_stays_inside_the_workspace(cast, line):
    sent(cast.bram, line)
    path = f"inzet/{line.pk}/bewijs/"
    inside = cast.dirk.url(f"beoordelen/inzet/{line.pk}/?pagina=2")
    answer = cast.dirk.post(path + "openen/", {"reason": "Klopt het loon?", "terug": inside})
    assert answer["Location"] == inside
    for outside in ("https://kwaad.example/", "//kwaad.example/werk/", cast.bram.url("inzet/")):
        answer = cast.dirk.post(path + "openen/", {"reason": "Klopt het loon?", "terug": outside})
        assert answer["Location"] == cast.dirk.url(path)


def test_a_file_sent_by_mistake_is_taken_away_and_one_with_a_verdict_stays(cast, line):
    wrong, judged = sent(cast.bram, line), sent(cast.bram, line, content=files.photo())
    asked = cast.bram.get(f"bewijs/{wrong.pk}/weghalen/").content.decode()
    assert "U kunt dit niet terugdraaien" in asked
    assert [file.removed_at for file in stored()] == [None, None]
    assert cast.bram.post(f"bewijs/{wrong.pk}/weghalen/").status_code == 302
    approved(cast.dirk, line)
    cast.bram.post(f"bewijs/{judged.pk}/weghalen/")
    page = cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert "Op dit bewijsstuk rust een oordeel" in page
    assert "Weghalen" not in page
    assert [file.removed_at is None for file in stored()] == [False, True]


def test_the_coordination_point_sends_for_a_company_without_computers(cast, line):
    answer = send(cast.dirk, line, upload("formulier.pdf", files.pdf()), kind="signed_form")
    assert answer.status_code == 302
    (file,) = stored()
    assert (file.contractor_id, file.organisation_id) == (cast.bram.organisation.pk, cast.dirk.organisation.pk)
    evidence.QUARANTINE.check(file.pk, region_id=cast.region.pk, at=timezone.now())
    assert cast.bram.get(f"bewijs/{file.pk}/bestand/").content.startswith(b"%PDF")
    assert cast.dirk.get(f"bewijs/{file.pk}/bestand/").status_code == 404  # sent by him, and still opened with a reason


def test_a_settled_contract_takes_no_evidence(cast, line):
    with owner():
        type(line.contract).objects.filter(pk=line.contract_id).update(settled_on=dt.date(2026, 6, 1))
    assert 'type="file"' not in cast.bram.get(f"inzet/{line.pk}/").content.decode()
    send(cast.bram, line, upload("laat.pdf", files.pdf()))
    assert stored() == []


def test_who_may_who_may_not_and_frank(cast, line, contribution):
    file = sent(cast.bram, line)
    sent(cast.bram, contribution, content=files.photo())
    opened(cast.dirk, line)
    paths = paths_of(line, contribution, file)
    for path in paths:
        assert cast.bram.get(path).status_code == 200, path
        assert cast.dirk.get(path).status_code == 200, path
        for person in (cast.alice, cast.carla, cast.esra):
            assert person.get(path).status_code == 403, (person.user.name, path)
        for stranger in (cast.frank, second_contractor()):
            assert stranger.get(path).status_code == 404, path
    posts = [
        (f"inzet/{line.pk}/bewijs/", form(upload("x.pdf", files.pdf()))),
        (f"invulling/{contribution.pk}/bewijs/", form(upload("x.pdf", files.pdf()))),
        (f"bewijs/{file.pk}/weghalen/", {}),
        (f"inzet/{line.pk}/bewijs/openen/", {"reason": "x"}),
        (f"invulling/{contribution.pk}/bewijs/openen/", {"reason": "x"}),
    ]
    auditor = auditor_of(cast.bram)
    for path, data in posts:
        for person in (cast.alice, cast.carla, cast.esra):
            assert person.post(path, data).status_code == 403, (person.user.name, path)
        assert cast.frank.post(path, data).status_code == 404, path
        assert second_contractor().post(path, data).status_code == (403 if "openen" in path else 404), path
        assert auditor.post(path, data).status_code == 403, path
    assert len(stored()) == 2
    assert all(one.removed_at is None for one in stored())


def test_as_many_queries_for_many_files(cast, line):
    stated(cast.bram, line)
    detail, own = f"inzet/{line.pk}/", f"inzet/{line.pk}/bewijs/"
    sent(cast.bram, line)
    few = [len(queries_of(person, path)) for person, path in ((cast.bram, detail), (cast.bram, own), (cast.dirk, own))]
    with owner():
        file = EvidenceFile.objects.get()
        for number in range(29):
            copy = EvidenceFile.objects.get(pk=file.pk)
            copy.pk, copy.sha256 = new_id(), f"{number:064d}"
            copy.save(force_insert=True)
            EvidenceContent.objects.create(evidence=copy, name=f"{number}.pdf", data=b"%PDF")
    many = [len(queries_of(person, path)) for person, path in ((cast.bram, detail), (cast.bram, own), (cast.dirk, own))]
    assert many == few
    assert max(many) <= 3 + 9
