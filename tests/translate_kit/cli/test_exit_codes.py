"""The table of exit codes names classes that exist, and covers every error that the packages raise."""

from __future__ import annotations

import importlib
import inspect

import pytest

from translate_kit.cli.base import EXIT_CODES, exit_code_of
from translate_kit.errors import BadInput

MODULES = ("translate_kit.errors", "tm.errors", "glossary.errors")


@pytest.mark.parametrize("name", EXIT_CODES)
def test_each_name_in_the_table_is_an_exception(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), attribute), Exception)


@pytest.mark.parametrize("module", MODULES)
def test_each_error_has_an_exit_code(module: str) -> None:
    for _, kind in inspect.getmembers(importlib.import_module(module), inspect.isclass):
        if issubclass(kind, Exception):
            assert exit_code_of(kind("what happened")) in {1, 2, 3, 4, 5}


def test_the_nearest_class_counts() -> None:
    class Nearer(BadInput):
        pass

    assert exit_code_of(Nearer("what happened")) == 3


def test_anything_else_is_a_bug() -> None:
    assert exit_code_of(ZeroDivisionError()) is None
