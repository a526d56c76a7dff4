"""translate-kit: a translation and terminology memory toolkit."""

__version__ = "0.1.0"
