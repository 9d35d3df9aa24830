"""The proposals of the kit that nobody has confirmed yet, in words."""

from __future__ import annotations

from tierslieu.finance.proposals import ProposedFact
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space

from .console import Console


def proposal_line(fact: ProposedFact, space: Space, console: Console) -> str:
    """The label of a proposal, its value, the name to confirm it by, and where it would be written."""
    language, proposal = space.identity.language, fact.proposal
    return console.text(
        "confirm.line",
        label=translated(proposal.label, language),
        value=translated(proposal.text, language),
        name=fact.name,
        file=proposal.file,
        key=".".join(fact.path),
    )
