"""The workbench: try scenarios on the past year, compare versions, save them for approval."""
