"""The parts of a page: headline, body paragraphs, headings without mark-up, and what is no part of the story."""

from analysis.layout.heads import Head, find_head
from analysis.layout.roles import Layout, Paragraph, find_layout

__all__ = ["Head", "Layout", "Paragraph", "find_head", "find_layout"]
