"""A comparison as people and programs read it: text, Markdown, CSV, JSON, one HTML page."""
