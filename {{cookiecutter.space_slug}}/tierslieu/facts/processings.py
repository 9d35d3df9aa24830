"""The processings of personal data: the legal basis of each, and how long data are kept."""

from __future__ import annotations

from tierslieu.i18n.formatting import capitalised, translated

from .formatter import FactFormatter, Facts


def processings(fmt: FactFormatter) -> Facts:
    """Each processing by short name; ``public_basis`` is that of a public body.

    A public body bases nothing that it does for its task on a legitimate interest. Source: GDPR, article 6(1).
    ``kept_in_cell`` begins a cell of a table: its proposal has a capital, as a duration of the law has.
    """
    facts: Facts = {}
    for key, processing in fmt.space.vocabulary.processings.items():
        kept = translated(processing.kept, fmt.locale) if processing.kept else None
        proposed = translated(processing.proposed, fmt.locale) if processing.proposed else None
        public = "public_task" if processing.basis == "legitimate_interest" else processing.basis
        facts[key] = {
            "basis": fmt.t(f"basis_{processing.basis}"),
            "public_basis": fmt.t(f"basis_{public}"),
            "kept": fmt.agreed(kept, "fact_kept", proposed),
            "kept_in_cell": fmt.agreed(kept, "fact_kept", proposed and capitalised(proposed)),
        }
    return facts
