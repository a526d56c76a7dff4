"""What is served over HTTP: a memory for other tools."""
