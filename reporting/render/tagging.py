"""What the tags of a WeasyPrint PDF still lack for a screen reader, mended with pikepdf.

Header cells get the scope they head, links their print flag, figures a bounding box in points from the bottom left,
and what stands in the page margins becomes an artifact, so that it is not read aloud on every page. Measured with the
checkers `outloud` and `pdfua`; no claim of conformance follows from that.
"""

import io
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

POINTS_PER_PIXEL = Decimal("0.75")
PRINT_FLAG = 4
SECTIONS = ("/THead", "/TBody", "/TFoot")

PageKey = tuple[int, int]


def mend(content: bytes) -> bytes:
    """Return the same document with complete tags; the same bytes in give the same bytes out."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        used = _mend_elements(pdf)
        for page in pdf.pages:
            _mend_links(page)
            _mark_artifacts(pdf, page, used[page.obj.objgen])
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _mend_elements(pdf: pikepdf.Pdf) -> dict[PageKey, set[int]]:
    """Mend every structure element; return per page the marked content that the tree uses."""
    heights = {page.obj.objgen: _number(page.mediabox[3]) for page in pdf.pages}
    used: dict[PageKey, set[int]] = defaultdict(set)
    waiting: list[tuple[Any, str]] = [(kid, "") for kid in _kids(pdf.Root.StructTreeRoot)]
    while waiting:
        element, section = waiting.pop()
        role = str(element.get("/S", ""))
        if role in SECTIONS:
            section = role
        elif role == "/TH":
            _set_scope(element, section)
        elif role == "/Figure":
            _set_box(element, heights)
        for kid in _kids(element):
            if isinstance(kid, Dictionary):
                if kid.get("/Type") != Name.OBJR:
                    waiting.append((kid, section))
            else:
                used[element.Pg.objgen].add(int(kid))
    return used


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K")
    if kids is None:
        return
    yield from kids if isinstance(kids, Array) else [kids]


def _set_scope(element: Any, section: str) -> None:
    attributes = element.get("/A") or Dictionary(O=Name.Table)
    attributes.Scope = Name.Column if section == "/THead" else Name.Row
    element.A = attributes


def _set_box(element: Any, heights: dict[PageKey, Decimal]) -> None:
    left, top, right, bottom = (_number(edge) * POINTS_PER_PIXEL for edge in element.A.BBox)
    height = heights[element.Pg.objgen]
    element.A.BBox = Array([left, height - bottom, right, height - top])


def _number(value: Any) -> Decimal:
    return Decimal(value)


def _mend_links(page: pikepdf.Page) -> None:
    for annotation in page.obj.get("/Annots", []):
        if annotation.get("/Subtype") == Name.Link:
            annotation.F = PRINT_FLAG


def _mark_artifacts(pdf: pikepdf.Pdf, page: pikepdf.Page, used: set[int]) -> None:
    instructions: list[Any] = []
    unused: set[int] = set()
    for instruction in pikepdf.parse_content_stream(page):
        number = _content_number(instruction.operands, instruction.operator)
        if number is not None and number not in used:
            unused.add(number)
            instructions.append(([Name.Artifact], Operator("BMC")))
        else:
            instructions.append(instruction)
    if unused:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        _forget(pdf, page, unused)


def _content_number(operands: Any, operator: Operator) -> int | None:
    """Return the number of the marked content that begins here, None for any other instruction."""
    if str(operator) != "BDC" or len(operands) != 2:  # noqa: PLR2004 -- a tag and its properties
        return None
    properties = operands[1]
    return int(properties.MCID) if isinstance(properties, Dictionary) and "/MCID" in properties else None


def _forget(pdf: pikepdf.Pdf, page: pikepdf.Page, numbers: set[int]) -> None:
    """Take the elements of former marked content out of the page's entry in the parent tree."""
    entries = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    for key, elements in zip(entries[::2], entries[1::2], strict=True):
        if int(key) == int(page.obj.StructParents):
            for number in numbers:
                elements[number] = None
