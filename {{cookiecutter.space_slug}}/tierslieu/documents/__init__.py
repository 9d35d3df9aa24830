"""The governance documents: Markdown with facts in, HTML, PDF, DOCX and ODT out."""
