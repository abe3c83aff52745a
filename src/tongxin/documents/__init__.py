"""Documents as data, written as PDF and DOCX: `content` says what stands in one, `pdf` and `docx` write it."""
