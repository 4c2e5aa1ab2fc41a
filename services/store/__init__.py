"""The only room that speaks SQLAlchemy: engine, tables, the unit of work, the feed and the rows."""
