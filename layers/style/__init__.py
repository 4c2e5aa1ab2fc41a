"""The visual language as values: colours, sizes, durations and shapes from `resources/style/tokens.toml`."""
