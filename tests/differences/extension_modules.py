"""Modules written in C against CPython's interface can't be loaded.

Why: there is no such interface.
Instead: packages that carry Python code for the case run; the others have to be replaced.
"""
import importlib.machinery

print("extension modules can be imported:", bool(importlib.machinery.EXTENSION_SUFFIXES))
