"""The origin of a machine target names the model, and the terms that were enforced."""

from __future__ import annotations

from translate_kit.data import machine_detail, machine_model


def test_model_is_read_back_with_and_without_terms() -> None:
    model = "argos nl→en 0.1 (embedded)"
    assert machine_detail(model, []) == model
    detail = machine_detail(model, [("labour camps", "stand-in"), ("guard", "replaced"), ("guard", "replaced")])
    assert detail == f"{model}; terms: labour camps (stand-in), guard (replaced)"
    assert machine_model(detail) == machine_model(model) == model
