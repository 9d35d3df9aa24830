"""The budget as a workbook: live formulas, with the values that the engine computes for them."""
