from .deep import level
