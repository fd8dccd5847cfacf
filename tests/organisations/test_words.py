"""Of a file of Word or LibreOffice the words alone are kept, on pages that hold nothing else."""

import io

import pypdfium2
import pytest

from organisations.file_checks import fault_at_sight
from organisations.inspection.faults import Fault
from organisations.inspection.kinds import PDF
from organisations.inspection.look import look
from tests.candidates import text_files


def read(kept: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(kept)))


@pytest.mark.parametrize("make", [text_files.docx, text_files.odt])
def test_the_words_are_kept_as_pages(make):
    found = look(make("Cv van Şeyma Łuczak", "Werk: schoonmaakster (Bakkerij \\ Café), 3 jaar", "ë é € ’"))
    assert (found.fault, found.media_type, len(found.pages)) == (None, PDF, 1)
    text = read(found.kept)
    assert "Cv van Seyma Luczak" in text
    assert "schoonmaakster (Bakkerij \\ Café), 3 jaar" in text
    assert "ë é € ’" in text


def test_long_text_goes_on_within_the_page():
    found = look(text_files.docx("WOORDEN " * 400, "x" * 3000))
    assert len(found.pages) > 1
    document = pypdfium2.PdfDocument(io.BytesIO(found.kept))
    for page in document:
        assert page.get_width() == 595
        for thing in page.get_objects():
            left, _bottom, right, _top = thing.get_bounds()
            assert 50 <= left <= right <= 545


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (text_files.docx("   "), Fault.UNREADABLE),
        (text_files.docx("a", head='<!DOCTYPE x [<!ENTITY a "b">]>'), Fault.UNREADABLE),
        (text_files.packed(**{"word/document.xml": b"<w:document"}), Fault.UNREADABLE),
        (text_files.packed(**{"word/document.xml": b"<a>" + b" " * 20_000_001 + b"</a>"}), Fault.TOO_HEAVY),
        (text_files.docx("woord " * 60_001), Fault.TOO_MANY_PAGES),
        (text_files.packed(**{"xl/workbook.xml": b"<a/>"}), Fault.OTHER_TYPE),
        (b"PK\x03\x04 niets", Fault.OTHER_TYPE),
    ],
)
def test_what_is_no_text_is_refused(content, fault):
    assert look(content).fault == fault


def test_what_hangs_on_it_is_left_behind():
    found = look(text_files.docx("Hallo", **{"word/vbaProject.bin": b"MACRO", "word/media/image1.png": b"PIXELS"}))
    assert found.fault is None
    assert b"MACRO" not in found.kept


def test_only_who_asks_for_it_takes_text():
    content = text_files.docx("Hallo")
    assert fault_at_sight(content) == Fault.OTHER_TYPE
    assert fault_at_sight(content, takes_text=True) is None
    assert fault_at_sight(b"PK\x03\x04", takes_text=True) == Fault.OTHER_TYPE
