"""What tests of pages share: the type of the opener, and the words that a page says."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def words(app: AppTest) -> str:
    """Return everything that a page says in text, headings and HTML."""
    kinds = ("title", "header", "subheader", "markdown", "text", "caption", "html", "warning", "error", "success")
    return "\n".join(str(getattr(element, "value", "")) for kind in kinds for element in app.get(kind))


def select(app: AppTest, row: int) -> AppTest:
    """Select a row of the first table, as a click would."""
    app.session_state[str(app.dataframe[0].key)] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return app.run()
