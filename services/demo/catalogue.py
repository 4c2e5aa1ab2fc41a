"""The standard lists, under the name by which the maker of cities knows them."""

from __future__ import annotations

from services.catalogue.tables import FOLDER, Tables, catalogue_rows, read_tables

__all__ = ["FOLDER", "Tables", "catalogue_rows", "read_tables"]
