"""The HTML page of a report, of one repository or of many: one file without any request."""
