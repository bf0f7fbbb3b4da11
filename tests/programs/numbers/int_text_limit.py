"""sys.set_int_max_str_digits: which conversions it limits, which it does not, and its refusals."""
import sys


def attempt(action):
    try:
        print("ok", action())
    except Exception as error:
        print(type(error).__name__, error)


print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
big = 10**5000
attempt(lambda: len(str(big)))
attempt(lambda: len(repr(-big)))
attempt(lambda: len(f"{big}"))
attempt(lambda: len("%d" % big))
attempt(lambda: len(format(big, ",")))
attempt(lambda: int("1" * 4301))
attempt(lambda: int("-" + "1_1" * 2151) % 7)
attempt(lambda: int("1" * 4300) % 7)
attempt(lambda: int(" " * 5000 + "1"))
attempt(lambda: len(hex(big)) + len(f"{big:x}") + len(oct(big)) + len(bin(big)))
attempt(lambda: int("f" * 5000, 16).bit_length())
attempt(lambda: int("7" * 5000, 8).bit_length())
attempt(lambda: int("1" * 5000, 3).bit_length())
attempt(lambda: int(b"1" * 5000))
attempt(lambda: len(str([big])))
attempt(lambda: eval("1" * 4400))
attempt(lambda: sys.set_int_max_str_digits(639))
attempt(lambda: sys.set_int_max_str_digits(-1))
attempt(lambda: sys.set_int_max_str_digits("1"))
sys.set_int_max_str_digits(640)
attempt(lambda: len(str(10**640)))
attempt(lambda: len(str(10**639)))
sys.set_int_max_str_digits(0)
attempt(lambda: len(str(big)))
attempt(lambda: int("9" * 9000) % 1000)
