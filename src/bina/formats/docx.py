"""Word files: a template filled with values, and a plain document written from blocks.

A template is any .docx with {{name}} where a value goes. A table row with {{list.name}} is written
once per row of that list. Word cuts text into runs as it likes, so a placeholder that spans runs is
put together first; the first run's form stays.

Source: ECMA-376 part 1 (WordprocessingML): w:p paragraphs, w:r runs, w:t text, w:tbl/w:tr rows.
"""

import copy
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from bina.formats.archive import Limits, unpacked
from bina.text import N_, BinaError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PLACE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)\s*\}\}")
DOCUMENT = "word/document.xml"
FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
LIMITS = Limits(max_bytes=5_000_000, max_unpacked_bytes=40_000_000, max_entries=300)
Rows = Mapping[str, Sequence[Mapping[str, str]]]


class NotADocument(BinaError):
    """A file that is not a Word document, or a broken one."""

    text = N_("Berkas {name} bukan dokumen Word (.docx) yang utuh. Simpan ulang sebagai .docx.")


class UnknownPlace(BinaError):
    """A template asks for a value that this kind of letter does not have."""

    text = N_("Templat {name} memakai isian {places} yang tidak dikenal. Isian yang ada: {known}.")


def parts_of(data: bytes, name: str) -> dict[str, bytes]:
    """The entries of a .docx, inflated within limits. Raises NotADocument and archive refusals."""
    if not data.startswith(b"PK"):
        raise NotADocument(name=name)
    parts = dict(unpacked(data, name, LIMITS))
    if DOCUMENT not in parts:
        raise NotADocument(name=name)
    return parts


def places(data: bytes, name: str = "") -> set[str]:
    """The names of all placeholders of a template."""
    found: set[str] = set()
    for path, content in parts_of(data, name).items():
        if FILLED.fullmatch(path):
            for paragraph in _root(content, name).iter(f"{{{W}}}p"):
                found |= set(PLACE.findall(_text(paragraph)))
    return found


def check_template(data: bytes, name: str, known: set[str]) -> None:
    """Refuse a template that asks for what is not known. Raises UnknownPlace, NotADocument."""
    strange = places(data, name) - known
    if strange:
        raise UnknownPlace(
            name=name, places=", ".join(sorted(strange)), known=", ".join(sorted(known))
        )


def fill(template: bytes, values: Mapping[str, str], rows: Rows, name: str = "") -> bytes:
    """The template with its values; an unknown placeholder stays as it is.

    Values are text: no markup of theirs is ever read. Same input, same bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for path, content in parts_of(template, name).items():
            made = _filled(content, values, rows, name) if FILLED.fullmatch(path) else content
            pack.writestr(zipfile.ZipInfo(path, (2000, 1, 1, 0, 0, 0)), made)
    return out.getvalue()


def _filled(content: bytes, values: Mapping[str, str], rows: Rows, name: str) -> bytes:
    root = _root(content, name)
    for table in root.iter(f"{{{W}}}tbl"):
        _repeat_rows(table, rows)
    for paragraph in root.iter(f"{{{W}}}p"):
        _replace(paragraph, values)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _repeat_rows(table: ET.Element, rows: Rows) -> None:
    for row in list(table.findall(f"{{{W}}}tr")):
        asked = [place.split(".") for place in PLACE.findall(_text(row)) if "." in place]
        if not asked or asked[0][0] not in rows:
            continue
        at, key = list(table).index(row), asked[0][0]
        table.remove(row)
        for number, entry in enumerate(rows[key]):
            made = copy.deepcopy(row)
            for paragraph in made.iter(f"{{{W}}}p"):
                _replace(paragraph, {f"{key}.{field}": text for field, text in entry.items()})
            table.insert(at + number, made)


def _replace(paragraph: ET.Element, values: Mapping[str, str]) -> None:
    """Put values into the paragraph, into the run in which each placeholder begins."""
    texts = list(paragraph.iter(f"{{{W}}}t"))
    whole = "".join(node.text or "" for node in texts)
    found = [m for m in PLACE.finditer(whole) if m[1] in values]
    if not found:
        return
    starts, position = [], 0
    for node in texts:
        starts.append(position)
        position += len(node.text or "")
    pieces = [list(node.text or "") for node in texts]
    for match in reversed(found):
        first = max(n for n, start in enumerate(starts) if start <= match.start())
        for at in range(match.start(), match.end()):
            holder = max(n for n, start in enumerate(starts) if start <= at)
            pieces[holder][at - starts[holder]] = ""
        pieces[first][match.start() - starts[first]] = values[match[1]]
    for node, piece in zip(texts, pieces, strict=True):
        node.text = "".join(piece)
        node.set(SPACE, "preserve")


def _text(element: ET.Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{{{W}}}t"))


def _root(content: bytes, name: str) -> ET.Element:
    """The parsed part; a document type is refused before the parser sees it."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotADocument(name=name)
    try:
        for _, (prefix, address) in ET.iterparse(io.BytesIO(content), ["start-ns"]):  # noqa: S314 - no entities
            if prefix and not re.fullmatch(r"ns\d+", prefix):
                ET.register_namespace(prefix, address)
        return ET.fromstring(content)  # noqa: S314 - declarations of entities are refused above
    except ET.ParseError as wrong:
        raise NotADocument(name=name) from wrong


# ---- a plain document from blocks: what the shipped templates are written with
Block = tuple[str, ...]  # ("centre", text) · ("bold", text) · ("text", text) · ("row", cell, …)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns='
    '"http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension='
    '"xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="888888"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def document(blocks: Sequence[Block], *, landscape: bool = False) -> bytes:
    """An A4 Word file; consecutive "row" blocks are one table, the first its header."""
    body, table = [], list[Block]()
    for block in [*blocks, ("end",)]:
        if block[0] == "row":
            table.append(block)
            continue
        if table:
            body.append(_table(table))
            table = []
        if block[0] != "end":
            body.append(_paragraph(block[1], block[0]))
    wide, high = (16838, 11906) if landscape else (11906, 16838)
    turn = ' w:orient="landscape"' if landscape else ""
    page = (
        f'<w:sectPr><w:pgSz w:w="{wide}" w:h="{high}"{turn}/><w:pgMar w:top="1134" '
        'w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
        'w:gutter="0"/></w:sectPr>'
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{W}">'
        f"<w:body>{''.join(body)}{page}</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for path, content in (
            ("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELS), (DOCUMENT, xml)
        ):  # fmt: skip
            pack.writestr(zipfile.ZipInfo(path, (2000, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _paragraph(text: str, shape: str) -> str:
    place = '<w:pPr><w:jc w:val="center"/></w:pPr>' if shape == "centre" else ""
    form = "<w:rPr><w:b/></w:rPr>" if shape in ("centre", "bold") else ""
    return f'<w:p>{place}<w:r>{form}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(rows: Sequence[Block]) -> str:
    made = []
    for number, row in enumerate(rows):
        cells = "".join(
            f"<w:tc>{_paragraph(cell, 'bold' if number == 0 else 'text')}</w:tc>"
            for cell in row[1:]
        )
        made.append(f"<w:tr>{cells}</w:tr>")
    shape = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    return f"<w:tbl>{shape}</w:tblPr>{''.join(made)}</w:tbl><w:p/>"
