"""The tables that ship with the checks: each row does what it says, and none is there twice."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import chain

import pytest

from tests.translate_kit.qa.pairs import findings
from translate_kit.qa.checks.calques import Calque, calques
from translate_kit.qa.checks.friends import Friend, friends
from translate_kit.qa.checks.variety import spellings
from translate_kit.qa.tables import rows

CALQUES = list(dict.fromkeys(chain.from_iterable(calques().values())))
FRIENDS = list(dict.fromkeys(friends().values()))


@pytest.mark.parametrize("calque", CALQUES, ids=lambda calque: calque.wrong)
def test_each_calque_is_found_and_its_correction_is_not(calque: Calque) -> None:
    assert any(
        re.search(calque.english, calque.wrong, re.IGNORECASE) for _ in findings(calque.source, calque.wrong, "calques")
    )
    assert findings(calque.source, calque.right, "calques") == []


@pytest.mark.parametrize("friend", FRIENDS, ids=lambda friend: min(friend.dutch))
def test_each_false_friend_is_found_and_the_right_word_is_not(friend: Friend) -> None:
    for dutch in friend.dutch:
        for wrong in friend.wrong:
            (finding,) = findings(f"Dat is {dutch} hier.", f"That is {wrong} here.", "false-friends")
            assert finding.severity == friend.severity
        for right in friend.right:
            assert findings(f"Dat is {dutch} hier.", f"That is {right} here.", "false-friends") == []
        for other in friend.unless:
            assert findings(f"Dat {other} is {dutch}.", f"That is {min(friend.wrong)}.", "false-friends") == []


def test_there_are_enough_false_friends_and_calques_and_none_is_there_twice() -> None:
    assert len(FRIENDS) >= 80
    assert len(CALQUES) >= 80
    dutch = [form for row in rows("false-friends") for form in row.cells["dutch"].split()]
    assert len(dutch) == len(set(dutch))
    assert len({calque.english for calque in CALQUES}) == len(rows("calques"))


def test_a_false_friend_that_is_a_name_is_none() -> None:
    assert findings("Het college van Slim kwam.", "The council of Slim came.", "false-friends") == []


def test_spellings_lead_to_each_other() -> None:
    for word, (variety, other) in spellings().items():
        # a meter also measures, so it proves nothing; metre does
        back = spellings().get(other, ("", word))
        assert back[1] == word
        assert back[0] != variety
        assert other != word


def test_each_common_word_is_in_a_dictionary_so_that_leaving_it_out_changes_nothing() -> None:
    import simplemma

    from translate_kit.qa.checks.common_words import COMMON_WORDS

    def known(word: str) -> bool:
        return any(simplemma.is_known(word, lang=language) for language in ("en", "nl"))

    assert [word for word in sorted(COMMON_WORDS) if not known(word) and not known(word.removesuffix("s"))] == []


def test_a_short_plain_text_is_checked_without_the_dictionaries() -> None:
    code = (
        "import sys; from translate_kit.data import Segment; from translate_kit.qa import run_checks\n"
        "run_checks([Segment(id='1', source='Daarna opende hij het kamp.', target='Afterwards he opened the camp.')])\n"
        "assert 'simplemma' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
