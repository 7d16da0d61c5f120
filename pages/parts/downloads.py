"""What quotes are downloaded as: evidence packs, and the formats of other programs, each with who needs it."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
import streamlit as st

from analysis.records import Analysis, Article
from analysis.views import claims, discourse, exchange, export, pack, pack_workbook, positions, qdpx
from pages.parts import access


class _Format(NamedTuple):
    """One way to download quotes: how its button and its file are called, who needs it, and what makes it."""

    label: str
    told: str
    file: str
    mime: str
    make: Callable[[], bytes]


def offer_pack(quotes: pd.DataFrame, *, title: str, note: str) -> None:
    """Draw the menu of evidence packs: the quotes shown with what stands around them, to read or to work with."""

    def corpus() -> list[tuple[Article, Analysis]]:
        return list(access.pairs(quotes))

    formats = (
        _Format(
            "Web page",
            "To read, send and print: each quote with the sentences around it, its stances and a link to its article.",
            "evidence.html",
            "text/html",
            lambda: pack.as_html(quotes, corpus(), title=title, note=note),
        ),
        _Format(
            "Workbook",
            "For Excel: the same in tables to sort and filter, with charts of who is quoted and of stances.",
            "evidence.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda: pack_workbook.as_workbook(quotes, corpus(), title=title, note=note),
        ),
    )
    _draw("Evidence pack", ":material/folder_zip:", formats)


def offer_more(quotes: pd.DataFrame, *, note: str) -> None:
    """Draw the menu of further formats; ``note`` says where the quotes come from.

    Networks, statements and claims hold the stances of the quotes shown.
    """
    _draw("More formats", ":material/more_horiz:", _formats(quotes, note))


def _draw(name: str, icon: str, formats: tuple[_Format, ...]) -> None:
    """Draw a menu of formats, each with who needs it. A file is made when it is asked for."""
    with st.popover(name, icon=icon), st.container(gap=None):
        for each in formats:
            st.download_button(
                each.label,
                data=each.make,
                file_name=each.file,
                mime=each.mime,
                icon=":material/download:",
                on_click="ignore",
                type="tertiary",
                key=f"more-{each.file}",
            )
            st.caption(each.told)


def _formats(quotes: pd.DataFrame, note: str) -> tuple[_Format, ...]:
    """Return the formats, those for whole programs first."""

    def project() -> bytes:
        today = dt.datetime.now().astimezone().date()
        return qdpx.as_qdpx(access.pairs(quotes), quotes, note=note, made=today)

    def stances() -> pd.DataFrame:
        rows = access.table("stances", everywhere=True)
        return rows[rows["quote_id"].isin(quotes["quote_id"])]

    return (
        _Format(
            "REFI-QDA project",
            "For NVivo, MAXQDA, ATLAS.ti and QualCoder: the articles, with each quote coded by speaker, institution, "
            "think-tank, type and stance.",
            "quotes.qdpx",
            "application/zip",
            project,
        ),
        _Format(
            "Statements",
            "For Discourse Network Analyzer: who agrees or disagrees with what, where a side is taken.",
            "statements.csv",
            "text/csv",
            lambda: export.as_csv(discourse.statements(positions.settle(stances()))),
        ),
        _Format(
            "Claims table",
            "For studies of political claims: who claims what, for or against, under the column names of published "
            "data sets.",
            "claims.csv",
            "text/csv",
            lambda: export.as_csv(claims.claims(quotes, stances())),
        ),
        _Format(
            "Network",
            "For Gephi, visone and yEd: speakers, and the targets that they support or criticise.",
            "network.graphml",
            "application/xml",
            lambda: export.as_graphml(stances()),
        ),
        _Format(
            "Parquet",
            "For R and Python: the table with the type of every column.",
            "quotes.parquet",
            "application/vnd.apache.parquet",
            lambda: exchange.as_parquet(quotes, note=note),
        ),
        _Format(
            "JSON",
            "For programs of your own: one object for each quote.",
            "quotes.json",
            "application/json",
            lambda: exchange.as_records(quotes),
        ),
        _Format(
            "Note on the data",
            "Filter, day, versions and how much was reviewed: keep it with files that have no room for it, such as "
            "CSV, JSON and networks.",
            "note.txt",
            "text/plain",
            note.encode,
        ),
    )
