import atexit
atexit.register(print, "atexit ran")
try:
    raise SystemExit(42)
finally:
    print("finally ran")
