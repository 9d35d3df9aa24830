"""The version of a package that a folder's name tells is the one that its metadata tells."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pytest

from tierslieu.cache.package_versions import package_version


@pytest.mark.parametrize("package", ["typst", "pypandoc_binary", "Jinja2"])
def test_the_version_is_that_of_the_metadata(package: str) -> None:
    assert package_version(package) == version(package)


def test_a_package_that_is_not_installed_has_no_version() -> None:
    with pytest.raises(PackageNotFoundError):
        package_version("not_a_package")
