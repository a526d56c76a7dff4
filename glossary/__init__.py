"""A terminology base."""
