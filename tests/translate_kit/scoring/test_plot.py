"""Scores as a picture: SVG with its text as text, PNG that is not blank."""

from __future__ import annotations

import dataclasses
import io
import sys

import pytest
from lxml import etree

from translate_kit.errors import BadInput, Missing
from translate_kit.scoring import Score
from translate_kit.scoring.history import Run
from translate_kit.scoring.plot import plot

FIRST = Run(
    measured="2026-11-01T00:00:00Z",
    name="<b>baseline</b>\x07 $\\frac_1$",
    number=1,
    scores=(Score("chrF2", 55.1, "s", 50.0, 60.0), Score("TER", 40.0, "s")),
    segments=5,
)
SECOND = dataclasses.replace(
    FIRST, measured="2026-11-08T00:00:00Z", name="", number=2, scores=(Score("chrF2", 57.25, "s"),)
)


def texts_of(svg: bytes) -> list[str]:
    return ["".join(found.itertext()) for found in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_svg_has_metrics_values_names_and_dates_as_text() -> None:
    pytest.importorskip("matplotlib")
    texts = texts_of(plot([FIRST, SECOND], ["chrF2", "TER"], title="article & more"))
    for wanted in ("chrF2", "TER", "57.2", "40.0", "2026-11-08", "higher is better", "lower is better"):
        assert wanted in texts, wanted
    assert any("article & more" in text for text in texts)
    # Neither mark-up nor mathematics: a name is a name.
    assert any("<b>baseline</b>\ufffd $\\frac_1$" in text for text in texts)


def test_the_same_runs_give_the_same_bytes() -> None:
    pytest.importorskip("matplotlib")
    assert plot([FIRST, SECOND], ["chrF2"]) == plot([FIRST, SECOND], ["chrF2"])


def test_svg_loads_and_runs_nothing() -> None:
    pytest.importorskip("matplotlib")
    tree = etree.fromstring(plot([FIRST, SECOND], ["chrF2"]))
    names = {etree.QName(found).localname for found in tree.iter(tag=etree.Element)}
    assert not names & {"script", "image", "foreignObject"}
    links = [value for found in tree.iter() for name, value in found.attrib.items() if name.endswith("href")]
    assert all(link.startswith("#") for link in links)


def test_png_is_a_picture_with_something_on_it() -> None:
    pytest.importorskip("matplotlib")
    from PIL import Image

    picture = Image.open(io.BytesIO(plot([FIRST, SECOND], ["chrF2", "TER"], format="png")))
    assert picture.format == "PNG"
    assert picture.width == 1200
    assert len(picture.convert("RGB").getcolors(1_000_000) or ()) > 50


@pytest.mark.parametrize("count", [1, 40])
def test_one_run_and_many_can_be_drawn(count: int) -> None:
    pytest.importorskip("matplotlib")
    runs = [dataclasses.replace(SECOND, number=number) for number in range(1, count + 1)]
    dates = [text for text in texts_of(plot(runs, ["chrF2"])) if text == "2026-11-08"]
    assert 1 <= len(dates) <= 12


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(BadInput, match="no scores to draw"):
        plot([], ["chrF2"])
    with pytest.raises(BadInput, match="no run has measured 'COMET'"):
        plot([FIRST], ["chrF2", "COMET"])


def test_without_matplotlib_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(Missing, match=r"pip install 'translate-kit\[plot\]'"):
        plot([FIRST], ["chrF2"])
