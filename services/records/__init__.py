"""Base records: taken in, decomposed to town, village and grid, told of in a ledger, handed to those who mend."""
