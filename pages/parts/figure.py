"""A chart on a page: its sentence as a heading, the figure under it, and what was clicked."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from analysis.views.charts import Chart
from pages.parts.marked_text import literal

_TOOLS = {"displaylogo": False, "modeBarButtons": [["toImage"]], "scrollZoom": False}


def draw(chart: Chart, *, key: str, on_select: Callable[[], None] | Literal["rerun"] = "rerun") -> Any:  # noqa: ANN401
    """Draw a chart and return the ``customdata`` of the clicked point, an id or a pair of names, or None."""
    st.subheader(literal(chart.title), anchor=False)
    state = st.plotly_chart(
        chart.figure, key=key, alt=chart.title, on_select=on_select, selection_mode="points", config=_TOOLS
    )
    return clicked(state)


def clicked(state: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the chart put into its points
    """Return the ``customdata`` of the first selected point of a chart's state, None where none is selected."""
    points = state["selection"]["points"]
    return points[0].get("customdata") if points else None
