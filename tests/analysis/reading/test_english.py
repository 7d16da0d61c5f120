import pytest

from analysis.reading.english import is_english

ENGLISH = """
The minister told reporters on Friday that the government would not give up the talks, although both sides had said
that there was little hope of an agreement before the summer. “We are ready to go on,” she said, “as long as they are.”
"""
TELEGRAPHIC = """
Smith: "Votes, not promises." Jones: "Taxes up, wages down." Poll of 1,012 adults: Smith 48 percent, Jones 44 percent,
undecided 8 percent. Margin: 3 points. Next debate: Tuesday, Ohio. Smith leads in Ohio, Jones in Texas and in Florida,
says the poll. Both camps claim the lead.
"""


@pytest.mark.parametrize(
    "text", [ENGLISH, TELEGRAPHIC, ENGLISH.upper(), ENGLISH.replace("’", "'"), "Bonjour.", "5 June 2024", ""]
)
def test_english_and_what_is_too_short_to_tell_pass(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister sagte am Freitag, dass die Regierung in Berlin die Verhandlungen nicht abbrechen werde. ",
        "Le ministre a déclaré vendredi que le gouvernement ne mettrait pas fin aux négociations avant l’été. ",
        "El ministro dijo el viernes que el gobierno no abandonará las conversaciones a pesar de las dudas de todos. ",
        "De minister zei vrijdag dat de regering de onderhandelingen in Den Haag niet zal afbreken, is het bericht. ",
        "O ministro disse na sexta-feira que o governo não vai abandonar as conversações com a outra parte. ",
        "Ministern sade i fredags att regeringen inte kommer att avbryta samtalen i Stockholm, men han var orolig. ",
        "Министр сказал в пятницу, что правительство не прекратит переговоры до лета. ",
        "大臣は金曜日に、政府は夏まで交渉を中断しないと述べた。",
        "قال الوزير يوم الجمعة إن الحكومة لن تتخلى عن المحادثات قبل الصيف. ",
    ],
)
def test_other_languages_do_not(text: str) -> None:
    assert not is_english(text * 6)


def test_an_english_article_with_foreign_names_and_sentences_passes() -> None:
    assert is_english(ENGLISH + " „Wir sind bereit, solange sie es sind“, sagte Müller in Düsseldorf. Министр молчал.")
