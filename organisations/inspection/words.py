"""The words of a Word or ODT file on pages of their own: nothing else of such a file is kept, whatever it holds."""

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

import pikepdf

from organisations.inspection.faults import Fault, Refused

_ZIP = b"PK\x03\x04"
_DOCX_PART, _ODT_PART = "word/document.xml", "content.xml"
_ODT_MARK = b"mimetypeapplication/vnd.oasis.opendocument.text"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
#: Of the one part that is read, unpacked; and of what comes out.
_MOST_BYTES, _MOST_WORDS = 20_000_000, 60_000
#: A page of A4, in points.
_WIDTH, _HEIGHT, _MARGIN, _SIZE, _LEADING = 595, 842, 56, 11, 15
_LINES = (_HEIGHT - 2 * _MARGIN) // _LEADING
#: In thousandths of the size of Helvetica: near enough to break lines by.
_NARROW, _WIDE, _USUAL = 290, 780, 556
#: Letters that are no letter with a mark.
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h"})


def is_text(content: bytes) -> bool:
    """Whether this looks like a file of Word (.docx) or of LibreOffice (.odt), by its first bytes and its list of parts."""
    if not content.startswith(_ZIP):
        return False
    if _ODT_MARK in content[:200]:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _DOCX_PART in packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def as_pdf(content: bytes) -> bytes:
    """Its paragraphs as a PDF of plain pages."""
    lines = [line for paragraph in _paragraphs(content) for line in _broken(paragraph)]
    if not any(line.strip() for line in lines):
        raise Refused(Fault.UNREADABLE)
    made = pikepdf.new()
    font = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for start in range(0, len(lines), _LINES):
        page = made.add_blank_page(page_size=(_WIDTH, _HEIGHT))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(_drawn(lines[start : start + _LINES]))
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def _paragraphs(content: bytes) -> list[str]:
    part = _ODT_PART if _ODT_MARK in content[:200] else _DOCX_PART
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entry = packed.getinfo(part)
            if entry.flag_bits & 1:
                raise Refused(Fault.ENCRYPTED)
            if entry.file_size > _MOST_BYTES:
                raise Refused(Fault.TOO_HEAVY)
            with packed.open(entry) as opened:
                xml = opened.read(_MOST_BYTES + 1)
        if len(xml) > _MOST_BYTES:
            raise Refused(Fault.TOO_HEAVY)
        # What Word and LibreOffice write has none; with one a small file can become an endless one.
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\x00" in xml:
            raise Refused(Fault.UNREADABLE)
        root = fromstring(xml)  # noqa: S314 - as above
    except (zipfile.BadZipFile, KeyError, NotImplementedError, ValueError, OSError, EOFError, ParseError) as error:
        raise Refused(Fault.UNREADABLE) from error
    found = list(_of_word(root) if part == _DOCX_PART else _of_office(root))
    if sum(len(one.split()) for one in found) > _MOST_WORDS:
        raise Refused(Fault.TOO_MANY_PAGES)
    return found


def _of_word(root: Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p"):
        words = []
        for one in paragraph.iter():
            if one.tag == f"{_W}t":
                words.append(one.text or "")
            elif one.tag == f"{_W}tab":
                words.append("   ")
            elif one.tag in {f"{_W}br", f"{_W}cr"}:
                words.append("\n")
        yield "".join(words)


def _of_office(root: Element) -> Iterator[str]:
    for paragraph in root.iter():
        if paragraph.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield "".join(_office_words(paragraph))


def _office_words(one: Element) -> Iterator[str]:
    if one.tag == f"{_TEXT}tab":
        yield "   "
    elif one.tag == f"{_TEXT}s":
        yield " "
    elif one.tag == f"{_TEXT}line-break":
        yield "\n"
    yield one.text or ""
    for child in one:
        # A frame in a paragraph has paragraphs of its own, which come in their turn.
        if child.tag not in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield from _office_words(child)
        yield child.tail or ""


def _broken(paragraph: str) -> Iterable[str]:
    """The lines of a paragraph, none wider than the page."""
    most = (_WIDTH - 2 * _MARGIN) * 1000 // _SIZE
    for given in paragraph.split("\n"):
        line, used = "", 0
        for word in given.split(" "):
            for piece in _pieces(word, most):
                wide = _wide(piece)
                if line and used + _NARROW + wide > most:
                    yield line
                    line, used = "", 0
                line, used = (f"{line} {piece}", used + _NARROW + wide) if line else (piece, wide)
        yield line


def _pieces(word: str, most: int) -> Iterator[str]:
    while _wide(word) > most:
        place = most // _WIDE
        yield word[:place]
        word = word[place:]
    yield word


def _wide(text: str) -> int:
    return sum(
        _NARROW if one in "iljtfI.,;:'!|()[] " else _WIDE if one.isupper() or one in "mw@%" else _USUAL for one in text
    )


def _drawn(lines: list[str]) -> bytes:
    begin = f"BT /F1 {_SIZE} Tf {_LEADING} TL {_MARGIN} {_HEIGHT - _MARGIN - _SIZE} Td".encode()
    return b"\n".join([begin, *(b"(" + _shown(line) + b") Tj T*" for line in lines), b"ET"])


def _shown(line: str) -> bytes:
    """In the letters that the font has: a mark that it lacks falls off its letter."""
    known = bytearray()
    for one in line.translate(_PLAIN):
        if not one.isprintable():
            continue
        try:
            known += one.encode("cp1252")
        except UnicodeEncodeError:
            known += unicodedata.normalize("NFKD", one).encode("ascii", "ignore") or b"?"
    return bytes(known).replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
