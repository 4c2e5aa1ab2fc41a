"""The shift's handover on the desk: built by the system, annotated, signed by both sides, printed."""
