"""Who works where: sentences of our own, one phenomenon each."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.pipeline.directory import find_institutions, look_up, rows
from analysis.pipeline.institutions import affiliate
from analysis.pipeline.language import parsed
from analysis.records import Affiliation, Span, Speaker, SpeakerKind


def affiliation_of(
    text: str,
    name: str,
    *,
    kind: SpeakerKind = "person",
    others: tuple[str, ...] = (),
    published: dt.date | None = None,
) -> Affiliation:
    speakers = []
    for who, what in ((name, kind), *((other, "person") for other in others)):
        short = who.split()[-1] if what == "person" else who
        mentions = [Span(*found.span()) for found in re.finditer(rf"(?:{re.escape(who)}|\b{re.escape(short)})\b", text)]
        speakers.append(Speaker(who, who, what, (who,), tuple(mentions)))  # type: ignore[arg-type]
    breaks = [found.end() for found in re.finditer(r"\n+", text)]
    with parsed(text, breaks) as doc:
        return affiliate(doc, text, speakers, published=published)[0].affiliation


PERSONS = [
    # after the name
    ("“It is over,” said Ann Lee, director of the Asia programme at the Paris-based think-tank Bruegel.", "Ann Lee", "Bruegel", "think-tank"),
    ("Ann Lee, of Chatham House, argued that the plan would fail.", "Ann Lee", "Chatham House", "think-tank"),
    ("“It is over,” said Ann Lee of Chatham House.", "Ann Lee", "Chatham House", "think-tank"),
    ("Ann Lee, a senior fellow at the Brookings Institution, told reporters that it was late.", "Ann Lee", "Brookings Institution", "think-tank"),
    ("“It is late,” said Ann Lee, senior fellow and head of trade policy at the Zembla Policy Forum, a think-tank based in Riga.", "Ann Lee", "Zembla Policy Forum", "think-tank"),
    ("Ann Lee, who heads the Centre for Eastern Studies in Warsaw, said it was late.", "Ann Lee", "Centre for Eastern Studies", "think-tank"),
    ("Ann Lee (Chatham House) said it was late.", "Ann Lee", "Chatham House", "think-tank"),
    ("Ann Lee, Chatham House, said it was late.", "Ann Lee", "Chatham House", "think-tank"),
    ("Ann Lee, from the International Crisis Group, said it was late.", "Ann Lee", "International Crisis Group", "think-tank"),
    ("Ann Lee with the Atlantic Council said it was late.", "Ann Lee", "Atlantic Council", "think-tank"),
    ("Ann Lee – an analyst at the Royal United Services Institute – said it was late.", "Ann Lee", "Royal United Services Institute", "think-tank"),
    ("Ann Lee, a professor of politics at the University of Leeds, said it was late.", "Ann Lee", "University of Leeds", "university"),
    ("Ann Lee, who teaches law at Harvard, said it was late.", "Ann Lee", "Harvard University", "university"),
    ("Ann Lee, an economist at Danish shipping company Norvik, said rates would rise.", "Ann Lee", "Norvik", "company"),
    ("Ann Lee of Blue Heron, a Boston-based hedge fund, said rates would rise.", "Ann Lee", "Blue Heron", "company"),
    ("Ann Lee, chief economist at Berg Capital Partners in Zurich, said rates would rise.", "Ann Lee", "Berg Capital Partners", "company"),
    ("Ann Lee, a strategist at Goldman Sachs, said rates would rise.", "Ann Lee", "Goldman Sachs", "company"),
    ("Ann Lee, a campaigner for Amnesty International, said the law was cruel.", "Ann Lee", "Amnesty International", "ngo"),
    ("Ann Lee, chair of the Rural Housing Trust, said homes were needed.", "Ann Lee", "Rural Housing Trust", "ngo"),
    ("Ann Lee, a spokeswoman for the World Health Organization, said cases fell.", "Ann Lee", "World Health Organization", "intergovernmental"),
    ("Ann Lee, a reporter for the Financial Times, said the room was empty.", "Ann Lee", "Financial Times", "media"),
    ("Ann Lee, the editor of the Norwood Gazette, said the room was empty.", "Ann Lee", "Norwood Gazette", "media"),
    ("Ann Lee, the head of Ukraine's drone agency, said output doubled.", "Ann Lee", "Ukrainian government", "government"),
    ("Ann Lee, the president of Estonia, said output doubled.", "Ann Lee", "Estonian government", "government"),
    ("Ann Lee, France's ambassador to Mali, said talks went on.", "Ann Lee", "French government", "government"),
    ("Ann Lee, a spokeswoman for the German Foreign Office, said talks went on.", "Ann Lee", "German Foreign Office", "government"),
    ("Ann Lee, a fellow at a Stockholm institute, said talks went on.", "Ann Lee", None, "none"),
    ("Ann Lee, a fellow at a Washington think-tank, said talks went on.", "Ann Lee", None, "think-tank"),
    ("Ann Lee, an independent analyst, said talks went on.", "Ann Lee", None, "none"),
    ("Ann Lee, for her part, said talks went on.", "Ann Lee", None, "none"),
    ("Ann Lee, speaking at the Aspen Institute, said talks went on.", "Ann Lee", None, "none"),
    ("Ann Lee, who visited the Atlantic Council last week, said talks went on.", "Ann Lee", None, "none"),
    ("Ann Lee, 54, a farmer from Kent, said the harvest was poor.", "Ann Lee", None, "none"),
    # before the name
    ("Foreign Secretary Ann Lee said the deal was close.", "Ann Lee", "UK government", "government"),
    ("US Secretary of State Ann Lee said the deal was close.", "Ann Lee", "US State Department", "government"),
    ("Poland's defence minister Ann Lee said the deal was close.", "Ann Lee", "Polish government", "government"),
    ("South Korean President Ann Lee said the deal was close.", "Ann Lee", "South Korean government", "government"),
    ("Kremlin spokesman Boris Lee said the deal was close.", "Boris Lee", "Kremlin", "government"),
    ("Pentagon spokeswoman Navy Cmdr. Ann Lee said the deal was close.", "Ann Lee", "Pentagon", "military"),
    ("State Department spokeswoman Ann Lee said the deal was close.", "Ann Lee", "US State Department", "government"),
    ("Ukrainian army chief Gen. Ann Lee said the front held.", "Ann Lee", "Armed Forces of Ukraine", "military"),
    ("Israeli military spokesman Avi Lee said the front held.", "Avi Lee", "Israel Defense Forces", "military"),
    ("Rand Corporation political scientist Ann Lee said the front held.", "Ann Lee", "RAND Corporation", "think-tank"),
    ("Chatham House's Ann Lee said the front held.", "Ann Lee", "Chatham House", "think-tank"),
    ("Goldman Sachs chief economist Ann Lee said prices would fall.", "Ann Lee", "Goldman Sachs", "company"),
    ("Harvard economist Ann Lee said prices would fall.", "Ann Lee", "Harvard University", "university"),
    ("Guardian columnist Ann Lee said prices would fall.", "Ann Lee", "Guardian", "media"),
    ("Sen. Ann Lee (R-Utah) said prices would fall.", "Ann Lee", "US Senate", "government"),
    ("NATO Secretary General Ann Lee said allies agreed.", "Ann Lee", "NATO", "intergovernmental"),
    ("The director of the Centre for European Reform, Ann Lee, said allies agreed.", "Ann Lee", "Centre for European Reform", "think-tank"),
    ("General Ann Lee said the front held.", "Ann Lee", None, "military"),
    ("Lyon mayor Ann Lee said the square would be closed.", "Ann Lee", None, "government"),
    ("After a meeting of officials, Ann Lee said the square would be closed.", "Ann Lee", None, "none"),
    # the past
    ("Ann Lee, a former British diplomat who served in Cairo, said allies agreed.", "Ann Lee", None, "none"),
    ("Former defence secretary Ann Lee said allies agreed.", "Ann Lee", None, "none"),
    ("Retired US general Ann Lee said allies agreed.", "Ann Lee", None, "none"),
    ("Ousted prime minister Ann Lee said allies agreed.", "Ann Lee", None, "none"),
    ("Ann Lee, who was an adviser at the State Department from 2009 to 2012, said allies agreed.", "Ann Lee", None, "none"),
    ("Ann Lee, a former diplomat who is now a fellow at Chatham House, said allies agreed.", "Ann Lee", "Chatham House", "think-tank"),
    ("Ann Lee, a former ambassador and a senior fellow at the Atlantic Council, said allies agreed.", "Ann Lee", "Atlantic Council", "think-tank"),
    ("Ann Lee, a 20-year veteran of the CIA, said allies agreed.", "Ann Lee", None, "none"),
    ("Ann Lee, the opposition leader, said the vote was rigged.", "Ann Lee", None, "none"),
    ("Presidential candidate Ann Lee said the vote was rigged.", "Ann Lee", None, "none"),
    ("A former spokesman for Ukraine's Foreign Ministry, Ann Lee, said allies agreed.", "Ann Lee", None, "none"),
    ("Ann Lee, a secretary of labor during the Clinton administration, said allies agreed.", "Ann Lee", None, "none"),
    # what looks like an employer and is none
    ("Ann Lee, who is thinking about running for president, said allies agreed.", "Ann Lee", None, "none"),
    ("Ann Lee, a spokeswoman for Mrs. Brown, said allies agreed.", "Ann Lee", None, "none"),
    ("Ann Lee, Mr. Brown's longtime policy adviser, said allies agreed.", "Ann Lee", None, "none"),
    ("Ann Lee, head of the National Federation of Independent Grocers, said allies agreed.", "Ann Lee", "National Federation of Independent Grocers", "ngo"),
    ("Ann Lee, the director of Government Affairs, said allies agreed.", "Ann Lee", None, "none"),
    ("Texas Attorney General Ann Lee said the law would stand.", "Ann Lee", None, "government"),
    ("Mexico sent a note. Foreign Secretary Ann Lee told Mexican reporters that Mexico City would wait.", "Ann Lee", None, "government"),
    ("Ann Lee, president of Growers For Clean Water, said wells ran dry.", "Ann Lee", "Growers For Clean Water", "none"),
    ("Ann Lee, Facebook's vice president of public policy, said wells ran dry.", "Ann Lee", "Facebook", "company"),
    ("Ann Lee, a University of South Carolina history professor, said wells ran dry.", "Ann Lee", "University of South Carolina", "university"),
    ("CNBC's Ann Lee said wells ran dry.", "Ann Lee", "CNBC", "media"),
    # elsewhere in the article
    ("“It is late,” said Lee.\nAnn Lee is a research fellow at the Carnegie Endowment for International Peace.", "Ann Lee", "Carnegie Endowment for International Peace", "think-tank"),
    ("Ann Lee said it was late.\n“We can wait,” added Lee, an analyst at Eurasia Group.", "Ann Lee", "Eurasia Group", "company"),
    ("“It is late,” said Ann Lee.\nLee works for Human Rights Watch.", "Ann Lee", "Human Rights Watch", "ngo"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "institution", "kind"), PERSONS)
def test_person(text: str, name: str, institution: str | None, kind: str) -> None:
    found = affiliation_of(text, name)
    assert (found.institution, found.kind) == (institution, kind)
    assert found.because


BODIES = [
    ("Ukraine said it was late.", "Ukraine", "Ukrainian government", "government"),
    ("Washington said it was late.", "Washington", "US government", "government"),
    ("The army said it was late.", "army", "army", "military"),
    ("The Trump administration said it was late.", "Trump administration", "Trump administration", "government"),
    ("The Pentagon said it was late.", "Pentagon", "Pentagon", "military"),
    ("Goldman Sachs said it was late.", "Goldman Sachs", "Goldman Sachs", "company"),
    ("Reuters reported that it was late.", "Reuters", "Reuters", "media"),
    ("The European Commission said it was late.", "European Commission", "European Commission", "intergovernmental"),
    ("The Brookings Institution said it was late.", "Brookings Institution", "Brookings Institution", "think-tank"),
    ("Polis Nova, a think-tank based in Lima, said it was late.", "Polis Nova", "Polis Nova", "think-tank"),
    ("The London-based charity Open Wells said it was late.", "Open Wells", "Open Wells", "ngo"),
    ("The University of Leeds said it was late.", "University of Leeds", "University of Leeds", "university"),
    ("Zorblax said it was late.", "Zorblax", "Zorblax", "none"),
]


@pytest.mark.parametrize(("text", "name", "institution", "kind"), BODIES)
def test_body(text: str, name: str, institution: str, kind: str) -> None:
    found = affiliation_of(text, name, kind="organisation")
    assert (found.institution, found.kind) == (institution, kind)


def test_group_takes_the_body_that_its_words_name() -> None:
    found = affiliation_of("Analysts at Goldman Sachs said prices would fall.", "Analysts", kind="group")
    assert (found.institution, found.kind) == ("Goldman Sachs", "company")
    assert affiliation_of("Some analysts said prices would fall.", "Some analysts", kind="group").kind == "none"


@pytest.mark.parametrize(
    ("published", "institution"),
    [(dt.date(2022, 5, 1), "US government"), (dt.date(2015, 5, 1), None), (dt.date(2023, 5, 1), "US government")],
)
def test_known_office_holder_counts_only_in_office(published: dt.date, institution: str | None) -> None:
    found = affiliation_of("Joe Biden said it was late.", "Joe Biden", published=published)
    assert found.institution == institution
    assert ("known office holder" in found.because) is (institution is not None)


def test_text_comes_before_general_knowledge() -> None:
    text = "Former president Joe Biden said it was late."
    assert affiliation_of(text, "Joe Biden", published=dt.date(2022, 5, 1)).kind == "none"


def test_post_that_belongs_to_a_person_takes_that_person_s_government() -> None:
    text = "Estonian President Ida Tamm waited while her ambassador to the United Nations Ann Lee spoke."
    assert affiliation_of(text, "Ann Lee", others=("Ida Tamm",)).institution == "Estonian government"


def test_country_of_the_article_is_used_with_a_reason() -> None:
    text = "Kenya waits. " * 6 + "Finance minister Ann Lee said it was late."
    found = affiliation_of(text, "Ann Lee")
    assert (found.institution, "most of the article" in found.because) == ("Kenyan government", True)


def test_evidence_lies_in_the_text_and_holds_the_body() -> None:
    text = "“It is late,” said Ann Lee, a fellow at the government-run Institute for Grain Policy, Kyiv."
    found = affiliation_of(text, "Ann Lee")
    assert found.evidence is not None
    assert found.evidence.of(text) == "a fellow at the government-run Institute for Grain Policy"
    assert (found.role, found.kind, found.state_run) == ("fellow", "think-tank", True)


# the directory


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Analysts at Chatham House and the RAND Corporation met.", ["chatham-house", "rand-corporation"]),
        ("The Rand Corporation’s study appeared.", ["rand-corporation"]),
        ("The chathamhouse and Chatham Houses met.", []),
        ("Onward they marched all night.", []),
        ("“It is late,” said a researcher at Onward.", ["onward"]),
        ("Under Article 19 of the constitution nothing changes.", []),
        ("The Institute for the Study of War in Washington, or ISW, said so. ISW maps the front.", ["institute-for-the-study-of-war"] * 3),
    ],
)  # fmt: skip
def test_find_institutions(text: str, ids: list[str]) -> None:
    assert [match.institution.id for match in find_institutions(text)] == ids


def test_tables_are_sound() -> None:
    kinds = {
        "think-tank",
        "government",
        "military",
        "university",
        "company",
        "media",
        "ngo",
        "intergovernmental",
        "none",
    }
    assert {row["kind"] for row in rows("bodies.csv")} <= kinds
    assert {row["kind"] for row in rows("offices.csv")} <= kinds
    assert {row["kind"] for row in rows("body_words.csv")} <= kinds | {"institute", "part"}
    assert {row["kind"] for row in rows("institutions.csv")} == {
        "think-tank", "government-institute", "university-centre", "advocacy", "intergovernmental",
    }  # fmt: skip
    for office in rows("offices.csv"):
        assert (
            not office["institution"] or look_up(office["institution"]) or office["institution"].endswith("government")
        )


@given(st.text(alphabet=st.sampled_from("RANDrand Chthmous’'é\n.,-"), max_size=80))
def test_matches_are_in_order_and_on_word_boundaries(text: str) -> None:
    last = 0
    for match in find_institutions(text):
        assert match.span.start >= last
        assert not text[match.span.end : match.span.end + 1].isalnum()
        last = match.span.end
