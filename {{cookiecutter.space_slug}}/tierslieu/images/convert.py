"""One photograph → a few WebP files: upright, no wider than needed, and without a word on where it was taken."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from pathlib import Path

import PIL
from PIL import Image, ImageCms, ImageOps

from .errors import ImageFault

#: Read by Pillow, which could read many more, some of them through other programs (EPS).
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
#: Width × height. Pillow's own limit against decompression bombs, well above what cameras make: a quarter of a gigabyte.
MOST_PIXELS = 89_478_485
#: Pixels: a phone, a phone with a fine screen or a column, a wide screen.
WIDTHS = (480, 960, 1600)
#: Out of 100: no difference to be seen beside the original, for about a tenth of its weight.
QUALITY = 78
#: Changes when the same picture would no longer give the same bytes.
RECIPE = f"1 {PIL.__version__}"
#: Up to this many colours, a picture may be drawn rather than taken, and its edges stay sharp.
_DRAWN = 256


def opened(path: Path, name: str) -> Image.Image:
    """A picture of which only the header has been read. Raises ``ImageFault``: no picture, or too large a one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below
            picture = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError:
        raise ImageFault("image.huge", image=name, most=MOST_PIXELS // 1_000_000) from None
    except Exception as error:  # whatever a broken file makes a decoder say
        raise ImageFault("image.unreadable", image=name) from error
    if picture.width * picture.height > MOST_PIXELS:
        picture.close()
        raise ImageFault("image.huge", image=name, most=MOST_PIXELS // 1_000_000)
    return picture


def convert(path: Path, name: str) -> Mapping[tuple[int, int], bytes]:
    """WebP files by width and height in pixels, narrowest first; the same bytes for the same picture.

    The picture is turned as its camera says, its colours become those of the web (sRGB), and nothing else that the
    file holds is kept: place, date, owner, thumbnail. Of an animation, the first image stays. Raises ``ImageFault``.
    """
    with opened(path, name) as picture:
        try:
            # A JPEG four times too wide is read at half or a quarter of its size: faster, and far less memory.
            picture.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
            upright = _on_the_web(ImageOps.exif_transpose(picture))
        except Exception as error:  # whatever a broken file makes a decoder say
            raise ImageFault("image.unreadable", image=name) from error
    few_colours = upright.getcolors(_DRAWN) is not None
    made = {}
    for width in _widths(upright.width):
        size = (width, max(1, round(upright.height * width / upright.width)))
        smaller = upright if size == upright.size else upright.resize(size, Image.Resampling.LANCZOS)
        made[size] = _encoded(smaller, few_colours)
    return made


def _widths(own: int) -> list[int]:
    """The usual widths below that of the picture, and its own where it is no wider than the widest."""
    return [*(width for width in WIDTHS if width < own), *([own] if own <= WIDTHS[-1] else [])]


def _on_the_web(picture: Image.Image) -> Image.Image:
    """The picture in the colours that screens expect, transparent where it was."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(picture, source, srgb, outputMode=mode)
            return changed or picture.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that can't be read: the colours as they are
    return picture.convert(mode)


def _encoded(picture: Image.Image, few_colours: bool) -> bytes:
    """As a photograph; a picture of few colours as a drawing too, and the lighter of both: not all that is grey is drawn."""
    made = [_webp(picture, lossless) for lossless in ((False, True) if few_colours else (False,))]
    return min(made, key=len)


def _webp(picture: Image.Image, lossless: bool) -> bytes:
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=QUALITY, lossless=lossless, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return written.getvalue()
