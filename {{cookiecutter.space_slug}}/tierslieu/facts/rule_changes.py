"""The next change of the rules between organisations, announced."""

from __future__ import annotations

from tierslieu.i18n.formatting import translated
from tierslieu.model import ROLES

from .formatter import FactFormatter, Facts
from .organisations import organisations, services
from .shares import common_costs, common_costs_key, stream_label, streams

_NOTHING: Facts = {"start": "", "day": "", "changes": []}


def next_rules(fmt: FactFormatter) -> Facts:
    """The first day of the next change of the rules, and in words what changes then; all empty when there is none."""
    change = fmt.space.organisations.next_change(fmt.space.today)
    if change is None:
        return _NOTHING
    later = FactFormatter(fmt.space.on(change.start), fmt.locale, document=fmt.document)
    apart = _roles_apart(fmt) | _roles_apart(later)
    now, then = _rules(fmt, apart), _rules(later, apart)
    changes = [
        fmt.t("next_rule" if now.get(label) else "next_rule_new", label=label, then=text, now=now.get(label, ""))
        for label, text in then.items()
        if text and text != now.get(label)
    ]
    return {"start": fmt.date(change.start, "date"), "day": change.start.isoformat(), "changes": changes}


def _roles_apart(fmt: FactFormatter) -> set[tuple[str, str]]:
    """The services and the roles in them that another organisation takes than the one that runs it."""
    rows = services(fmt, organisations(fmt)).items()
    return {(key, role) for key, row in rows for role in ROLES if role != "runs" and row[role] != row["operator"]}


def _rules(fmt: FactFormatter, apart: set[tuple[str, str]]) -> dict[str, str]:
    """What can change by amendment, in words, by its name; a role that is not ``apart`` goes with who runs the service."""
    space, t = fmt.space, fmt.t
    known = organisations(fmt)
    rules: dict[str, str] = {}
    for key, service in services(fmt, known).items():
        for role in ("operator", *(role for role in ROLES if (key, role) in apart)):
            rules[f"{service['name']}, {t(f'role_{role}').lower()}"] = _called(service[role])
    for stream in streams(fmt, known):
        rules[f"{t('stream')}, {stream_label(fmt, stream['key']).lower()}"] = _shares(fmt, stream["shares"])
    rules[t("common_costs_title")] = _shares(fmt, common_costs(fmt, known)) or str(common_costs_key(fmt))
    percent = space.organisations.solidarity.percent
    rules[t("solidarity_title")] = "" if percent is None else str(fmt.percent(percent))
    for key, organisation in known.items():
        form = space.vocabulary.legal_form(space.organisations.organisations[key].legal_form)
        regime = space.vat_regime(key)
        rules[f"{_called(organisation)}, {t('fact_legal_form')}"] = translated(form.label, fmt.locale) if form else ""
        rules[f"{_called(organisation)}, {t('fact_vat_regime')}"] = (
            translated(regime.label, fmt.locale) if regime else ""
        )
    return rules


def _called(organisation: Facts) -> str:
    return str(organisation["heading"])


def _shares(fmt: FactFormatter, shares: list[Facts]) -> str:
    return ", ".join(f"{_called(entry['organisation'])} {entry['percent']}" for entry in shares)
