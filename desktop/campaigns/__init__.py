"""The special actions, each with its page of figures."""
