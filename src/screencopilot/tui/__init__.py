"""The terminal: screens and widgets that show the view model and pass keys on."""
