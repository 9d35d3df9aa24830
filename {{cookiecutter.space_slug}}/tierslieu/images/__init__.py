"""Photographs and drawings of the team: checked, converted for the web, and stripped of metadata."""

from __future__ import annotations

from .errors import ImageFault
from .image_files import check_image, find_image
from .library import ImageLibrary, Picture, Variant

__all__ = ["ImageFault", "ImageLibrary", "Picture", "Variant", "check_image", "find_image"]
