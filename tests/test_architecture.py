"""The house keeps its order: arrows point one way, the analysis needs no user interface, files stay small."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "analysis").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Return the full names of everything that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def reaches(path: Path, package: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for name in imports(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_analysis_imports_no_page_and_no_streamlit(path: Path) -> None:
    assert not reaches(path, "pages")
    assert not reaches(path, "streamlit")


@pytest.mark.parametrize(
    ("package", "below"),
    [
        ("layout", ["reading", "pipeline", "library", "views", "corpus"]),
        ("pipeline", ["reading", "library", "views", "corpus"]),
        ("reading", ["pipeline", "library", "views", "corpus"]),
        ("library", ["pipeline", "reading", "views", "corpus"]),
        ("views", ["pipeline", "reading", "corpus"]),
    ],
)
def test_arrows_point_one_way(package: str, below: list[str]) -> None:
    for path in sorted((ROOT / "analysis" / package).rglob("*.py")):
        for other in below:
            assert not reaches(path, f"analysis.{other}"), f"{path.name} imports analysis.{other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_stay_within_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_stay_within_120_lines_and_parts_within_200(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= (200 if path.parent.name == "parts" else 120)


def test_analysis_works_where_streamlit_is_not_installed() -> None:
    program = (
        "import sys; sys.modules['streamlit'] = None\n"
        "from analysis.reading import compose\n"
        "from analysis.pipeline import analyse\n"
        "found = analyse(compose('The plan is sound, said Ann Lee of Oxfam on Friday in London.'))\n"
        "print(found.speakers[0].name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "Ann Lee", done.stderr
