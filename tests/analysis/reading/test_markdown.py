import pytest

from analysis.reading.markdown import front_matter, plain


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# A *big* heading\n\nText.", "A big heading\n\nText."),
        ("A heading\n=========\nText.", "A heading\n\nText."),
        ("He [said](http://x.example 'title') **so** and __more__.", "He said so and more."),
        ("one line\nof a paragraph\n\nanother", "one line of a paragraph\n\nanother"),
        ("forced  \nbreak", "forced\nbreak"),
        ("- first\n- second\n  1. third", "first\n\nsecond\n\nthird"),
        ("> “quoted” text", "“quoted” text"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("\\*not emphasis\\* &amp; more", "*not emphasis* & more"),
        ("![a picture](x.png) Text", " Text"),
        ("<script>alert(1)</script>\n\nText with <b>tags</b>", "Text with tags"),
        ("[label]: http://x.example\n\nSee [label].", "See label."),
        ("It cost $5m to $10m, :red[he] said.", "It cost $5m to $10m, :red[he] said."),
        ("---\ntitle: T\n---\nText", "Text"),
    ],
)
def test_the_words_are_left_and_the_marks_go(source: str, text: str) -> None:
    assert plain(source) == text


def test_what_stands_at_the_top_is_read_by_name() -> None:
    source = "---\nTitle: 'A plan'\ndate: 2024-05-31\noutlet: The Paper\nlist:\n  - x\n---\n\nText"
    assert front_matter(source) == {"title": "A plan", "date": "2024-05-31", "outlet": "The Paper"}
    assert front_matter("Text\n---\ntitle: no\n---\n") == {}
