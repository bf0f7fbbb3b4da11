"""Dicts copied that are large enough for wide indices."""
#: no-stress

from _dict_copies import check_copies

check_copies(300, 70_000)
