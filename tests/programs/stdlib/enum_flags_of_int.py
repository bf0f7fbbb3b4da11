"""IntFlag: members as ints, inverted and combined with plain numbers, and unnamed bits."""
from enum import IntFlag, auto, show_flag_values, property as enum_property


class Mode(IntFlag):
    READ = 4
    WRITE = 2
    EXECUTE = 1
    ALL = 7


for value in (0, 1, 3, 7, 8, 12, -1, -2, -8):
    print(value, repr(Mode(value)), str(Mode(value)), int(Mode(value)), list(Mode(value)), Mode(value).name)
print(Mode.READ | 8, 8 | Mode.READ, Mode.READ & 5, Mode.READ ^ 7, ~Mode.READ, Mode.READ + 1, -Mode.READ, Mode.READ << 1)
print(isinstance(Mode.READ | 1, Mode), Mode.READ in Mode.ALL, 4 in Mode, 99 in Mode, len(Mode.ALL), len(Mode), show_flag_values(13))
print(f"{Mode.READ}", f"{Mode.READ:#x}", "%d %s" % (Mode.ALL, Mode.ALL), Mode.ALL == 7, hash(Mode.ALL) == hash(7))
print(Mode["READ"], Mode.READ.value.bit_length(), sorted(Mode), max(Mode.READ, Mode.WRITE), {Mode.READ: 1}[4])
