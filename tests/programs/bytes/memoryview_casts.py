"""memoryview: casting between formats and shapes, slices with steps, equality, and what is refused."""
import array


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


data = bytearray(range(24))
view = memoryview(data)
cube = view.cast("B", [2, 3, 4])
print(cube.shape, cube.strides, cube.ndim, cube.nbytes, len(cube), cube.suboffsets, cube.tolist())
print(cube[1, 2, 3], cube[-1, -1, -1], cube.c_contiguous, cube.f_contiguous, cube.contiguous)
attempt(lambda: cube[0])
attempt(lambda: cube[0, 0])
attempt(lambda: cube[0, 0, 9])
attempt(lambda: cube[0, 0, 0, 0])
attempt(lambda: cube[0:1].shape)
attempt(lambda: cube[0:1, 0:1, 0:1])
attempt(lambda: cube.cast("I").shape)
attempt(lambda: view.cast("I").tolist())
attempt(lambda: view.cast("I").cast("H"))
attempt(lambda: view.cast("I").cast("B").cast("h", (3, 4)).tolist())
attempt(lambda: view.cast("B", [5, 5]))
attempt(lambda: view.cast("B", [0, 24]))
attempt(lambda: view.cast("B", [-1]))
attempt(lambda: view.cast("B", ["2"]))
attempt(lambda: view.cast("B", 24))
attempt(lambda: view[:23].cast("I"))
attempt(lambda: view[::2].cast("H"))
attempt(lambda: view.cast("z"))
attempt(lambda: view.cast("<I"))
attempt(lambda: view.cast("@I").format)
attempt(lambda: view.cast("?").tolist()[:3])
attempt(lambda: view.cast("c")[1])
attempt(lambda: view.cast("n").itemsize)
backwards = view[20:10:-3]
print(backwards.tolist(), backwards.strides, backwards.contiguous, bytes(backwards), backwards.hex("-", 2))
cube[0, 0, 0] = 255
print(data[0], view == data, view[:2] == b"\xff\x01", view[::12] == bytes([255, 12]))
attempt(lambda: cube.__setitem__((0, 0, 0), 256))
attempt(lambda: view.__setitem__(slice(0, 2), b"abc"))
attempt(lambda: view.__delitem__(0))
numbers = array.array("d", [1.0, 2.0])
print(memoryview(numbers) == array.array("f", [1, 2]), memoryview(numbers) == array.array("i", [1, 2]), memoryview(numbers).tobytes() == numbers.tobytes())
square = memoryview(bytes(range(6))).cast("B", (2, 3))
print(square.tobytes("F"), square.tobytes("C"), square.tobytes(None), square.readonly, square.toreadonly().obj)
attempt(lambda: square.tobytes("X"))
attempt(lambda: hash(square) == hash(bytes(range(6))))
attempt(lambda: hash(view))
attempt(lambda: data.append(1))
scalar = memoryview(b"\x07\0\0\0").cast("i", ())
print(scalar.ndim, scalar.shape, scalar[()], scalar.tolist())
attempt(lambda: len(scalar))
attempt(lambda: scalar[0])
print(memoryview(b"abcabc").count(97), memoryview(b"abcabc").index(98, 2))
