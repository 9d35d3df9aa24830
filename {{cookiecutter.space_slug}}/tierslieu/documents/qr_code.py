"""QR codes for what is printed: an address that a telephone opens."""

from __future__ import annotations

#: The light margin that ISO/IEC 18004 asks for on each side, in modules.
_QUIET_ZONE = 4
#: Error correction: level M restores 15 % of the code, for a sticker that wears off.
_CORRECTION = "m"


def drawing(address: str) -> str:
    """The QR code of ``address`` in SVG, black on white whatever the palette, with its quiet zone."""
    import segno  # installed with the tools of documents, on their first use

    code = segno.make_qr(address, error=_CORRECTION)
    return str(code.svg_inline(border=_QUIET_ZONE, light="#fff", omitsize=True))
