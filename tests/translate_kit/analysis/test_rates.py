"""Rate cards: decimal from the file to the amount, and no slip of the pen goes through."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import ROOT
from translate_kit.analysis import BANDS, RateCard, read_rate_card
from translate_kit.errors import BadInput


def card_of(tmp_path: Path, text: str) -> RateCard:
    (tmp_path / "rates.toml").write_text(text, encoding="utf-8")
    return read_rate_card(tmp_path / "rates.toml")


def test_what_a_card_leaves_out_has_its_default(tmp_path: Path) -> None:
    assert card_of(tmp_path, "") == RateCard(name="rates")
    assert set(RateCard().weights) == {band.id for band in BANDS}


def test_the_card_in_the_docs_is_read(tmp_path: Path) -> None:
    page = (ROOT / "docs/reference/rate-card.md").read_text("utf-8")
    card = card_of(tmp_path, page.partition("```toml\n")[2].partition("```")[0])
    assert (card.price_per_word, card.minimum, card.currency) == (Decimal("0.14"), Decimal("35.00"), "EUR")


def test_the_docs_say_the_default_weights() -> None:
    page = (ROOT / "docs/reference/rate-card.md").read_text("utf-8")
    for band in BANDS:
        row = next(line for line in page.splitlines() if line.startswith("|") and f"`{band.id}`" in line)
        assert row.rstrip(" |").endswith(f"| {band.weight}"), band.id


def test_no_binary_fraction_comes_near_money(tmp_path: Path) -> None:
    card = card_of(tmp_path, 'price_per_word = 0.1\n[weights]\n"100" = 33.3\n')
    assert card.weighted("100", 3) == Decimal("0.999")
    assert card.money(Decimal("0.35")) == Decimal("0.04")
    assert card.money(Decimal("0.25")) == Decimal("0.03")


def test_money_is_rounded_half_up_to_its_own_smallest_coin(tmp_path: Path) -> None:
    assert card_of(tmp_path, 'price_per_word = 1.5\ncurrency = "JPY"\ndecimals = 0\n').money(Decimal(3)) == Decimal(5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("price_per_word = ", "is not TOML"),
        ("price = 1", "unknown key 'price'"),
        ("price_per_word = -1", "a number of 0 or more"),
        ("price_per_word = nan", "a number of 0 or more"),
        ('price_per_word = "much"', "a number of 0 or more"),
        ("price_per_word = true", "a number of 0 or more"),
        ("words_per_hour = 0", "above 0"),
        ('currency = "euro"', "three letters"),
        ('decimals = "2"', "a whole number"),
        ('hyphens = "both"', "join or split"),
        ("name = 3", "must be text"),
        ("weights = 3", "must be a table"),
        ('[weights]\n"99" = 3', "unknown band '99'"),
        ("[weights]\nnew = -3", "a number of 0 or more"),
        ("[weights]\nnew = 100000", "per cent were expected"),
    ],
)
def test_a_bad_card_is_refused_with_its_name_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        card_of(tmp_path, f'# ours\ncurrency = "EUR"\n{text}' if "currency" not in text else f"# ours\n\n{text}")
    line = 3 + text.count("\n")
    assert f"rates.toml:{line}: " in str(caught.value)


def test_a_card_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_rate_card(tmp_path / "rates.toml")
