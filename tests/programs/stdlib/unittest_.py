import io, re, unittest
from unittest import mock
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("setUpClass")
    def setUp(self): self.addCleanup(lambda: None)
    def test_pass(self): self.assertEqual(1, 1)
    def test_fail(self): self.assertEqual([1, 2, 3], [1, 2, 4], "extra message")
    def test_error(self): raise RuntimeError("boom")
    @unittest.skip("why")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_xfail(self): self.fail()
    @unittest.expectedFailure
    def test_xpass(self): pass
    def test_sub(self):
        for i in range(4):
            with self.subTest(i=i): self.assertTrue(i % 2)
    def test_raises(self):
        with self.assertRaises(KeyError) as cm: {}["k"]
        self.assertEqual(cm.exception.args, ("k",)); self.assertRaisesRegex(ValueError, "inv.*x", int, "x")
        with self.assertWarns(UserWarning): import warnings; warnings.warn("w")
        with self.assertLogs("a", "INFO") as lg: import logging; logging.getLogger("a").info("logged")
        self.assertEqual(lg.output, ["INFO:a:logged"])
    def test_doc(self):
        "First line of doc."
        self.skipTest("inside")
class Asserts(unittest.TestCase):
    def runTest(self):
        for f in (lambda: self.assertEqual(1, 2), lambda: self.assertEqual("abc\ndef", "abc\nxyz"), lambda: self.assertEqual({"a": 1}, {"a": 2}), lambda: self.assertEqual({1}, {2}), lambda: self.assertEqual((1,), (1, 2)), lambda: self.assertNotEqual(1, 1), lambda: self.assertTrue(0), lambda: self.assertFalse([1]), lambda: self.assertIs(1, None), lambda: self.assertIsNot(None, None), lambda: self.assertIsNone(5), lambda: self.assertIsNotNone(None), lambda: self.assertIn(1, [2]), lambda: self.assertNotIn(1, [1]), lambda: self.assertIsInstance(1, str), lambda: self.assertNotIsInstance(1, int), lambda: self.assertGreater(1, 2), lambda: self.assertLessEqual(3, 2), lambda: self.assertAlmostEqual(1, 1.1), lambda: self.assertNotAlmostEqual(1, 1), lambda: self.assertRegex("abc", "x"), lambda: self.assertNotRegex("abc", "b"), lambda: self.assertCountEqual([1, 2], [1, 1]), lambda: self.assertRaises(KeyError, int, "5"), lambda: self.assertMultiLineEqual("a\n", "b\n"), lambda: self.assertListEqual([1], (1,)), lambda: self.assertStartsWith("abc", "x"), lambda: self.assertHasAttr(5, "zz"), lambda: self.fail("msg")):
            try: f()
            except AssertionError as exc: print(exc)
Asserts().runTest()
buf = io.StringIO(); suite = unittest.defaultTestLoader.loadTestsFromTestCase(T)
res = unittest.TextTestRunner(buf, verbosity=2).run(suite)
print(re.sub(r"\d+\.\d+s", "TIMEs", re.sub(r", line \d+", ", line N", buf.getvalue())))
print(res.testsRun, len(res.failures), len(res.errors), len(res.skipped), len(res.expectedFailures), len(res.unexpectedSuccesses), res.wasSuccessful(), suite.countTestCases())
m = mock.Mock(return_value=5, name="mm"); print(m(1, k=2), m.called, m.call_count, m.call_args, m.mock_calls, m.attr.deep.return_value is not None); m.assert_called_once_with(1, k=2)
m.side_effect = [1, ValueError("se")]; print(m())
for f in (lambda: m(), lambda: m.assert_called_once(), lambda: m.assert_called_with(9), lambda: m.assert_not_called(), lambda: mock.Mock(spec=["a"]).b, lambda: mock.Mock().asert_called(), lambda: mock.create_autospec(lambda a: 0)(1, 2)):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
with mock.patch("io.DEFAULT_BUFFER_SIZE", 7): print(io.DEFAULT_BUFFER_SIZE)
with mock.patch.object(T, "test_pass", lambda self: "patched"): print(T("test_pass").test_pass())
with mock.patch.dict({"a": 1}, {"b": 2}) as d: print(d)
mm = mock.MagicMock(); mm.__len__.return_value = 3; mm.__getitem__.side_effect = lambda k: k * 2; print(len(mm), mm["x"], bool(mm), mm == mm, mock.call(1, a=2), mock.ANY == 5, mock.sentinel.x, list(mm), int(mm), mock.mock_open(read_data="data")().read())
