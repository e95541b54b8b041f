"""Widgets, each named for what it shows; they hold rows of text, no state of the screen."""
