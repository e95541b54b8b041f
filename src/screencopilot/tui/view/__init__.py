"""Drawing without a terminal: pure functions from a look at the screen to rows of text and ink."""
