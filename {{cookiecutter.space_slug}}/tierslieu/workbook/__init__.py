"""The budget as a workbook: live formulas, each written with its value. Tests compare the values with ``budget.forecast``."""
