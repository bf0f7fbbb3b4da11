import unittest
class TestMath(unittest.TestCase):
    def test_add(self): self.assertEqual(1 + 1, 2)
    def test_division(self):
        with self.assertRaises(ZeroDivisionError): 1 / 0
def load_tests(loader, tests, pattern):
    print("load_tests", tests.countTestCases())
    return tests
if __name__ == "__main__":
    import io, sys
    real, sys.stderr = sys.stderr, io.StringIO()
    try:
        unittest.main(argv=["prog", "-v"], exit=False)
        text = sys.stderr.getvalue()
    finally:
        sys.stderr = real
    import re
    print(re.sub(r"in \d+\.\d+s", "in TIMEs", text))
    print(unittest.main(argv=["prog", "TestMath.test_add"], exit=False, testRunner=unittest.TextTestRunner(io.StringIO())).result)
