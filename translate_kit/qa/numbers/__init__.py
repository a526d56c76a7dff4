"""Numbers, times, dates and decades by their value, whatever the notation of the language.

`read(text, "nl")` and `read(text, "en")` find them; `compare` pairs those of a source with those of its target.
Nothing here knows about segments or findings.
"""

from __future__ import annotations

from translate_kit.qa.numbers.compare import Comparison, compare
from translate_kit.qa.numbers.quantity import Certainty, Quantity
from translate_kit.qa.numbers.reader import read
from translate_kit.qa.numbers.write import write_like

__all__ = ["Certainty", "Comparison", "Quantity", "compare", "read", "write_like"]
