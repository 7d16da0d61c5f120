"""Markdown to plain text: what a reader sees, one line a paragraph, without marks, addresses and code."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_WORDS_OF = {"text", "code_inline"}


def plain(source: str) -> str:
    """Return the paragraphs, headings and list items of a Markdown text, each on one line, a blank line between them.

    Links and emphasis leave their words; pictures and HTML go, front matter too. The rules are those of CommonMark.
    """
    tokens = MarkdownIt("commonmark").parse(_FRONT_MATTER.sub("", source, count=1))
    blocks = (_words(token) for token in tokens if token.type in {"inline", "fence", "code_block"})
    return "\n\n".join(block for block in blocks if block.strip())


def front_matter(source: str) -> dict[str, str]:
    """Return the simple ``name: value`` lines between the two ``---`` at the top, names in small letters."""
    head = _FRONT_MATTER.match(source)
    return {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(head[1])} if head else {}


def _words(token: Token) -> str:
    if token.children is None:
        return token.content.strip("\n")
    parts = []
    for child in token.children:
        if child.type in _WORDS_OF:
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
    return "".join(parts)
