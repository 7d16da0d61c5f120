"""Article in, analysis out: the stages in order, each a function from text and parse to plain records."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from analysis.layout import find_layout
from analysis.pipeline import language
from analysis.pipeline.dates import find_dates
from analysis.pipeline.entities import find_entities
from analysis.pipeline.institutions import affiliate, find_institutions
from analysis.pipeline.labels import find_labels
from analysis.pipeline.speakers import find_quotes
from analysis.pipeline.stance import find_stances
from analysis.pipeline.topics import find_sections
from analysis.records import Analysis, Article

_HERE = Path(__file__).parent


def analyse(article: Article) -> Analysis:
    """Return everything found in an article: layout, sections, speakers, quotes, stances, dates, entities.

    Threads may call it at the same time; they take turns at the language model. Raises OSError where the model that
    ``ONRECORD_SPACY_MODEL`` names is not installed.
    """
    text = article.text
    layout = find_layout(text, title=article.title, moved=article.moved)
    with language.parsed(text, [paragraph.span.start for paragraph in layout.paragraphs]) as doc:
        sections = find_sections(doc, text, layout)
        speakers, quotes, scare_quotes = find_quotes(doc, text, layout, article=article.id, sections=sections)
        speakers = affiliate(doc, text, speakers, published=article.published)
        listed = find_institutions(text)
        entities = find_entities(doc, text, layout, speakers, listed)
        stances = find_stances(doc, text, quotes, speakers, entities)
        heard = {*(quote.speaker for quote in quotes), *(stance.speaker for stance in stances)}
        return Analysis(
            article_id=article.id,
            fingerprint=fingerprint(),
            regions=layout.regions,
            sections=sections,
            speakers=tuple(speaker for speaker in speakers if speaker.id in heard),
            quotes=quotes,
            scare_quotes=scare_quotes,
            stances=stances,
            dates=find_dates(doc, text, layout, article.published),
            entities=entities,
            labels=find_labels(
                doc, text, layout, quotes=quotes, speakers=speakers, listed=listed, scare_quotes=scare_quotes
            ),
        )


def fingerprint() -> str:
    """Return what an analysis depends on: the model's name and version, spaCy's, and a hash of rules and data."""
    meta = language.load(language.model_name()).meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']} spacy-{version('spacy')} rules-{_rules()}"


@cache
def _rules() -> str:
    digest = hashlib.sha256()
    data = _HERE.parent / "data"
    code = [*_HERE.rglob("*.py"), *(_HERE.parent / "layout").glob("*.py")]
    for path in sorted([*code, *data.glob("*.[ct][sx][vt]"), *(data / "stance").iterdir()]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
