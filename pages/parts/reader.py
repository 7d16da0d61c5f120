"""The link between the marked text and the page: scrolls to the chosen quote, and tells which one was clicked."""

import streamlit as st

# Reads and scrolls only what marked_text drew; article text never reaches the script.
_FOLLOW = st.components.v2.component(
    "follow_text",
    js="""
export default function ({ data, setTriggerValue }) {
  const text = document.querySelector(".st-key-reader-text")
  if (!text) return
  const pick = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return
    const mark = event.target.closest("mark[data-quote]")
    if (!mark) return
    event.preventDefault()
    setTriggerValue("clicked", mark.dataset.quote)
  }
  text.addEventListener("click", pick)
  text.addEventListener("keydown", pick)
  if (data.quote) {
    const mark = [...text.querySelectorAll("mark[data-quote]")].find((mark) => mark.dataset.quote === data.quote)
    if (mark) mark.scrollIntoView({ block: "nearest", behavior: "smooth" })
  }
  return () => {
    text.removeEventListener("click", pick)
    text.removeEventListener("keydown", pick)
  }
}
""",
)


def follow_text(quote_id: str | None) -> str | None:
    """Scroll the marked text to a quote, and return the id of the quote that was just clicked, None where none was."""
    clicked = _FOLLOW(data={"quote": quote_id or ""}, key="follow-text", on_clicked_change=lambda: None)["clicked"]
    return str(clicked) if clicked else None
