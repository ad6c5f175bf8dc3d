"""Papers to print from a case: self-contained HTML for A4, one template for each kind."""

KINDS = ("slip", "store", "company", "8d", "appeal")
