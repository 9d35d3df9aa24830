"""Converts a photograph to WebP in several widths: upright, in sRGB, without metadata."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from pathlib import Path

import PIL
from PIL import Image, ImageCms, ImageOps

from .errors import ImageFault

#: The formats to read. Pillow reads more, some of them (EPS) by running other programs.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
#: The most pixels (width × height): Pillow's own limit against decompression bombs, 256 MiB in RGB.
MAX_PIXELS = 89_478_485
#: Pixels: for a phone, for a high-density phone or a column, for a wide screen.
WIDTHS = (480, 960, 1600)
#: The longest side in pixels of a photograph that is kept from an upload.
LARGEST = 2400
#: WebP quality, out of 100: no visible difference from the original, for about a tenth of its size.
QUALITY = 78
#: A part of the cache key: to be changed when the same photograph would be converted to other bytes.
RECIPE = f"1 {PIL.__version__}"
#: The most colours of an image that is tried as a drawing, without loss, which keeps its edges sharp.
_DRAWING_COLOURS = 256


def open_image(path: Path | io.BytesIO, name: str) -> Image.Image:
    """An image of which only the header has been read. Raises ``ImageFault`` if it is not one, or is too large."""
    too_large = ImageFault("image.huge", image=name, most=MAX_PIXELS // 1_000_000)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is checked below
            image = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError:
        raise too_large from None
    except Exception as error:  # decoders raise many types of errors for broken files
        raise ImageFault("image.unreadable", image=name) from error
    if image.width * image.height > MAX_PIXELS:
        image.close()
        raise too_large
    return image


def convert(path: Path, name: str) -> Mapping[tuple[int, int], bytes]:
    """WebP files by width and height in pixels, narrowest first; the same file always gives the same bytes.

    The image is rotated as its EXIF orientation says and converted to sRGB; all metadata is dropped (place, date,
    author, thumbnail). Of an animation, only the first frame is kept. Raises ``ImageFault``.
    """
    with open_image(path, name) as image:
        try:
            # Decodes a JPEG four times too wide at half or a quarter of its size: faster, and far less memory.
            image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
            upright = _to_srgb(ImageOps.exif_transpose(image))
        except Exception as error:  # decoders raise many types of errors for broken files
            raise ImageFault("image.unreadable", image=name) from error
    is_drawing = upright.getcolors(_DRAWING_COLOURS) is not None
    files = {}
    for width in _widths(upright.width):
        size = (width, max(1, round(upright.height * width / upright.width)))
        resized = upright if size == upright.size else upright.resize(size, Image.Resampling.LANCZOS)
        files[size] = _encode(resized, is_drawing)
    return files


def cleaned(data: bytes, name: str) -> tuple[str, bytes]:
    """A photograph as a file to keep, and its suffix: upright, in sRGB, of ``LARGEST`` pixels at most, without metadata.

    What was sent is decoded and written anew: nothing that it hides is kept. Raises ``ImageFault``.
    """
    with open_image(io.BytesIO(data), name) as image:
        try:
            upright = _to_srgb(ImageOps.exif_transpose(image))
        except Exception as error:  # decoders raise many types of errors for broken files
            raise ImageFault("image.unreadable", image=name) from error
    upright.thumbnail((LARGEST, LARGEST))
    buffer = io.BytesIO()
    if upright.mode == "RGBA":
        upright.save(buffer, "PNG", optimize=True)
        return ".png", buffer.getvalue()
    upright.save(buffer, "JPEG", quality=88, optimize=True, exif=b"", icc_profile=b"")
    return ".jpg", buffer.getvalue()


def _widths(width: int) -> list[int]:
    """The ``WIDTHS`` below ``width``, and ``width`` itself unless it exceeds them all."""
    return [*(smaller for smaller in WIDTHS if smaller < width), *([width] if width <= WIDTHS[-1] else [])]


def _to_srgb(image: Image.Image) -> Image.Image:
    """``image`` in sRGB, with its transparency."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, srgb, outputMode=mode) or image.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # an invalid colour profile is ignored
    return image.convert(mode)


def _encode(image: Image.Image, is_drawing: bool) -> bytes:
    """Lossy WebP; of a drawing, the smaller of lossy and lossless, as a grey photograph has few colours too."""
    files = []
    for lossless in (False, True) if is_drawing else (False,):
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=QUALITY, lossless=lossless, method=4, exif=b"", xmp=b"", icc_profile=b"")
        files.append(buffer.getvalue())
    return min(files, key=len)
