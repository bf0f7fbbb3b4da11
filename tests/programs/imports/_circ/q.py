from .p import pname
name = 2
