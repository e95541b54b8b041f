"""What can be told from banks and notes without a screen: pure functions over values."""
