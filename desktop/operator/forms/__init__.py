"""Steps as forms: fields, drafts, conflicts, and orders on their way to the desk."""
