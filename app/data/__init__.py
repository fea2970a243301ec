"""Data that comes in or goes out as a whole: the demo company, imports, exports, backups."""
