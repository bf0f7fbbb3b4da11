# The hash of text is that of its characters in one, two or four bytes each.
import os
import subprocess
import sys

program = r"""
texts = ['', 'abc', '\xe4\xfa\u2211\u2107', '\xe9', '\xff' * 9, '\u20ac' * 7, '\U0001f600', 'a\U0001f600b', '\ud800x', 'x' * 33]
print([hash(text) for text in texts])
print(all(hash(text) == hash(''.join(list(text))) for text in texts), hash('n\xe4me') == hash(str(b'n\xe4me', 'latin-1')))
setattr(type('A', (), {}), 'n\xe4me', 1)
print({'n\xe4me': 1}['n' + chr(0xe4) + 'me'])
"""
for seed in ("0", "42"):
    print(subprocess.run([sys.executable, "-c", program], env=dict(os.environ, PYTHONHASHSEED=seed), capture_output=True, text=True).stdout)
