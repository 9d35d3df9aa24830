"""Spaces with a rich budget, and the cells of their workbooks."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook

from tierslieu.model import Space

from . import factories

Changes = dict[str, Any]

_RATES = ("normal", "intermediaire", "reduit", "sans", None)
_REGIMES = ("assujettie", "franchise-en-base", "organisme-non-lucratif", "hors-champ-public")

#: Two organisations, one liable to VAT: a shared stream, depreciation, a loan, eleven months, a cash shortage.
RICH: Changes = {
    "organisations": {
        "organisations": {
            "cooperative": {"vat": {"regime": "assujettie"}},
            "association": {"vat": {"regime": "franchise-en-base"}},
        },
        "streams": {"coworking": {"shares": {"cooperative": "66.67", "association": "33.33"}}},
    },
    "prices": {
        "offers": {"room": {"service": "mediation", "kind": "room", "unit": "hour"}},
        "grids": [
            {
                "from": "2026-09-01",
                "amounts": {"half_day": "9", "day": "15", "month": "280", "pass_10": "80", "room": "12.35"},
            }
        ],
    },
    "budget": {
        "occasional_buys": {"half_day": 2, "day": "0.25"},
        "opening_months": 11,
        "closed_months": [8],
        "ramp_up_months": 5,
        "sales": [{"offer": "room", "per_month": [4, 8, "12.5"]}],
        "other_sales": [{"label": "Séance", "service": "mediation", "price": "45.50", "per_month": [0, 2, "1.5"]}],
        "costs": [
            {"label": "Loyer", "amount": "12000.05", "vat": "normal"},
            {"label": "Assurance", "vat": "sans", "amount": [600, 610, 620], "paid_by": "cooperative", "month": 3},
            {"label": "Salaires", "amount": 20000, "paid_by": "association", "account": 64},
            {"label": "Repas", "amount": "333.33", "vat": "intermediaire", "paid_by": "cooperative"},
        ],
        "subsidies": [{"label": "Commune", "amount": 25000, "received_by": "association", "month": 6}],
        "investments": [
            {"label": "Bureaux", "amount": "6000.01", "paid_by": "cooperative", "life": 7, "vat": "normal"},
            {"label": "Vélos", "amount": 1000, "paid_by": "association", "year": 2, "life": 2},
            {"label": "Dépôt de garantie", "amount": 300, "paid_by": "association", "year": 2, "life": 0},
        ],
        "contributions": [
            {"label": "Parts sociales", "amount": 3000, "received_by": "cooperative"},
            {"label": "Fondateurs", "amount": "750.25", "received_by": "cooperative", "current_account": True},
        ],
        "loans": [
            {
                "label": "Banque",
                "amount": 10000,
                "received_by": "cooperative",
                "percent": "3.5",
                "years": 3,
                "monthly": True,
            },
            {
                "label": "Banque, avec différé",
                "amount": 2000,
                "received_by": "association",
                "percent": 2,
                "years": 2,
                "deferral": 1,
            },
        ],
        "opening_cash": {"cooperative": 500, "association": 0},
    },
}
#: The same facts with other values, as they may be typed in the workbook.
CHANGED: Changes = {
    "identity": {"capacity": {"residents": 8, "occasional": 33, "target_coworkers": 75}},
    "organisations": {
        "organisations": {
            "cooperative": {"vat": {"regime": "franchise-en-base"}},
            "association": {"vat": {"regime": "assujettie"}},
        },
        "streams": {"coworking": {"shares": {"cooperative": "12.5", "association": "87.5"}}},
        "common_costs": {"shares": {"cooperative": "50", "association": "50"}},
        "solidarity": {"percent": "33.33"},
    },
    "prices": {
        "grids": [
            {
                "from": "2026-09-01",
                "amounts": {"half_day": "9.05", "day": "16", "month": "280.57", "pass_10": "75", "room": "11.11"},
            }
        ],
    },
    "budget": {
        "occasional_buys": {"half_day": "1.25", "day": 1},
        "opening_months": 10,
        "closed_months": [1, 12],
        "ramp_up_months": 9,
        "sales": [{"offer": "room", "per_month": [0, "1.5", 3]}],
        "other_sales": [{"label": "Séance", "service": "mediation", "price": "33.33", "per_month": [7, 0, "0.25"]}],
        "costs": [
            {"label": "Loyer", "amount": ["9999.99", 0, "12345.67"], "vat": "normal"},
            {"label": "Assurance", "vat": "sans", "amount": "700.01", "paid_by": "cooperative"},
            {
                "label": "Salaires",
                "amount": "18000.07",
                "vat": "sans",
                "paid_by": "association",
                "month": 12,
                "account": 64,
            },
            {"label": "Repas", "amount": "99.99", "vat": "intermediaire", "paid_by": "cooperative"},
        ],
        "subsidies": [
            {"label": "Commune", "amount": [1000, 2000, "3000.50"], "received_by": "association"}
            | {"status": "granted", "years": 2}
        ],
        "investments": [
            {"label": "Bureaux", "amount": "777.77", "paid_by": "cooperative", "life": 2, "year": 3, "vat": "normal"},
            {"label": "Vélos", "amount": "100.01", "vat": "sans", "paid_by": "association", "year": 1, "life": 2},
            {
                "label": "Dépôt de garantie",
                "amount": 450,
                "vat": "sans",
                "paid_by": "association",
                "year": 1,
                "life": 0,
            },
        ],
        "contributions": [
            {"label": "Parts sociales", "amount": "1.01", "received_by": "cooperative", "year": 2},
            {
                "label": "Fondateurs",
                "amount": "99.99",
                "received_by": "cooperative",
                "year": 3,
                "current_account": True,
            },
        ],
        "loans": [
            {"label": "Banque", "amount": "1234.57", "received_by": "cooperative", "percent": "2.25", "years": 1},
            {
                "label": "Banque, avec différé",
                "amount": 3000,
                "received_by": "association",
                "percent": 1,
                "years": 1,
                "deferral": 0,
                "monthly": True,
            },
        ],
        "opening_cash": {"cooperative": "12.34", "association": "5678.9"},
    },
}


def rich(**changes: Any) -> Space:
    """The rich budget, with ``changes`` over it."""
    return factories.comptoir(**factories.merge(RICH, changes))


def drawn(seed: int) -> Space:
    """A space drawn at random, the same for the same ``seed``; a third of the seeds give one with missing facts."""
    return _Draw(seed).space()


class _Draw:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.holes = seed % 3 == 0
        names = ("cooperative", "association", "regie", "club")
        self.names = names[: self.random.choice((1, 2, 2, 3, 3, 4))]

    def space(self) -> Space:
        pick, maybe = self.random.choice, self.maybe
        capacity = {
            "residents": maybe(self.random.randrange(12)),
            "occasional": maybe(self.random.randrange(50)),
            "target_coworkers": maybe(self.random.randrange(90)),
        }
        offers = {
            "room": {"service": "mediation", "kind": "room", "unit": "hour", "vat": pick(_RATES[:3])},
            "print": {"service": "coworking", "kind": "printing", "unit": "piece", "vat": "reduit"},
            "advice": {"service": "support", "kind": "other", "unit": "hour"},
        }
        dearest = {"half_day": 20, "day": 30, "month": 400, "pass_10": 150, "room": 50, "print": 2, "advice": 90}
        amounts = {key: maybe(self.cents(most)) for key, most in dearest.items()}
        prices = {"basis": pick(("ttc", "ttc", "ht")), "offers": offers, "grids": [{"amounts": amounts}]}
        return factories.comptoir(
            identity={"capacity": capacity, "modules": {"coworking": self.random.random() < 0.9}},
            organisations=self.organisations(),
            prices=prices,
            budget=self.budget(tuple(offers)),
        )

    def organisations(self) -> Changes:
        pick, some, chance = self.random.choice, self.some, self.random.random
        removed = dict.fromkeys(factories.ORGANISATIONS["organisations"], factories.REMOVED)
        drawn_organisations = {
            key: {"name": key.title(), "legal_form": "cooperative", "vat": {"regime": self.maybe(pick(_REGIMES))}}
            for key in self.names
        }
        key = pick(("percent", "desk_hours", "area", "fte", "revenue"))
        common: Changes = {"key": key, "shares": dict(removed)}
        if key == "percent" and (chance() < 0.9 or not self.holes):
            common["shares"] |= self.shares(some())
        elif key not in ("percent", "revenue"):
            common["measures"] = {name: pick((self.random.randrange(1, 2000), self.cents(9))) for name in some()}
        services = {}
        for service in ("coworking", "mediation", "support"):
            services[service] = {"operator": pick(self.names)}
            services[service] |= {"collects": pick(self.names)} if chance() < 0.3 else {}
            services[service] |= {"invoices": pick(self.names)} if chance() < 0.2 else {}
        return {
            "organisations": removed | drawn_organisations,
            "services": services,
            "streams": {
                stream: {"shares": self.shares(some())} for stream in ("coworking", "mediation") if chance() < 0.5
            },
            "common_costs": common,
            "solidarity": {"percent": self.maybe(pick((0, 10, "33.33", "7.5", 100)))},
        }

    def budget(self, offers: tuple[str, ...]) -> Changes:
        pick, number, several = self.random.choice, self.random.randint, self.several
        return {
            "occasional_buys": self.maybe(
                {
                    "half_day": pick((0, 1, 2, "0.25", "1.5")),
                    "day": pick((0, 1, "0.33")),
                    "pass_10": pick((0, "0.25")),
                    "room": pick((0, 0, 0, 1)),
                }
            ),
            **self.opening(),
            "sales": [{"offer": pick(offers), "per_month": self.years(self.quantity)} for _ in several(3)],
            "other_sales": [
                {"label": f"session {n}", "service": "mediation", "vat": pick(_RATES[:3])}
                | {"price": self.amount(), "per_month": pick((None, 0, [1, None, "2.5"], [0, 3, 1]))}
                for n in several(1)
            ],
            "costs": [
                {
                    "label": f"cost {n}",
                    "amount": self.years(self.amount),
                    "vat": pick(_RATES),
                    "month": pick((None, None, number(1, 12))),
                    "paid_by": pick((None, pick(self.names))),
                }
                for n in several(6)
            ],
            "subsidies": [
                {
                    "label": f"grant {n}",
                    "amount": self.years(self.amount),
                    "received_by": pick(self.names),
                    "month": pick((None, number(1, 12))),
                }
                for n in several(2)
            ],
            "investments": [
                {"label": f"thing {n}", "amount": self.amount(), "paid_by": pick(self.names)}
                | {"year": number(1, 3), "life": number(1, 9), "vat": pick(_RATES)}
                for n in several(3)
            ],
            "contributions": [
                {"label": f"brought {n}", "amount": self.amount(), "received_by": pick(self.names)}
                | {"year": number(1, 3), "current_account": pick((True, False))}
                for n in several(2)
            ],
            "profit_tax": {key: pick((None, 15, "25")) for key in self.names},
            "loans": [
                {"label": f"loan {n}", "amount": self.amount(), "received_by": pick(self.names)}
                | {
                    "year": number(1, 3),
                    "percent": self.maybe(pick((0, "3.5", "2.25"))),
                    "month": number(1, 12),
                    "years": pick((1, 2, 7, "4.5")),
                    "deferral": pick((0, 1, 2, "0.25")),
                    "monthly": pick((True, False)),
                }
                for n in several(2)
            ],
            "opening_cash": {key: self.maybe(self.cents(5000)) for key in self.names},
        }

    def opening(self) -> Changes:
        """Months of opening, of which nobody says which, or all but those that are closed, while coworkers arrive."""
        if self.random.random() < 0.4:
            return {"opening_months": self.random.randint(1, 12)}
        closed = self.random.sample(range(1, 13), self.random.randint(0, 3))
        ramp_up = self.random.choice((1, self.random.randint(2, 12)))
        return {"opening_months": 12 - len(closed), "closed_months": closed, "ramp_up_months": ramp_up}

    def maybe(self, value: Any) -> Any:
        return None if self.holes and self.random.random() < 0.12 else value

    def cents(self, most: int) -> str:
        return f"{self.random.randrange(most * 100) / 100:.2f}"

    def amount(self) -> Any:
        return self.maybe(self.cents(self.random.choice((10, 900, 30000))))

    def quantity(self) -> Any:
        return self.random.choice((0, self.random.randrange(30), self.cents(20)))

    def years(self, make: Callable[[], Any]) -> Any:
        return [make(), make(), make()] if self.random.random() < 0.5 else make()

    def several(self, most: int) -> range:
        return range(self.random.randint(0, most))

    def some(self) -> list[str]:
        return self.random.sample(self.names, self.random.randint(1, len(self.names)))

    def shares(self, names: list[str]) -> dict[str, str]:
        """Percents that add up to 100, and are often equal, so that cents are contested."""
        cuts = sorted(self.random.randrange(10_001) for _ in names[1:])
        if self.random.random() < 0.4:
            cuts = [10_000 * n // len(names) for n in range(1, len(names))]
        edges = [0, *cuts, 10_000]
        return {name: str(Decimal(edges[n + 1] - edges[n]) / 100) for n, name in enumerate(names)}


def opened(content: bytes, *, values: bool) -> Workbook:
    """A workbook: its ``values`` as they were last computed, or its formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def cells(book: Workbook) -> Iterator[tuple[str, Cell]]:
    """Every cell that holds something, with the name of its sheet."""
    for sheet in book:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell) for cell in row if cell.value is not None)


def formulas(book: Workbook) -> dict[tuple[str, str], str]:
    """Every formula, by sheet and place."""
    return {(sheet, cell.coordinate): str(cell.value) for sheet, cell in cells(book) if cell.data_type == "f"}
