"""A scripted screen with a fictional candidate, played through the same desk as a live one."""
