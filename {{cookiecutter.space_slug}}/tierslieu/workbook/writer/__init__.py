"""Cells, formulas and sheets of the workbook, independent of the budget."""
