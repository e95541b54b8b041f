"""The border: TOML files from elsewhere become typed, clean values here, or faults that name file, line and mend."""
