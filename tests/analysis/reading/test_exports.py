"""Exports of news databases, in each layout, with articles from our own pen."""

import datetime as dt

import pytest

from analysis.reading import open_file
from tests.analysis.reading import making

NEXIS_OLD = """
                               1 of 2 DOCUMENTS


                            The Aller Courier (Verden)

                           April 19, 2025 Saturday
                                  City Edition

Bridge to open again

BYLINE: Ann Marsh

SECTION: LOCAL; Pg. 3

LENGTH: 61 words

The bridge over the Aller will open again in May, the council said.

"The repairs went well," said Ruth Calder, a fellow at
Chatham House.

LOAD-DATE: April 20, 2025

LANGUAGE: ENGLISH

                     Copyright 2025 Aller Courier Ltd
                            All Rights Reserved

                               2 of 2 DOCUMENTS


                                The Daily Weser

                             May 2, 2025 Friday

HEADLINE: Ferry stops for the summer

LENGTH: 40 words

The ferry will not run before September, its owner Jan Roth told the paper on Thursday.

LOAD-DATE: May 2, 2025
"""
NEXIS_NEW = """Bridge to open again
The Aller Courier
April 19, 2025 Saturday
Copyright 2025 Aller Courier Ltd All Rights Reserved
Section: LOCAL; Pg. 3
Length: 61 words
Byline: Ann Marsh
Body

The bridge over the Aller will open again in May, the council said.

"The repairs went well," said Ruth Calder, a fellow at Chatham House.

Load-Date: April 20, 2025

End of Document

Ferry stops for the summer
The Daily Weser
May 2, 2025 Friday
Copyright 2025 Daily Weser All Rights Reserved
Length: 40 words
Body

The ferry will not run before September, its owner Jan Roth told the paper on Thursday.

Load-Date: May 2, 2025

End of Document
"""
FACTIVA = """Bridge to open again

By Ann Marsh
61 words
19 April 2025
06:00
The Aller Courier
ALLC
3
English
Copyright 2025. Aller Courier Ltd.

The bridge over the Aller will open again in May, the council said.

"The repairs went well," said Ruth Calder, a fellow at Chatham House.

Document ALLC000020250419el4j00001

Ferry stops for the summer

40 words
2 May 2025
The Daily Weser
DWES
English
(c) 2025 Daily Weser

The ferry will not run before September, its owner Jan Roth told the paper on Thursday.

Document DWES000020250502el5200002

Search Summary
Text ferry or bridge
"""
PROQUEST = """____________________________________________________________

Document 1 of 2

Bridge to open again

Author: Marsh, Ann

Publication info: The Aller Courier; Verden [Verden]19 Apr 2025: 3.

Abstract: The bridge opens.

Full text: The bridge over the Aller will open again in May, the council said.

"The repairs went well," said Ruth Calder, a fellow at Chatham House.

Subject: Bridges

Title: Bridge to open again

Publication title: The Aller Courier

Publication date: Apr 19, 2025

____________________________________________________________

Document 2 of 2

Ferry stops for the summer

Publication info: The Daily Weser; Bremen [Bremen]02 May 2025: 1.

Full text: The ferry will not run before September, its owner Jan Roth told the paper on Thursday.

Publication date: May 2, 2025

____________________________________________________________

Contact us at: http://example.org
"""
LAYOUTS = {"nexis-old": NEXIS_OLD, "nexis-new": NEXIS_NEW, "factiva": FACTIVA, "proquest": PROQUEST}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_article_of_an_export_comes_with_what_the_export_tells_of_it(layout: str) -> None:
    (part,) = open_file("export.txt", LAYOUTS[layout].encode())
    bridge, ferry = part.read()
    assert (bridge.title, bridge.published, bridge.source) == (
        "Bridge to open again", dt.date(2025, 4, 19), "export.txt:1",
    )  # fmt: skip
    assert bridge.outlet.startswith("The Aller Courier")
    assert bridge.text.split("\n\n") == [
        "Bridge to open again",
        "The bridge over the Aller will open again in May, the council said.",
        '"The repairs went well," said Ruth Calder, a fellow at Chatham House.',
    ]
    assert (ferry.title, ferry.outlet, ferry.published) == (
        "Ferry stops for the summer", "The Daily Weser", dt.date(2025, 5, 2),
    )  # fmt: skip
    assert ferry.text.endswith("told the paper on Thursday.")


def test_the_line_ends_of_windows_and_other_kinds_of_file_make_no_difference() -> None:
    data = making.archive({"export.txt": NEXIS_NEW.replace("\n", "\r\n").encode()})
    (part,) = open_file("all.zip", data)
    assert [article.title for article in part.read()] == ["Bridge to open again", "Ferry stops for the summer"]


@pytest.mark.parametrize(
    "text",
    [
        f"{making.TEXT}\n\nEnd of Document\n",
        f"{making.TEXT}\n\n{'_' * 40}\n\nSubscribe to the newsletter.\n",
        f"1 of 2 DOCUMENTS\n\n{making.TEXT}",
    ],
)
def test_a_text_that_only_looks_like_an_export_stays_whole(text: str) -> None:
    (part,) = open_file("a.txt", text.encode())
    (article,) = part.read()
    assert article.text == text
