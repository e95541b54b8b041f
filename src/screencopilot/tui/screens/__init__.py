"""Screens in the terminal's sense: home, new, live, closing, and the small sheets over them."""
