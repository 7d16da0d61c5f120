"""The fields of a quote as a person has it: its words, who says it, from where, for or against what."""

from typing import cast, get_args

import streamlit as st

from analysis.library import Said
from analysis.records import AffiliationKind, Analysis, Article, QuoteType, Span, StanceLabel
from analysis.views import vocabulary
from pages.parts.marked_text import literal

_NO_SIDE = "none"
_SIDES = (_NO_SIDE, *get_args(StanceLabel))
_LOST = "These words do not stand in the article: copy them from its text."


def ask(article: Article, analysis: Analysis, said: Said | None, *, key: str) -> Said | str:
    """Draw the fields of a quote, filled with what was ``said``; return them, or in one sentence what is wrong."""
    now = said or Said(span=Span(0, 0))
    words = st.text_area("Words of the quote, as in the article", now.span.of(article.text), key=f"words-{key}")
    left, right = st.columns(2)
    names = [now.speaker, *(speaker.name for speaker in analysis.speakers)]
    speaker = left.selectbox(
        "Speaker",
        list(dict.fromkeys(filter(None, names))),
        index=0 if now.speaker else None,
        key=f"speaker-{key}",
        accept_new_options=True,
        placeholder=vocabulary.UNNAMED,
    )
    type_ = right.selectbox(
        "Type of quote",
        get_args(QuoteType),
        index=get_args(QuoteType).index(now.type),
        format_func=vocabulary.TYPES.__getitem__,
        key=f"type-{key}",
    )
    role = left.text_input("Role", now.role, key=f"role-{key}")
    institution = right.text_input("Institution", now.institution, key=f"institution-{key}")
    kind = left.selectbox(
        "Kind of institution",
        get_args(AffiliationKind),
        index=get_args(AffiliationKind).index(now.kind),
        format_func=vocabulary.KINDS.__getitem__,
        key=f"kind-{key}",
    )
    stances = _ask_stances(now, key=key)
    span = find_place(article.text, words, near=now.span.start)
    if span is None:
        return _LOST
    return Said(
        span=span,
        type=cast("QuoteType", type_),
        speaker=(speaker or "").strip(),
        role=role.strip(),
        institution=institution.strip(),
        kind=cast("AffiliationKind", kind),
        stances=stances,
    )


def find_place(text: str, words: str, *, near: int) -> Span | None:
    """Return where words stand in a text, the place nearest to ``near``; None where they do not."""
    wanted = words.strip()
    places = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        places.append(at)
        at = text.find(wanted, at + 1)
    best = min(places, key=lambda place: abs(place - near), default=None)
    return None if best is None else Span(best, best + len(wanted))


def _ask_stances(said: Said, *, key: str) -> tuple[tuple[str, StanceLabel], ...]:
    """Draw a side for each target of the quote, and for one more."""
    chosen = []
    for number, (target, label) in enumerate(said.stances):
        side = st.selectbox(
            literal(f"Stance towards {target}"),
            _SIDES,
            index=_SIDES.index(label),
            format_func=_tell_side,
            key=f"side-{number}-{key}",
        )
        chosen.append((target, side))
    left, right = st.columns(2)
    target = left.text_input("Another target", key=f"target-{key}").strip()
    side = right.selectbox("Stance towards it", _SIDES, format_func=_tell_side, key=f"side-{key}")
    chosen += [(target, side)] if target else []
    return tuple((target, cast("StanceLabel", side)) for target, side in chosen if side != _NO_SIDE)


def _tell_side(side: str) -> str:
    return "Says nothing of it" if side == _NO_SIDE else vocabulary.STANCES[side]
