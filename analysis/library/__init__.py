"""Articles and their analyses, kept; see ``analysis.library.store`` for the library itself."""
