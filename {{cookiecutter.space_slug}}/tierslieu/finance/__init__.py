"""VAT, shares between organisations, price grids and comparisons of prices."""
