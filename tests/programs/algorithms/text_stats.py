text = """It was the best of times, it was the worst of times, it was the age of wisdom,
it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity,
it was the season of Light, it was the season of Darkness, it was the spring of hope."""
import re
from collections import Counter, defaultdict
words = re.findall(r"[a-z']+", text.lower())
count = Counter(words)
print(len(words), len(count), count.most_common(4), sum(map(len, words)) / len(words))
by_len = defaultdict(set)
for w in words: by_len[len(w)].add(w)
for n in sorted(by_len): print(n, sorted(by_len[n]))
pairs = Counter(zip(words, words[1:])); print([(" ".join(p), n) for p, n in sorted(pairs.items(), key=lambda kv: (-kv[1], kv[0]))[:4]])
index = {}
for i, line in enumerate(text.splitlines(), 1):
    for w in set(re.findall(r"\w+", line.lower())): index.setdefault(w, []).append(i)
print({w: index[w] for w in ("times", "epoch", "hope", "it")}, max(count, key=lambda w: (len(w), w)), min(words), "".join(sorted(set(text.lower()) & set("abcdefghijklmnopqrstuvwxyz"))))
def wrap(words, width):
    line = []
    for w in words:
        if sum(map(len, line)) + len(line) + len(w) > width:
            yield " ".join(line); line = []
        line.append(w)
    if line: yield " ".join(line)
for line in wrap(text.split(), 40): print(f"|{line:<40}|")
def justify(line, width):
    ws = line.split()
    if len(ws) == 1: return line
    gaps, extra = divmod(width - sum(map(len, ws)), len(ws) - 1)
    return "".join(w + " " * (gaps + (i < extra)) for i, w in enumerate(ws[:-1])) + ws[-1]
for line in list(wrap(text.split(), 30))[:4]: print(repr(justify(line, 30)))
caesar = lambda s, k: "".join(chr((ord(c) - b + k) % 26 + b) if c.isalpha() and (b := 65 if c.isupper() else 97) else c for c in s)
e = caesar(text[:40], 7); print(e, caesar(e, -7) == text[:40]); print(" ".join(w.capitalize() if i % 2 else w.upper() for i, w in enumerate(words[:8])), text.count("it was"), text.title()[:30], text.swapcase()[:20], re.sub(r"(\w+) of (\w+)", r"\2's \1", text)[:60])
