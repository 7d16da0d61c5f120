"""What uploaded files hold, shown before anything is kept: every article in a table, to correct and to choose from."""

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis import reading
from analysis.reading.patterns import check_pattern, read_name
from analysis.records import Article, Original, corrected
from analysis.views import vocabulary
from analysis.views.vocabulary import counted
from pages.parts.marked_text import literal

if TYPE_CHECKING:
    from streamlit.typing import UploadedFile

_FEW = 5
"""Files that cannot be read which are named at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article of a file with the way to the file's bytes, or why there is none."""

    name: str
    article: Article | None
    problem: str = ""
    original: Callable[[], Original] | None = None


def open_files(files: Sequence["UploadedFile"]) -> list[Found]:
    """Return what the files hold, with progress; a file that was opened before is not opened again."""
    mend = not st.session_state.get("leave-garbled", False)
    known: dict[tuple[str, bool], list[Found]] = st.session_state.get("opened", {})
    new = [file for file in files if (file.file_id, mend) not in known]
    if new:
        bar = st.progress(0.0)
        for number, file in enumerate(new):
            bar.progress(number / len(new), text=f"Opening {literal(file.name)} ({number + 1:,} of {len(new):,})")
            known[file.file_id, mend] = _open(file.name, file.getvalue(), mend=mend)
        bar.empty()
    ids = {file.file_id for file in files}
    st.session_state["opened"] = {key: found for key, found in known.items() if key[0] in ids}
    return [found for file in files for found in known[file.file_id, mend]]


def choose(found: Sequence[Found]) -> tuple[list[tuple[Article, Found]], list[Found]]:
    """Draw the articles in a table; return those to be kept as they were corrected, and what cannot be read."""
    refused = [one for one in found if one.article is None]
    readable = [one for one in found if one.article is not None]
    pattern = st.text_input(
        "File names are built as",
        key="name-pattern",
        placeholder="{date}_{outlet}_{title}",
        help="Tells title, outlet and day from the names of the files. {} stands for a part that does not matter",
    )
    fault = check_pattern(pattern) if pattern.strip() else ""
    if fault:
        st.error(literal(fault), icon=":material/error:")
    articles = [_named(one.article, pattern if not fault else "") for one in found if one.article is not None]
    if refused:
        lines = [f"{counted(len(refused), 'file')} cannot be read:"]
        lines += [f"**{literal(one.name)}** {literal(one.problem)}" for one in refused[:_FEW]]
        if len(refused) > _FEW:
            lines.append(f"And {len(refused) - _FEW:,} more, which the list after adding names.")
        st.warning("  \n".join(lines), icon=":material/warning:")
    _tell_repairs(articles)
    rows = _edit(articles) if articles else []
    return [(row, one) for row, one in zip(rows, readable, strict=True) if row is not None], refused


def _open(name: str, data: bytes, *, mend: bool) -> list[Found]:
    try:
        parts = reading.open_file(name, data)
    except reading.Unreadable as problem:
        return [Found(name, None, str(problem))]
    found: list[Found] = []
    for part in parts:
        try:
            found += [Found(article.source, article, original=part.original) for article in part.read(mend=mend)]
        except reading.Unreadable as problem:
            found.append(Found(part.name, None, str(problem)))
    return found


def _tell_repairs(articles: Sequence[Article]) -> None:
    """Draw which garbled words were put right, and the switch that leaves them as they are in the files."""
    mended = [article for article in articles if article.repairs]
    left = st.session_state.get("leave-garbled", False)
    if not mended and not left:
        return
    words = list(dict.fromkeys(f"{was} is now {now}" for article in mended for was, now in article.repairs))
    if mended:
        st.info(
            literal(
                f"Garbled characters in {counted(len(mended), 'article')} were put right: "
                f"{'; '.join(words[:_FEW])}{' and others' if len(words) > _FEW else ''}. The files stay as they are."
            ),
            icon=":material/healing:",
        )
    st.toggle("Leave garbled characters as they are in the files", key="leave-garbled")


def _named(article: Article, pattern: str) -> Article:
    """Return an article with what its file's name says by a pattern."""
    if not pattern.strip():
        return article
    told = read_name(pattern, article.source)
    return corrected(
        article,
        "name",
        title=told.title or article.title,
        outlet=told.outlet or article.outlet,
        published=told.published or article.published,
    )


def _edit(articles: Sequence[Article]) -> list[Article | None]:
    """Draw the table and return each article as it was corrected, None where it is not to be kept."""
    rows = pd.DataFrame(
        {
            "keep": True,
            "title": [article.title for article in articles],
            "outlet": [article.outlet for article in articles],
            "published": pd.Series([article.published for article in articles], dtype="object"),
            "byline": [article.byline for article in articles],
            "told": [vocabulary.told(article) for article in articles],
            "words": [len(article.text.split()) for article in articles],
            "file": [article.source for article in articles],
        }
    )
    seen = zlib.crc32(rows.to_json(date_format="iso").encode())
    edited = st.data_editor(
        rows,
        key=f"preview-{seen}",
        hide_index=True,
        disabled=["told", "words", "file"],
        column_config={
            "keep": st.column_config.CheckboxColumn("Add", width=80),
            "title": st.column_config.TextColumn("Title", width=260),
            "outlet": "Outlet",
            "published": st.column_config.DateColumn("Published", format="D MMM YYYY", min_value=dt.date(1600, 1, 1)),
            "byline": "Author",
            "told": st.column_config.TextColumn("Where this comes from", width=220),
            "words": st.column_config.NumberColumn("Words", format="localized"),
            "file": "File",
        },
        alt=f"Table of {counted(len(articles), 'article')} found in the files",
    )
    st.caption(
        "Nothing is kept yet. Correct what is wrong here; an empty outlet or day is taken from the fields below."
    )
    return [
        corrected(
            article,
            title=str(row["title"] or ""),
            outlet=str(row["outlet"] or ""),
            byline=str(row["byline"] or ""),
            published=None if pd.isna(row["published"]) else pd.Timestamp(row["published"]).date(),
        )
        if row["keep"]
        else None
        for article, (_, row) in zip(articles, edited.iterrows(), strict=True)
    ]
