"""A project: a folder with its settings, its documents and every version of every target."""

from translate_kit.project.project import Project
from translate_kit.project.settings import Settings

__all__ = ["Project", "Settings"]
