"""Repairs of a draft that cannot be wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_kit.mt.punctuation import settle


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        # The end
        ("De eeuwige leider", "The eternal leader.", "The eternal leader"),
        ("De leider is dood.", "The leader is dead", "The leader is dead."),
        ("Wie is hij?", "Who is he.", "Who is he?"),
        ("Nooit!", "Never.", "Never!"),
        ("Zij zei:", "She said.", "She said:"),
        ("En toen…", "And then...", "And then…"),
        ("En toen...", "And then", "And then..."),
        ("Kerken, scholen enz.", "Churches, schools, etc.", "Churches, schools, etc."),
        ("Handel met de VS", "Trade with the U.S.", "Trade with the U.S."),
        ("Een gesprek met dr. Kim", "A talk with Dr. Kim.", "A talk with Dr. Kim"),
        ('Hij zei: "nee."', 'He said: "no"', 'He said: "no."'),
        ("‘Zelfredzaamheid’", "“Self-reliance.”", "“Self-reliance”"),
        ("(zie boven)", "(see above.)", "(see above)"),
        # The beginning
        ("Alles is nieuw.", "everything is new.", "Everything is new."),
        ("„Alles is nieuw.”", '"everything is new."', "“Everything is new.”"),
        ("IPhone van de zaak", "iPhone of the company", "iPhone of the company"),
        ("alles is nieuw", "everything is new", "everything is new"),
        # Quotes
        ("„Dit is nieuw,” zei hij.", '"This is new," he said.', "“This is new,” he said."),
        ("”Dit is nieuw,” zei hij.", '"This is new," he said.', "“This is new,” he said."),
        ("‘Dit is nieuw’, zei hij.", "'This is new,' he said.", "“This is new,” he said."),
        ("‘Dit is nieuw’, zei hij.", '"This is new," he said.', "“This is new,” he said."),
        ("„Hij zei ‘nee’.”", "\"He said 'no'.\"", "“He said ‘no’.”"),
        ("Dat is „Juche”.", "That is „Juche”.", "That is “Juche”."),
        ("Zo’n plan van ‘de leider’", "Such a plan of 'the leader'", "Such a plan of “the leader”"),
        (
            "„De leider zei het,” zo’n man.",
            '"The leader\'s said it," such a man.',
            "“The leader’s said it,” such a man.",
        ),
        ("‘De plannen van de leiders’ zijn er.", "'The leaders' plans' are there.", "“The leaders’ plans” are there."),
        ("Dat is ‘nieuw’ (‘oud’).", "That is 'new' ('old').", "That is “new” (“old”)."),
        # A source with typewriter quotes keeps them.
        ('"Dit is nieuw," zei hij.', '"This is new," he said.', '"This is new," he said.'),
        ("Zo'n plan.", "The leader's plan.", "The leader's plan."),
        # The ellipsis
        ("Wacht… kom.", "Wait... come.", "Wait… come."),
        ("Wacht... kom.", "Wait... come.", "Wait... come."),
        # Nothing to repair, nothing to go by
        ("De leider.", "", ""),
        ("De leider.", "The leader.", "The leader."),
    ],
)
def test_draft_follows_its_source(source: str, target: str, expected: str) -> None:
    assert settle(source, target, target_language="en") == expected


def test_quotes_of_other_languages_are_left_alone() -> None:
    assert settle("„Dit is nieuw.”", '"C\'est nouveau."', target_language="fr") == '"C\'est nouveau."'


@given(
    st.text(alphabet="abcAB .,?!…:;\"'“”„‘’()", max_size=40), st.text(alphabet="abcAB .,?!…:;\"'“”„‘’()", max_size=40)
)
def test_no_letter_is_touched_and_repairing_twice_changes_nothing(source: str, target: str) -> None:
    once = settle(source, target, target_language="en")
    letters = [character.lower() for character in target if character.isalpha()]
    assert [character.lower() for character in once if character.isalpha()] == letters
    assert len(once.split()) <= len(target.split()) + 1
