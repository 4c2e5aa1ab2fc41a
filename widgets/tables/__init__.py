"""Tables: long lists that are fetched page by page, and how their rows are drawn."""
