"""Widgets of base records: what is known of one, and the form that corrects where it belongs."""
