"""The governance documents: Markdown with facts in, HTML, PDF, DOCX and ODT out."""

#: The formats of every document, by file extension.
FORMATS = ("html", "pdf", "docx", "odt")
