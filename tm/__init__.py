"""A translation memory."""
