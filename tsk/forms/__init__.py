"""Papers to print from a case: self-contained HTML for A4, one template for each kind."""

KINDS = ("slip", "store", "company", "8d", "appeal")
LEAVING = ("slip",)  # taken home by anybody at the counter: contact data are masked in it unless revealed
