"""A PDF that only shows pages: nothing in it runs, opens, sends or hides anything."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from organisations.inspection.faults import Fault, Refused
from organisations.inspection.found import Page

MOST_PAGES = 40
_MOST_OBJECTS = 200_000
#: Of a page as a picture, in pixels: an A4 stays well legible.
_WIDTH, _HEIGHT = 1100, 1600
_LARGEST_SCALE = 4

_FAULTY_KEYS = {
    "/JS": Fault.SCRIPT,
    "/JavaScript": Fault.SCRIPT,
    "/AA": Fault.ACTION,
    "/EmbeddedFiles": Fault.ATTACHMENT,
    "/EF": Fault.ATTACHMENT,
    "/RichMediaContent": Fault.ATTACHMENT,
    "/XFA": Fault.FORM,
}
#: By the kind of an action.
_FAULTY_ACTIONS = {
    "/JavaScript": Fault.SCRIPT,
    "/Launch": Fault.ACTION,
    "/SubmitForm": Fault.ACTION,
    "/ImportData": Fault.ACTION,
    "/GoToE": Fault.ACTION,
    "/GoToR": Fault.ACTION,
    "/Rendition": Fault.ACTION,
    "/RichMediaExecute": Fault.ACTION,
}
_FAULTY_TYPES = {
    "/EmbeddedFile": Fault.ATTACHMENT,
    "/FileAttachment": Fault.ATTACHMENT,
    "/RichMedia": Fault.ATTACHMENT,
    "/Movie": Fault.ATTACHMENT,
    "/Sound": Fault.ATTACHMENT,
    "/Screen": Fault.ATTACHMENT,
    "/3D": Fault.ATTACHMENT,
}
#: Where a link may lead; one without such a beginning leads to another file beside this one.
_LINKS = frozenset({"http", "https", "mailto", "tel"})
#: The first of these that is found is what the sender reads.
_GRAVEST = (Fault.SCRIPT, Fault.ACTION, Fault.ATTACHMENT, Fault.LINK, Fault.FORM)


def remake(content: bytes) -> bytes:
    """The file to keep: its objects written anew, so that nothing stays that stood before, between or after them.

    ``Refused`` when the file holds more than pages. Objects inside object streams are looked at like all others.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Refused(Fault.ENCRYPTED)
            if len(pdf.objects) > _MOST_OBJECTS:
                raise Refused(Fault.TOO_HEAVY)
            faults = set(_faults_in(pdf))
            pages = len(pdf.pages)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise Refused(Fault.ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError) as error:
        raise Refused(Fault.UNREADABLE) from error
    for fault in _GRAVEST:
        if fault in faults:
            raise Refused(fault)
    if not pages:
        raise Refused(Fault.UNREADABLE)
    if pages > MOST_PAGES:
        raise Refused(Fault.TOO_MANY_PAGES)
    return out.getvalue()


def draw(content: bytes) -> Iterator[Page]:
    """Each page as a picture."""
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()  # what was filled in on a form is drawn too; this build runs no scripts
        for page in document:
            width, height = page.get_size()
            scale = min(_WIDTH / width, _HEIGHT / height, _LARGEST_SCALE)
            yield picture(page.render(scale=scale).to_pil())
    except (pypdfium2.PdfiumError, ZeroDivisionError) as error:
        raise Refused(Fault.UNREADABLE) from error


def picture(image: Image.Image) -> Page:
    """A PNG with few colours: legible, and a tenth of the size of a photo."""
    small = image.convert("RGB").quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG")
    return Page(small.width, small.height, out.getvalue())


def _faults_in(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        yield Fault.ACTION
    # The trailer is no object, and what stands directly in it is kept as well.
    todo: list[Any] = [pdf.trailer, *pdf.objects]
    while todo:
        one = todo.pop()
        if isinstance(one, pikepdf.Array):
            todo.extend(child for child in one if _is_direct(child))
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            yield from _faults_of(one)
            todo.extend(child for _key, child in one.items() if _is_direct(child))


def _is_direct(child: Any) -> bool:
    """Whether it stands in its parent: what is referred to has its own turn."""
    return isinstance(child, (pikepdf.Array, pikepdf.Dictionary)) and not child.is_indirect


def _faults_of(one: Any) -> Iterator[Fault]:
    for key in one.keys():  # noqa: SIM118 - a PDF object is no mapping: iterating over a stream reads it
        if key in _FAULTY_KEYS:
            yield _FAULTY_KEYS[key]
    action = str(one.get("/S", ""))
    if action in _FAULTY_ACTIONS:
        yield _FAULTY_ACTIONS[action]
    if action == "/URI" and _leads_astray(one.get("/URI")):
        yield Fault.LINK
    for key in ("/Type", "/Subtype"):
        kind = str(one.get(key, ""))
        if kind in _FAULTY_TYPES:
            yield _FAULTY_TYPES[kind]
    if isinstance(one, pikepdf.Stream) and "/F" in one:  # its data stand in another file
        yield Fault.ACTION


def _leads_astray(address: Any) -> bool:
    """Whether a link leads to anything else than a page, a mail or a call: a reader may run what it finds there."""
    if not isinstance(address, pikepdf.String):
        return True
    text = "".join(one for one in str(address) if one.isprintable() and not one.isspace())
    return text.partition(":")[0].casefold() not in _LINKS
