"""Articles and their analyses, kept in a database and searched."""

from analysis.library.bodies import Body, BodyRefused
from analysis.library.database import LibraryUnavailable
from analysis.library.directory import Directory
from analysis.library.filters import QuoteFilter
from analysis.library.identities import DecisionRefused
from analysis.library.reviews import ReviewEntry, Said
from analysis.library.store import Library
from analysis.library.transfer import NoLibraryFile

__all__ = [
    "Body",
    "BodyRefused",
    "DecisionRefused",
    "Directory",
    "Library",
    "LibraryUnavailable",
    "NoLibraryFile",
    "QuoteFilter",
    "ReviewEntry",
    "Said",
]
