"""A Word document (Office Open XML) of headings and paragraphs, made by hand: a package for it would be larger.

Pure. The parts and names are those of ECMA-376, part 1; every value goes through the XML writer.
"""

import io
import zipfile
from collections.abc import Iterable
from xml.etree import ElementTree as ET

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MEDIA_TYPE = f"{_TYPE}.document"
#: The same bytes for the same text: files in the archive carry no day of their own.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)

_CONTENT_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>
</Types>"""
_RELATIONSHIPS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_DOCUMENT_RELATIONSHIPS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_DOCUMENT}/styles" Target="styles.xml"/>
</Relationships>"""
_STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{_WORD}">
<w:docDefaults>
<w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="nl-NL"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:next w:val="Normal"/><w:qFormat/>
<w:pPr><w:keepNext/><w:spacing w:before="360" w:after="160"/><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:b/><w:sz w:val="30"/></w:rPr></w:style>
</w:styles>"""


def word_file(parts: Iterable[tuple[str, str]]) -> bytes:
    """A heading with its text, one after the other. An empty line begins a new paragraph, a line end breaks the line."""
    root = ET.Element(_name("document"))
    body = ET.SubElement(root, _name("body"))
    for heading, text in parts:
        _paragraph(body, heading, style="Heading1")
        for block in text.replace("\r\n", "\n").split("\n\n"):
            if block.strip():
                _paragraph(body, block.strip("\n"))
    page = ET.SubElement(body, _name("sectPr"))
    ET.SubElement(page, _name("pgSz"), {_name("w"): "11906", _name("h"): "16838"})
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "1418")
    margins |= {"header": "708", "footer": "708", "gutter": "0"}
    ET.SubElement(page, _name("pgMar"), {_name(side): width for side, width in margins.items()})
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _RELATIONSHIPS),
            ("word/document.xml", ET.tostring(root, encoding="unicode", xml_declaration=False)),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELATIONSHIPS),
            ("word/styles.xml", _STYLES),
        ):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content.encode(), zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _paragraph(body: ET.Element, text: str, *, style: str = "") -> None:
    paragraph = ET.SubElement(body, _name("p"))
    if style:
        properties = ET.SubElement(paragraph, _name("pPr"))
        ET.SubElement(properties, _name("pStyle"), {_name("val"): style})
    run = ET.SubElement(paragraph, _name("r"))
    for number, line in enumerate(text.split("\n")):
        if number:
            ET.SubElement(run, _name("br"))
        shown = ET.SubElement(run, _name("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        shown.text = "".join(one for one in line if one == "\t" or (one >= " " and one not in "\ufffe\uffff"))


def _name(name: str) -> str:
    return f"{{{_WORD}}}{name}"


ET.register_namespace("w", _WORD)
