"""Text built, split, joined, searched and formatted."""


def main(n):
    parts = []
    for i in range(n):
        parts.append(f"{i:05d}:{i * 7 % 1000}")
    text = ",".join(parts)
    fields = text.split(",")
    total = 0
    for field in fields:
        left, _, right = field.partition(":")
        total += int(left) ^ int(right)
    built = ""
    for i in range(n):
        built += "ab" if i & 1 else "c"
    words = ("the quick brown fox jumps over the lazy dog " * (n // 50)).split()
    upper = [word.upper() for word in words if word.startswith(("t", "q"))]
    found = text.count("99") + text.find("00777") + len(text.replace("1", "one"))
    return total, len(built), built.count("ca"), len(words), len(upper), found


print(*main(400_000))
