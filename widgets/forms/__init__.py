"""Forms for the steps of a case: what a step needs becomes fields; values in, values out."""
