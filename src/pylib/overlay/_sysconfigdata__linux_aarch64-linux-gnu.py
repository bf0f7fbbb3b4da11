"""The build's variables under the name that `sysconfig` looks for on this platform."""

from _taipan_build import variables

build_time_vars = variables()
