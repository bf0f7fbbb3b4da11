"""The names and numbers of the machine's instructions."""

import _opcode

_specializations = {}
_specialized_opmap = {}

opmap = _opcode._opmap()

HAVE_ARGUMENT = 0
MIN_INSTRUMENTED_OPCODE = 256
