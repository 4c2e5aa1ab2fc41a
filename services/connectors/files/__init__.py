"""Files in and out: tables of incidents with a mapping, exports that open again with nothing lost."""
