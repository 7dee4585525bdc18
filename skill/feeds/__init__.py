"""Catalogues in: each format is read into one row shape; what is refused is told with line and reason."""
