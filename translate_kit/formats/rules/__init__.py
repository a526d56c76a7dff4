"""What the standards of XML formats demand, as tables, and what in a file breaks them."""
