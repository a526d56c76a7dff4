"""Reports: one output a file, all from the same `qa_report.QaReport`."""
