#: stdin "b 2\na 1\nc 3\n"
import sys
rows = [line.split() for line in sys.stdin]
print(sorted(rows), sum(int(n) for _, n in rows), sys.stdin.readline() == "")
sys.stdout.buffer.write(b"raw bytes\n"); sys.stdout.flush()
sys.stdout.writelines(["x\n", "y\n"]); print("to stderr", file=sys.stderr); sys.stderr.write("more\n")
