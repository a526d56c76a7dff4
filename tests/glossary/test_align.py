"""Translations of terms out of sentence pairs."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from glossary.align import BACKGROUND, PER_TERM, Proposal, collect, propose

SUBJECTS = (("De man", "The man"), ("Een vrouw", "A woman"), ("Mijn zus", "My sister"), ("De dokter", "The doctor"))
VERBS = (("zag", "saw"), ("bezocht", "visited"), ("verliet", "left"), ("vond", "found"))
OBJECTS = (("het huis", "the house"), ("de stad", "the town"), ("een boot", "a boat"), ("de brug", "the bridge"))


def memory() -> list[tuple[str, str]]:
    """Sentences of the same few words, in all combinations."""
    return [
        (f"{nl} {did} {what}.", f"{en} {past} {thing}.")
        for nl, en in SUBJECTS
        for did, past in VERBS
        for what, thing in OBJECTS
    ]


def proposed(pairs: list[tuple[str, str]], *terms: str) -> dict[str, list[Proposal]]:
    kept, spots = collect(pairs, terms)
    return propose(kept, spots)


def test_a_compound_is_translated_by_the_words_that_nothing_else_accounts_for() -> None:
    pairs = [*memory(), ("De man zag het werkkamp.", "The man saw the labour camp.")]
    pairs += [("Een vrouw verliet de werkkampen.", "A woman left the labour camps.")]
    [found] = proposed(pairs, "werkkamp")["werkkamp"]
    assert (found.target, found.count) == ("labour camp", 2)
    assert 0.5 < found.confidence <= 1


def test_a_term_of_several_words_is_one() -> None:
    pairs = [*memory(), ("De man zag de eeuwige leider.", "The man saw the eternal leader.")]
    pairs += [("De eeuwige leider bezocht de stad.", "The eternal leader visited the town.")]
    assert proposed(pairs, "eeuwige leider")["eeuwige leider"][0].target == "eternal leader"


def test_the_singular_is_proposed_when_only_the_plural_occurs() -> None:
    pairs = [*memory(), ("De man zag overlopers.", "The man saw defectors."), ("Mijn zus vond niets.", "My defector.")]
    pairs += [("Een vrouw vond overlopers.", "A woman found defectors.")]
    assert proposed(pairs, "overloper")["overloper"][0].target == "defector"


def test_small_letters_are_proposed_where_they_occur() -> None:
    pairs = [*memory(), ("Hongersnood verliet de stad.", "Famine left the town.")]
    pairs += [("De man vond hongersnood.", "The man found famine.")]
    assert proposed(pairs, "hongersnood")["hongersnood"][0].target == "famine"


def test_several_translations_are_ranked() -> None:
    pairs = memory()
    for nl, en in SUBJECTS[:3]:
        pairs.append((f"{nl} vond hulp.", f"{en} found aid."))
    pairs.append(("De dokter vond hulp.", "The doctor found help."))
    found = proposed(pairs, "hulp")["hulp"]
    assert [proposal.target for proposal in found] == ["aid", "help"]
    assert found[0].confidence > found[1].confidence


def test_what_does_not_occur_has_no_proposal() -> None:
    assert proposed(memory(), "songbun") == {}
    assert proposed([], "songbun") == {}
    assert proposed([("songbun", "")], "songbun") == {}


def test_large_memories_are_sampled_and_always_in_the_same_way() -> None:
    def stream() -> list[tuple[str, str]]:
        pairs = [(f"De man zag {number}.", f"The man saw {number}.") for number in range(BACKGROUND + 500)]
        return pairs + [(f"De kernproef {number}.", f"The nuclear test {number}.") for number in range(PER_TERM + 5)]

    kept, spots = collect(iter(stream()), ["kernproef"])
    assert len(spots["kernproef"]) == PER_TERM
    assert len(kept) == PER_TERM + BACKGROUND
    assert all("kernproef" in kept[pair][0][start:end] for pair, start, end in spots["kernproef"])
    assert collect(iter(stream()), ["kernproef"]) == (kept, spots)


def test_sentences_longer_than_any_are_left_out() -> None:
    long = " ".join(["woord"] * 200)
    assert proposed([*memory(), (f"kernproef {long}", f"nuclear test {long}")], "kernproef") == {}


@given(
    st.lists(st.tuples(st.text("ab .", max_size=20), st.text("xy .", max_size=20)), max_size=8),
    st.randoms(use_true_random=False),
)
def test_proposals_stand_in_the_targets(pairs: list[tuple[str, str]], chance: random.Random) -> None:
    words = sorted({word for source, _ in pairs for word in source.replace(".", " ").split()})
    terms = chance.sample(words, min(2, len(words)))
    spots = {
        term: [
            (number, at, at + len(term)) for number, (source, _) in enumerate(pairs) if (at := source.find(term)) >= 0
        ]
        for term in terms
    }
    targets = " ".join(target for _, target in pairs).lower()
    for proposals in propose(pairs, spots, source_language="xx", target_language="xx").values():
        for proposal in proposals:
            assert proposal.target.lower() in targets
            assert 0 < proposal.confidence <= 1


def test_a_name_that_the_target_has_as_it_is_stays_whole() -> None:
    pairs = [
        *memory(),
        ("De man zag Kim Il-sung.", "The man saw Kim Il-sung."),
        ("Kim zag de stad.", "Kim saw the town."),
    ]
    pairs += [("Kim Jong-il bezocht de stad.", "Kim Jong-il visited the town.")]
    [found] = proposed(pairs, "Kim Il-sung")["Kim Il-sung"]
    assert (found.target, found.count, found.confidence) == ("Kim Il-sung", 1, 1.0)
    # One that the target has not is left to the model.
    other = [*memory(), ("De man zag Noord-Korea.", "The man saw North Korea.")] * 2
    assert proposed(other, "Noord-Korea")["Noord-Korea"][0].target == "North Korea"
