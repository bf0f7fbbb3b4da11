# What a program sets or deletes in a native module before it has looked at it.
import _io
import posix
import sys

posix.O_RDONLY = "set"
del posix.O_WRONLY
sys.float_info = "set"
del sys.int_info
sys.stdlib_module_names = None
del sys.stdlib_module_names
sys.implementation = "set"
del sys.thread_info
del _io.UnsupportedOperation
_io.TextIOWrapper = "set"
_io.text_encoding = "set"
del _io.open_code


def show(module, *names):
    for name in names:
        print(name, getattr(module, name, "gone"), name in vars(module), name in dir(module))


sys.hash_info, posix.O_RDWR, _io.StringIO
for _ in range(2):
    show(posix, "O_RDONLY", "O_WRONLY")
    show(sys, "float_info", "int_info", "stdlib_module_names", "implementation", "thread_info")
    show(_io, "UnsupportedOperation", "TextIOWrapper", "text_encoding", "open_code")

for module, name in (sys, "int_info"), (sys, "nothing"), (posix, "O_WRONLY"):
    try:
        delattr(module, name)
    except AttributeError as e:
        print(e)

__loader__ = "set"
__spec__ = "set"
print(globals()["__loader__"], vars(sys.modules["__main__"])["__loader__"], __loader__, __spec__)
del __loader__
print("__loader__" in globals())
