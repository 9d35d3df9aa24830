"""The months of a place: from what was received, to what each organisation keeps, owes and invoices, to the cent."""
