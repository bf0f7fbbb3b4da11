# -*- coding: latin-1 -*-
print(ascii("éü"), len("é"))
été = 1
print(ascii(list(n for n in globals() if n[0] > "z")))
