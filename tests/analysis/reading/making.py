"""Files of every kind, made by code, that hold one article."""

import csv
import io
import json
import textwrap
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from html import escape

from docx import Document

TITLE = "Bridge to open again"
PARAGRAPHS = tuple(
    " ".join(paragraph.split())
    for paragraph in """
The bridge over the Aller will open again in May, the council said on Friday, after eleven months in which lorries
had to take the long way round through the hills.

“The repairs have gone better than anybody had hoped,” said Ruth Calder, a senior fellow at Chatham House. “We must
never let a bridge rot for thirty years again.”

Peter Voss, a driver from the town, said that the cost was a scandal and that nobody had been asked about it before
the money was spent.
""".strip().split("\n\n")
)
TEXT = "\n\n".join((TITLE, *PARAGRAPHS))


def every_kind() -> dict[str, bytes]:
    """Return the article as a file of every kind, by name."""
    return {
        "a.txt": TEXT.encode(),
        "a.md": f"# {TEXT}\n".encode(),
        "a.html": page().encode(),
        "a.mhtml": saved_page(),
        "a.docx": docx(),
        "a.pdf": pdf([[TITLE, "", *paragraph_lines()]]),
        "a.rtf": rtf(),
        "a.eml": mail(),
        "a.csv": table(),
        "a.jsonl": json.dumps({"id": "1", "text": TEXT, "title": TITLE}).encode(),
        "a.zip": archive({"deep/a.txt": TEXT.encode()}),
    }


def page() -> str:
    inside = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    head, body = f"<head><title>{TITLE}</title></head>", f"<article><h1>{TITLE}</h1>{inside}</article>"
    return f"<!doctype html><html>{head}<body>{body}</body></html>"


def saved_page() -> bytes:
    message = EmailMessage()
    message["Subject"] = TITLE
    message.set_content(page(), subtype="html")
    message.make_related()
    return message.as_bytes()


def docx() -> bytes:
    document = Document()
    document.add_heading(TITLE, level=1)
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    document.core_properties.title = TITLE
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraph_lines() -> list[str]:
    return [line for paragraph in PARAGRAPHS for line in textwrap.wrap(paragraph, 72)]


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF file with lines of text on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        shown = b"".join(
            b"("
            + line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            + b") Tj T* "
            for line in lines
        )
        stream = b"BT /F1 11 Tf 14 TL 50 780 Td " + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def rtf() -> bytes:
    marks = {"“": "\\'93", "”": "\\'94", "’": "\\'92"}
    lines = ["".join(marks.get(letter, letter) for letter in line) for line in (TITLE, *PARAGRAPHS)]
    return ("{\\rtf1\\ansi\\ansicpg1252 " + "\\par\\par ".join(lines) + "}").encode("ascii")


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = TITLE
    message["From"] = "The Aller Courier <news@example.org>"
    message["Date"] = "Sat, 19 Apr 2025 08:00:00 +0000"
    message.set_content(TEXT)
    message.add_alternative(page(), subtype="html")
    return message.as_bytes()


def table(**more: str) -> bytes:
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, ["headline", "publication", "date", "body", *more])
    rows.writeheader()
    rows.writerow({"headline": TITLE, "publication": "Courier", "date": "19 April 2025", "body": TEXT, **more})
    return out.getvalue().encode("utf-8-sig")


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()
