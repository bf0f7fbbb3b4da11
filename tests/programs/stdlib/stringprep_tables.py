# What stringprep answers for every character of the first three planes.
#: no-stress
import stringprep, zlib

print(stringprep.unicodedata.unidata_version >= "15", stringprep.unicodedata_320.unidata_version)
for f in (stringprep.map_table_b2, stringprep.map_table_b3, stringprep.in_table_a1, stringprep.in_table_c12, stringprep.in_table_d1, stringprep.in_table_d2):
    print(f.__name__, zlib.crc32("".join(ascii(f(chr(i))) for i in range(0, 0x30000)).encode()))
