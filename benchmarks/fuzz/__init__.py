"""Fuzzing: whatever bytes come, the readers answer with a value or with our own error."""
