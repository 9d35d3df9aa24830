"""The processings of personal data: the legal basis of each, and how long data are kept."""

from __future__ import annotations

from tierslieu.i18n.formatting import translated

from .formatter import FactFormatter, Facts


def processings(fmt: FactFormatter) -> Facts:
    """Each processing by short name; ``public_basis`` is that of a public body.

    A public body bases nothing that it does for its task on a legitimate interest. Source: GDPR, article 6(1).
    """
    return {
        key: {
            "basis": fmt.t(f"basis_{processing.basis}"),
            "public_basis": fmt.t(
                "basis_public_task" if processing.basis == "legitimate_interest" else f"basis_{processing.basis}"
            ),
            "kept": fmt.agreed(
                translated(processing.kept, fmt.locale) if processing.kept else None,
                "fact_kept",
                translated(processing.proposed, fmt.locale) if processing.proposed else None,
            ),
        }
        for key, processing in fmt.space.vocabulary.processings.items()
    }
