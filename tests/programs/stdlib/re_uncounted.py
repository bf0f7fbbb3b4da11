# Repetitions of which none can be empty, and their counts where they matter.
import re

PATTERNS = (
    r"(?:a|aa)+?$", r"(?:a|b)+c", r"(?:a|b)*c", r"(?:ab|a)*?b", r"(?:(?:a|b)+c)+d", r"(?:(a)|b)*\1", r"(?:a(?:b|c)*)+",
    r"(?:a|b){2,}", r"(?:(?:ab?)+|c)*d", r"(?:a?)+b", r"(?:a|b){2,3}?c", r"(?:(a)(?:b|c)+)+?d", r"((?:ab|ba)+a?)+", r"(?:^a|b)+",
)
TEXTS = "aaaa abc c aab abcbacd aba abcab ab abcd b abaabab aacaabd bbabac".split()
for pattern in PATTERNS:
    for text in TEXTS:
        found = re.search(pattern, text)
        print(pattern, text, found and (found.span(), found.groups()), bool(re.fullmatch(pattern, text)))
