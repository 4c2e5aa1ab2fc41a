"""The ledger of base records: where they belong, why some do not, the lists behind its figures, and who mends them."""
