"""Files as people send them, and as someone sends them who means harm."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

PACKED = pikepdf.ObjectStreamMode.generate
LOOSE = pikepdf.ObjectStreamMode.disable


def pdf(*, pages: int = 1, change: Any = None, streams: Any = LOOSE, **saving: Any) -> bytes:
    """A PDF with empty pages; ``change`` gets the document before it is saved."""
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page()
    if change is not None:
        change(document)
    out = io.BytesIO()
    document.save(out, object_stream_mode=streams, **saving)
    return out.getvalue()


def photo(size: tuple[int, int] = (60, 80), kind: str = "JPEG", **saving: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind, **saving)
    return out.getvalue()


def opens_with(action: dict[str, Any]):
    """Does something as soon as it is opened."""

    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(Dictionary({"/Type": Name.Action, **action}))

    return change


def link(action: dict[str, Any]):
    """Does something when somebody clicks on the first page."""

    def change(document: pikepdf.Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]), A=Dictionary(action))
        document.pages[0].Annots = document.make_indirect(Array([document.make_indirect(annotation)]))

    return change


def javascript(document: pikepdf.Pdf) -> None:
    opens_with({"/S": Name.JavaScript, "/JS": "app.alert('hallo')"})(document)


def named_script(document: pikepdf.Pdf) -> None:
    script = document.make_indirect(Dictionary(S=Name.JavaScript, JS=document.make_stream(b"app.alert(1)")))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["start", script])))


def nested_script(document: pikepdf.Pdf) -> None:
    link({"/S": Name.GoTo, "/D": "x", "/Next": Array([Dictionary(S=Name.JavaScript, JS="1")])})(document)


def script_in_the_trailer(document: pikepdf.Pdf) -> None:
    document.trailer["/Extra"] = Dictionary(Inner=Array([Dictionary(S=Name.JavaScript, JS="app.alert(1)")]))


def embedded(document: pikepdf.Pdf) -> None:
    document.attachments["macro.xlsm"] = b"PK\x03\x04"


def file_annotation(document: pikepdf.Pdf) -> None:
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
    document.pages[0].Annots = Array([document.make_indirect(annotation)])


def xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp:xdp/>"))


def page_action(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = Dictionary(O=Dictionary(S=Name.URI, URI="https://kwaad.example"))


def data_elsewhere(document: pikepdf.Pdf) -> None:
    stream = document.make_stream(b"")
    stream.F = "/etc/passwd"
    document.Root.Elders = stream


def escaped_script() -> bytes:
    """The same name written in another way: /J#61vaScript is /JavaScript to every reader."""
    return pdf(change=javascript).replace(b"/JavaScript", b"/J#61vaScript")
