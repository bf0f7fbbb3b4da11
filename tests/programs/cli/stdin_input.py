#: stdin "first line\nsecond\n\n42\nlast without newline"
import sys
print(repr(input()))
print(repr(input("prompt> ")))
print(repr(input()))
print(int(input()) + 1)
print([line for line in sys.stdin])
try:
    input()
except EOFError as exc:
    print(repr(exc))
print(sys.stdin.read(), sys.stdin.isatty(), sys.stdin.fileno(), sys.stdin.encoding)
