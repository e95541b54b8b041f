"""Everything that touches the disk: folders, durable writing, the journal, sessions, notes and the search path."""
