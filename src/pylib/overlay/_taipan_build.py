"""What `sysconfig` tells about the build: the variables that programs ask for.

There is no Makefile behind them, so they are derived from what `sys` says.
"""

import sys


def variables():
    version = "%d.%d" % sys.version_info[:2]
    nodot = "%d%d" % sys.version_info[:2]
    multiarch = getattr(sys.implementation, "_multiarch", "")
    abiflags = getattr(sys, "abiflags", "")
    darwin = sys.platform == "darwin"
    soabi = f"cpython-{nodot}{abiflags}-" + ("darwin" if darwin else multiarch)
    link = "cc -bundle -undefined dynamic_lookup" if darwin else "cc -shared"
    prefix = sys.base_prefix
    return {
        "ABIFLAGS": abiflags,
        "AR": "ar",
        "ARFLAGS": "rcs",
        "BINDIR": f"{prefix}/bin",
        "BLDSHARED": link,
        "CC": "cc",
        "CCSHARED": "-fPIC",
        "CFLAGS": "-fno-strict-overflow -DNDEBUG -O2 -Wall",
        "CONFIG_ARGS": "",
        "CXX": "c++",
        "DESTSHARED": f"{prefix}/lib/python{version}/lib-dynload",
        "EXE": "",
        "EXT_SUFFIX": f".{soabi}.so",
        "HAVE_FORK": 1,
        "HAVE_GETENTROPY": 1,
        "HAVE_GETRANDOM": 0 if darwin else 1,
        "HAVE_GETRANDOM_SYSCALL": 0 if darwin else 1,
        "HAVE_LARGEFILE_SUPPORT": 0,
        "HOST_GNU_TYPE": multiarch,
        "INCLUDEDIR": f"{prefix}/include",
        "INCLUDEPY": f"{prefix}/include/python{version}{abiflags}",
        "LDFLAGS": "",
        "LDLIBRARY": f"libpython{version}{abiflags}.a",
        "LDSHARED": link,
        "LDVERSION": f"{version}{abiflags}",
        "LIBDIR": f"{prefix}/lib",
        "LIBPYTHON": "",
        "LIBRARY": f"libpython{version}{abiflags}.a",
        "MACHDEP": "darwin" if darwin else "linux",
        "MULTIARCH": multiarch,
        "OPT": "-DNDEBUG -O2 -Wall",
        "PLATLIBDIR": "lib",
        "PYTHONFRAMEWORK": "",
        "Py_DEBUG": 0,
        "Py_ENABLE_SHARED": 0,
        "Py_GIL_DISABLED": 0,
        "Py_TRACE_REFS": 0,
        "SHELL": "/bin/sh",
        "SHLIB_SUFFIX": ".so",
        "SIZEOF_DOUBLE": 8,
        "SIZEOF_FLOAT": 4,
        "SIZEOF_INT": 4,
        "SIZEOF_LONG": 8,
        "SIZEOF_LONG_LONG": 8,
        "SIZEOF_SHORT": 2,
        "SIZEOF_SIZE_T": 8,
        "SIZEOF_VOID_P": 8,
        "SIZEOF_WCHAR_T": 4,
        "SOABI": soabi,
        "TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
        "VERSION": version,
        "WITH_DOC_STRINGS": 1,
        "WITH_PYMALLOC": 0,
    }
