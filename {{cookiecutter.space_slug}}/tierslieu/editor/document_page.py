"""A document as the page that it is for readers, with its own style and, on top, the way back to the editor."""

from __future__ import annotations

from html import escape

from django.http import HttpResponse

from tierslieu.rendering.security_headers import document_style_hashes

_HEADER = "<header>"


def show_document(html: bytes, back: str, label: str) -> HttpResponse:
    """The page ``html`` with a link ``back``, or the ``label`` alone, which is not printed; the file itself has none."""
    link = f'<a class="permalink" href="{escape(back)}"><u>{escape(label)}</u></a>' if back else escape(label)
    link = f'<p class="contents">{link}</p>'
    answer = HttpResponse(html.decode("utf-8").replace(_HEADER, f"{_HEADER}\n{link}", 1))
    styles = " ".join(document_style_hashes({"documents/shown.html": html}))
    answer["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {styles}; img-src data:; font-src data:; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'self'"
    )
    return answer
