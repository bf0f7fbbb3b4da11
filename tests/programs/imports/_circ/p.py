from .q import name
pname = 1
