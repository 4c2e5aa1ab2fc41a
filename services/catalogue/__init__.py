"""The city's catalogue as data: categories, owners, limits and calendar; its versions, its ways in and out."""
