# Numbers on lines of pickles of protocol 0: what is taken, and what is said of others.
import pickle
for d in (b'I0decimal\n.', b'Iabc\n.', b'I01\n.', b'I00\n.', b'I 5 \n.', b'I5\r\n.', b'I\n.', b'I99999999999999999999\n.', b'I0x10\n.', b'I1_0\n.', b'Labc\n.', b'L5L\n.', b'L5\n.', b'L\n.', b'L 5L\n.', b'L0x5L\n.', b'L5LL\n.', b'Fabc\n.', b'F1.5\n.', b'F\n.', b'F 1.5\n.', b'F1_0\n.', b'F1.5x\n.', b'Fnan\n.', b'I5', b'L5', b'F5', b'gabc\n.', b'g5\n.', b'p\n.', b'I1\npabc\n.', b'I1\np-1\n.', b"S'abc\n.", b"Sabc\n.", b'Vab\\u12\n.', b'Va\\ud800\n.', b"S'a\\x'\n.", b'I0b1\n.', b'I-\n.', b'I--5\n.', b'I+5\n.', b'I5 6\n.', b'I\x00\n.', b'I5\x00\n.', b'L5\x00\n.', b'F5\x00\n.', b'cos\n.', b'c\n\n.', b'Pabc\n.', b'i\n\n.'):
    try: r = pickle.loads(d); print(d, type(r), r)
    except Exception as e: print(d, type(e).__name__, e)
