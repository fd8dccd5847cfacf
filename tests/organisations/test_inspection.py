"""Files that mean harm are refused with the right reason, in a process that dies alone."""

import io
import zipfile
import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from organisations.file_checks import FileRefusal
from organisations.inspection.child import inspect
from organisations.inspection.faults import Fault
from organisations.inspection.found import Found, Page, from_bytes, to_bytes
from organisations.inspection.look import LARGEST, look
from tests.placements import evidence_files as files

EXIF_GPS = 0x8825


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("streams", [files.LOOSE, files.PACKED], ids=["loose", "in object streams"])
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (files.javascript, Fault.SCRIPT),
        (files.named_script, Fault.SCRIPT),
        (files.nested_script, Fault.SCRIPT),
        (files.opens_with({"/S": Name.Launch, "/F": "calc.exe"}), Fault.ACTION),
        (files.opens_with({"/S": Name.URI, "/URI": "https://kwaad.example"}), Fault.ACTION),
        (files.link({"/S": Name.Launch, "/F": "calc.exe"}), Fault.ACTION),
        (files.link({"/S": Name.SubmitForm, "/F": "https://kwaad.example"}), Fault.ACTION),
        (files.link({"/S": Name.GoToE}), Fault.ACTION),
        (files.page_action, Fault.ACTION),
        (files.data_elsewhere, Fault.ACTION),
        (files.embedded, Fault.ATTACHMENT),
        (files.file_annotation, Fault.ATTACHMENT),
        (files.link({"/S": Name.URI, "/URI": "javascript:alert(1)"}), Fault.LINK),
        (files.link({"/S": Name.URI, "/URI": " Java\tScript:alert(1)"}), Fault.LINK),
        (files.link({"/S": Name.URI, "/URI": "file:///etc/passwd"}), Fault.LINK),
        (files.link({"/S": Name.URI, "/URI": "ander.exe"}), Fault.LINK),
        (files.link({"/S": Name.URI}), Fault.LINK),
        (files.xfa, Fault.FORM),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(change, fault, streams):
    content = files.pdf(change=change, streams=streams)
    if streams is files.PACKED and fault is Fault.SCRIPT:
        assert b"/JavaScript" not in content  # a search through the bytes would not find it
    assert look(content) == Found(fault)


@pytest.mark.parametrize("streams", [files.LOOSE, files.PACKED], ids=["loose", "in object streams"])
def test_a_script_in_the_trailer_is_found(streams):
    assert look(files.pdf(change=files.script_in_the_trailer, streams=streams)) == Found(Fault.SCRIPT)


def test_a_name_written_in_another_way_is_the_same_name():
    content = files.escaped_script()
    assert b"/JavaScript" not in content
    assert look(content).fault == Fault.SCRIPT


def test_a_pdf_with_a_link_and_a_form_that_was_filled_in_is_taken():
    def change(document):
        files.link({"/S": Name.URI, "/URI": "https://gemeente.example"})(document)
        document.Root.AcroForm = Dictionary(Fields=pikepdf.Array([]))
        document.Root.OpenAction = Dictionary(S=Name.GoTo, D=pikepdf.Array([document.pages[0].obj, Name.Fit]))

    content = files.pdf(change=change, pages=2)
    found = look(content)
    assert found.fault is None
    assert found.media_type == "application/pdf"
    assert found.kept.startswith(b"%PDF-")
    assert [page.width for page in found.pages] == [1100, 1100]


@pytest.mark.parametrize("link", ["HTTPS://gemeente.example", "http://a.example", "mailto:a@b.example", "tel:0531"])
def test_a_link_to_a_page_a_mail_or_a_call_stays(link):
    assert look(files.pdf(change=files.link({"/S": Name.URI, "/URI": link}))).fault is None


def test_what_stands_behind_a_pdf_is_gone_and_the_same_file_is_kept_each_time():
    hidden = zipped(**{"macro.js": "alert(1)"}) + b"<script>alert(1)</script>"
    sent = files.pdf(pages=2) + hidden
    found = look(sent)
    assert found.fault is None
    assert len(found.pages) == 2
    assert b"macro.js" not in found.kept
    assert b"<script>" not in found.kept
    assert look(sent).kept == found.kept


@pytest.mark.parametrize("user", ["", "geheim"])
def test_an_encrypted_pdf_is_refused_even_when_it_opens_without_a_password(user):
    content = files.pdf(encryption=pikepdf.Encryption(owner="eigenaar", user=user))
    assert look(content).fault == Fault.ENCRYPTED


def test_more_pages_than_anyone_needs_are_refused():
    assert look(files.pdf(pages=41)).fault == Fault.TOO_MANY_PAGES


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a",
        b"MZ\x90\x00",
        zipped(**{"xl/workbook.xml": "<workbook/>"}),
        b"\n%PDF-1.7\n",
        b"%!PS-Adobe-3.0",
    ],
    ids=["svg", "html", "gif", "exe", "office", "pdf that starts later", "postscript"],
)
def test_another_type_is_refused_whatever_its_name(content):
    assert look(content).fault == Fault.OTHER_TYPE


@pytest.mark.parametrize("content", [b"%PDF-1.7 en verder niets", b"\xff\xd8\xff\xe0 en verder niets"])
def test_a_broken_file_is_refused(content):
    assert look(content).fault == Fault.UNREADABLE


def test_nothing_and_too_much_are_refused():
    assert look(b"").fault == Fault.EMPTY
    assert look(b"%PDF-" + b"x" * LARGEST).fault == Fault.TOO_LARGE


def test_what_a_camera_adds_to_a_photo_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    exif[0x010F] = "Merk en nummer"
    exif.get_ifd(EXIF_GPS)[2] = (53.0, 13.0, 9.0)
    sent = files.photo((80, 60), exif=exif, comment=b"burgerservicenummer") + b"PK\x03\x04 verstopt achter de foto"
    found = look(sent)
    kept = Image.open(io.BytesIO(found.kept))
    assert (found.media_type, kept.format, kept.size) == ("image/jpeg", "JPEG", (60, 80))
    assert not kept.getexif()
    for hidden in (b"Merk en nummer", b"burgerservicenummer", b"verstopt", b"Exif"):
        assert hidden in sent
        assert hidden not in found.kept
        assert hidden not in found.pages[0].png


def test_texts_hidden_in_a_png_are_gone():
    said = PngInfo()
    said.add_text("Comment", "<script>alert(1)</script>")
    sent = files.photo(kind="PNG", pnginfo=said)
    found = look(sent)
    assert b"<script>" in sent
    assert b"<script>" not in found.kept + found.pages[0].png
    assert found.media_type == "image/png"


def test_a_picture_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    Image.new("L", (30_000, 30_000)).save(out, "PNG")
    assert out.tell() < 1_000_000
    assert look(out.getvalue()).fault == Fault.TOO_MANY_PIXELS


def test_a_page_that_unpacks_to_gigabytes_takes_down_only_its_own_process():
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(b"0 0 m 1 1 l S " * 1_000_000) for _part in range(80)) + packer.flush()

    def change(document):
        document.pages[0].obj.Contents = pikepdf.Stream(document, packed, Filter=Name.FlateDecode)

    content = files.pdf(change=change)
    assert len(content) < LARGEST
    assert inspect(content) == Found(Fault.TOO_HEAVY)


def test_the_child_finds_what_looking_here_finds():
    content = files.pdf(pages=2)
    assert inspect(content) == look(content)


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x00\x00\x00\x05abcde", to_bytes(Found(None, "image/png", b"x")) + b"meer", b"\xff\xff\xff\xff{}"],
)
def test_another_answer_than_that_of_an_inspection_is_not_believed(answer):
    with pytest.raises(ValueError, match=r"inspection|Expecting"):
        from_bytes(answer)


def test_a_page_that_is_no_png_is_not_believed():
    with pytest.raises(ValueError, match="inspection"):
        from_bytes(to_bytes(Found(None, "image/png", b"", (Page(1, 1, b"<svg/>"),))))


def test_every_fault_has_a_sentence():
    assert {one.value for one in FileRefusal} == {one.value for one in Fault}
