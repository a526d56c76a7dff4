"""A project: a folder with its settings, its documents and every version of every target."""

from translate_kit.project.project import Project, Settings

__all__ = ["Project", "Settings"]
