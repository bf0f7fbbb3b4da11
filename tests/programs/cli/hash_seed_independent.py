#: env PYTHONHASHSEED=0
words = "alpha beta gamma delta epsilon".split()
print(hash("") == 0, sorted({hash(w) == hash(w) for w in words}), list({w: 1 for w in words}), list(dict.fromkeys(words)), sorted(set(words)))
import subprocess, sys
one = [subprocess.run([sys.executable, "-c", "print(hash('a'))"], capture_output=True, text=True, env={"PYTHONHASHSEED": "5"}).stdout for _ in range(2)]
print(one[0] == one[1])
two = {subprocess.run([sys.executable, "-c", "print(hash('a'), hash(b'a'), hash(1), hash(1.5), hash(None))"], capture_output=True, text=True, env={"PYTHONHASHSEED": "random"}).stdout.split()[2:4][0] for _ in range(3)}
print(two)
r = subprocess.run([sys.executable, "-c", "1"], capture_output=True, text=True, env={"PYTHONHASHSEED": "x"}); print(r.returncode, r.stderr.splitlines()[:1])
