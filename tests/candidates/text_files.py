"""Files of Word and LibreOffice as people send them, and as somebody sends them who means harm."""

import io
import zipfile
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE, _TEXT = (
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(*paragraphs: str, head: str = "", **parts: bytes) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    xml = f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return packed(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()}, **parts)


def odt(*paragraphs: str) -> bytes:
    body = "".join(f"<text:p>{escape(one)}</text:p>" for one in paragraphs)
    xml = (
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:text="{_TEXT}"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", xml)
    return out.getvalue()
