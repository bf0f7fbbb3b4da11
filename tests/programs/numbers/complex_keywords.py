"""complex(): its parts by position and by keyword, which warn of complex parts and refuse text."""
import warnings


class Complex:
    def __complex__(self):
        return 1 + 2j


class Both(Complex):
    def __float__(self):
        return 1.5


class Subclass(complex):
    pass


for args, kwargs in [((), {"real": "1"}), ((), {"real": 4 + 0j}), ((), {"real": 4 + 1j}), ((), {"real": Complex()}),
                     ((), {"real": Both()}), ((), {"real": Subclass(1)}), ((), {"real": b"1"}), ((), {"real": None}),
                     (("1",), {"imag": 1}), ((), {"imag": "1"}), ((1, 2, 3), {}), ((1,), {"real": 2}), ((), {"reel": 1}),
                     ((1, 2), {"imag": 2}), ((Complex(),), {"imag": 1}), ((Complex(), 1), {}), ((), {"real": True}), (("2j",), {})]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = complex(*args, **kwargs)
        except TypeError as error:
            result = str(error)
    print([type(v).__name__ for v in args], {k: type(v).__name__ for k, v in kwargs.items()}, result, [str(w.message) for w in caught])
