"""`python -m translate_kit`."""

from translate_kit.cli import main

main()
