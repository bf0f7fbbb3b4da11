"""What the library's modules do since later releases of 3.14 than the first."""
import abc, bdb, code, io, os, sys, tempfile, unittest, warnings, zipfile
from unittest import mock


def outcome(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


folder = tempfile.mkdtemp()

print('bdb')
debugger = bdb.Bdb()
for _ in range(2):
    debugger.set_break(__file__, 1)
debugger.clear_all_file_breaks(__file__)
print(bdb.Breakpoint.bplist, debugger.get_all_breaks())

print('linecache')
import linecache
archive = os.path.join(folder, 'a.zip')
with zipfile.ZipFile(archive, 'w') as z:
    z.writestr('inside.py', '# -*- coding: latin-1 -*-\nvalue = "é"\n'.encode('latin-1'))
sys.path.insert(0, archive)
import inside
print(linecache.getlines(inside.__file__), linecache.getlines(os.path.join(archive, 'none.py')))

print('nturl2path')
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    import nturl2path
print(nturl2path.pathname2url('C:\\a\udce7b'), ascii(nturl2path.url2pathname('///C:/a%E7b')))

print('plistlib')
import plistlib
outcome(plistlib.dumps, {1: 2, 'b': 3, 'a': 4}, fmt=plistlib.FMT_BINARY)
outcome(plistlib.dumps, {1: 2, 'b': 3})
print(plistlib.loads(plistlib.dumps({1: 2, 'b': 3, 'a': {None: 1}}, skipkeys=True)))
print(plistlib.loads(plistlib.dumps({1: 2, 'b': 3}, skipkeys=True, fmt=plistlib.FMT_BINARY)))

print('queue')
import queue
outcome(queue._PySimpleQueue().get, False, -1)
outcome(queue._PySimpleQueue().get, True, -1)

print('gettext')
import gettext
for rule in '!n == 0', '!(n == 1) + 1', '!n', '!!n * 2':
    print([gettext.c2py(rule)(n) for n in range(3)])

print('gzip, tarfile')
import gzip, tarfile
for mtime in -1, 2**32, 2**32 - 1:
    print(gzip.compress(b'x', mtime=mtime)[4:8])
    with gzip.GzipFile(fileobj=io.BytesIO(), mode='w', mtime=mtime) as f:
        print(f.fileobj.getvalue()[4:8])
member = tarfile.TarInfo('a/../../b')
outcome(tarfile.data_filter, member, folder)
member.name = 'a/../b'
print(tarfile.data_filter(member, folder).name)
member = tarfile.TarInfo('.')
member.type, member.linkname = tarfile.SYMTYPE, 'x'
outcome(tarfile.tar_filter, member, '/dest')

print('mock, unittest')
with mock.mock_open()() as handle:
    pass
print(mock.mock_open()().__exit__())


class Base(unittest.TestCase, abc.ABC):
    @abc.abstractmethod
    def test(self): pass


print(unittest.TestLoader().loadTestsFromTestCase(Base))
outcome(unittest.TestLoader().loadTestsFromName, 'Base.test', sys.modules['__main__'])

print('xml')
import xml.etree.ElementTree as ET, xml.sax.saxutils
out = io.StringIO()
writer = xml.sax.saxutils.XMLGenerator(out)
writer.startDocument()
writer.startPrefixMapping('p', 'u?a="1"&b=<2>')
writer.startElementNS(('u?a="1"&b=<2>', 'x'), 'p:x', {})
print(out.getvalue())
print(ET.canonicalize('<a>\xa0x\xa0 </a>', strip_text=True))
tree = ET.XML('<a>\xa0<b/></a>')
ET.indent(tree)
print(ET.tostring(tree))
tree = ET.XML('<a><b/><b/><c/><b/></a>')
print([len(tree.findall(f'b[{i}]')) for i in ('1', '3', '4', 'last()', 'last()-2', 'last()-3')])


class Builder(ET.TreeBuilder):
    def doctype(self, *args):
        print('doctype', args)


ET.XML('<!DOCTYPE html PUBLIC "p" "s"><html/>', ET.XMLParser(target=Builder()))
ET.XML('<!DOCTYPE html [<!ENTITY a "b">]><html/>', ET.XMLParser(target=Builder()))

print('datetime, zoneinfo')
import _pydatetime
from zoneinfo._zoneinfo import _parse_tz_str
outcome(_pydatetime.date.fromisoformat, '2020-0٣-01')
outcome(_pydatetime.datetime.fromisoformat, '2020-12-12T0٥:02:03')
outcome(_pydatetime.time.fromisoformat, '1')
for text in 'AAA', 'AAA3BBB,J60/2,J٣', 'AAÄ3', 'AAA3BBB,M3.2x1,M3.2.1', 'AAA3':
    try:
        print(type(_parse_tz_str(text)).__name__)
    except ValueError as e:
        print(e)

print('http')
import http.client


class Sock:
    def __init__(self, text):
        self.text = text

    def makefile(self, *args):
        return io.BytesIO(self.text)


outcome(http.client.HTTPResponse(Sock(b'HTTP/1.1 100 Continue\r\n\r\n' * 101)).begin)
response = http.client.HTTPResponse(Sock(
    b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n' + b'a: b\r\n' * 101 + b'\r\n'))
response.begin()
outcome(response.read)

print('urllib')
import urllib.request
passwords = urllib.request.HTTPPasswordMgr()
passwords.add_password('r', 'https://a/b', 'u', 'p')
passwords.add_password('r', 'c', 'v', 'q')
for uri in 'https://a/b/c', 'http://a/b/c', 'a/b', 'http://c/', 'ftp://c':
    print(passwords.find_user_password('r', uri))

print('code, abc, pyio, threading')
console = code.InteractiveInterpreter()
console.write = lambda text: print(text.splitlines()[-1][:12])
console.compile = lambda *args: 1 / 0
console.runsource('x')


class Closed:
    def __getattribute__(self, name):
        raise AttributeError(name)


print(isinstance(Closed(), abc.ABCMeta('A', (), {})))
import _pyio


class Short(_pyio.RawIOBase):
    data = b'abcdef'

    def readable(self): return True
    def read(self, n=-1):
        found, self.data = self.data[:min(n, 2)], self.data[min(n, 2):]
        return found

    def peek(self, n): return self.data


print(Short().readline(3))
import threading
c = threading.Condition()
with c:
    outcome(c.wait, float('nan'))


def representations_of_native_methods():
    import annotationlib
    import datetime

    for value in [].append, dict.fromkeys, datetime.date.today, "".join, len, type.mro:
        print(annotationlib.type_repr(value))


def messages_of_any_kind():
    import traceback

    for message in None, "", 0, NotImplemented, "text", 5:
        print(traceback.format_exception_only(SyntaxError(message)))


def quotients_without_bound():
    import _pydecimal

    context = _pydecimal.Context(prec=_pydecimal.MAX_PREC, Emax=_pydecimal.MAX_EMAX, Emin=_pydecimal.MIN_EMIN)
    print(context.divmod(_pydecimal.Decimal(7), _pydecimal.Decimal(2)), context.quantize(_pydecimal.Decimal(7), _pydecimal.Decimal("0.1")))


representations_of_native_methods()
messages_of_any_kind()
quotients_without_bound()


def archives_named_by_paths():
    import os
    import pathlib
    import tempfile
    import zipapp

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "source").mkdir()
        (folder / "source" / "__main__.py").write_text("print(1)")
        zipapp.create_archive(folder / "source", folder / "first.pyz")
        zipapp.create_archive(folder / "first.pyz", folder / "second.pyz", interpreter="python3")
        print(os.access(folder / "second.pyz", os.X_OK))


archives_named_by_paths()
