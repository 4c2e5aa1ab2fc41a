"""Whom to send: grid workers and units near a place, in an order that says its reasons."""
